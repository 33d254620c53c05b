#ifndef CSIMDJSON_H
#define CSIMDJSON_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

enum csimdjson_kind {
  CSIMDJSON_NULL = 0,
  CSIMDJSON_FALSE = 1,
  CSIMDJSON_TRUE = 2,
  CSIMDJSON_INTEGER = 3,
  CSIMDJSON_FRACTION = 4,
  CSIMDJSON_STRING = 5,
  CSIMDJSON_ARRAY = 6,
  CSIMDJSON_OBJECT = 7,
  /// The second node of an array or object.
  CSIMDJSON_EXTENT = 8,
};

/// One value, in document order. An array or object takes two nodes; then its elements follow, or its members as key, value, key, value.
/// Text stays where it is: numbers and unescaped strings point into the source, strings that held escapes into `side`.
typedef struct {
  uint8_t kind;
  /// 1 when `start` counts from `side` and not from the source.
  uint8_t in_side;
  /// Of a key and of an extent: the number of containers around the members; 0 for every other value.
  /// Of an object: a sum of its keys in their order.
  uint16_t reserved;
  /// Offset of the text (strings without quotes, numbers) or of the opening bracket; of an extent, of what follows the closing one.
  uint32_t start;
  /// Bytes of text, or the number of elements or members; of an extent, the index of the value after the container.
  uint32_t length;
} csimdjson_node;

typedef struct csimdjson_document csimdjson_document;

/// Parses a text that stays where it is as long as the document. Null on failure, with `message` (static text) and `offset` set.
csimdjson_document *csimdjson_parse(const char *text, size_t length, uint32_t max_depth, const char **message,
                                    size_t *offset);
const csimdjson_node *csimdjson_nodes(const csimdjson_document *document);
size_t csimdjson_node_count(const csimdjson_document *document);
const uint8_t *csimdjson_side(const csimdjson_document *document);
void csimdjson_free(csimdjson_document *document);

#ifdef __cplusplus
}
#endif
#endif
