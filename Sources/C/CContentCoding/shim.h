#include <brotli/decode.h>
#include <zlib.h>

// `inflateInit2` is a macro, which Swift does not see.
static inline int ccontent_inflate_start(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}
