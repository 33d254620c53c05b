// Finds tokens with simdjson's first stage and keeps a flat list of nodes made from them. The second stage of the
// library is not used because it turns numbers into doubles (money would lose cents) and refuses a whole
// document for one number out of range or one lone surrogate.
#include "csimdjson.h"

#include <simdjson.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>

using namespace simdjson;

namespace {

/// Memory for nodes that goes round between documents: pages of one stream are alike, and fresh memory costs a fault per page of it.
struct node_buffer {
  csimdjson_node *nodes = nullptr;
  size_t capacity = 0;
};

constexpr size_t kept_buffers = 4;
constexpr size_t kept_nodes = 1024 * 1024;
std::mutex buffers_guard;
node_buffer buffers[kept_buffers];

/// Pages of a listing are of nearly the same size: memory in steps, of an eighth at most, serves the next one, be it a little longer.
size_t in_steps(size_t capacity) {
  size_t step = 1;
  while (step <= capacity / 16) step *= 2;
  return (capacity + step - 1) / step * step;
}

node_buffer take_buffer(size_t capacity) {
  {
    const std::lock_guard<std::mutex> guard(buffers_guard);
    for (node_buffer &kept : buffers) {
      if (kept.capacity < capacity) continue;
      const node_buffer taken = kept;
      kept = {};
      return taken;
    }
  }
  auto *nodes = static_cast<csimdjson_node *>(std::malloc(capacity * sizeof(csimdjson_node)));
  if (nodes == nullptr) throw std::bad_alloc();
  return {nodes, capacity};
}

void give_back(node_buffer buffer) {
  if (buffer.nodes != nullptr && buffer.capacity <= kept_nodes) {
    const std::lock_guard<std::mutex> guard(buffers_guard);
    // The smallest makes way.
    node_buffer *least = std::min_element(std::begin(buffers), std::end(buffers),
                                          [](const auto &a, const auto &b) { return a.capacity < b.capacity; });
    if (least->capacity < buffer.capacity) std::swap(*least, buffer);
  }
  std::free(buffer.nodes);
}

}  // namespace

struct csimdjson_document {
  const char *source = nullptr;
  size_t length = 0;
  node_buffer buffer;
  size_t count = 0;
  std::string side;

  ~csimdjson_document() { give_back(buffer); }
};

namespace {

struct failure {
  const char *message;
  const char *at;
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

void append_scalar(std::string &out, uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

bool read_hex(const char *p, const char *end, uint32_t &code) {
  if (end - p < 4) return false;
  code = 0;
  for (int i = 0; i < 4; i++) {
    const char c = p[i];
    uint32_t digit;
    if (c >= '0' && c <= '9') digit = static_cast<uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f') digit = static_cast<uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F') digit = static_cast<uint32_t>(c - 'A' + 10);
    else return false;
    code = code << 4 | digit;
  }
  return true;
}

/// The deepest nesting that anybody may ask for.
constexpr uint32_t deepest = 1000;

/// Walked tokens that may lie about: 16 MB, which no page of the usual size has.
constexpr std::ptrdiff_t kept_tokens = 4 * 1024 * 1024;

class walker {
 public:
  walker(csimdjson_document &document, const uint32_t *tokens, uint32_t token_count, uint32_t max_depth)
      : document_(document),
        source_(document.source),
        begin_(document.buffer.nodes),
        out_(document.buffer.nodes),
        token_(tokens),
        last_token_(tokens + token_count),
        kept_(tokens),
        max_depth_(std::min(max_depth, deepest)) {
    backslash_ = find_backslash(source_);
  }

  void walk() {
    for (;;) {
      bool is_first = value();
      for (;;) {
        if (depth_ > 0) is_first = plain_values(is_first);
        if (is_first) {
          if (open_[depth_ - 1]->kind == CSIMDJSON_OBJECT) key();
          break;
        }
        if (depth_ == 0) {
          if (token_ < last_token_) fail("something follows the value");
          document_.count = static_cast<size_t>(out_ - begin_);
          return;
        }
        // A value is complete: close its container, or another value must follow.
        csimdjson_node *container = open_[depth_ - 1];
        container->length++;
        const bool is_object = container->kind == CSIMDJSON_OBJECT;
        const char separator = take("the text ends before its last bracket");
        if (separator == ',') {
          if (is_object) key();
          break;
        }
        if (separator != (is_object ? '}' : ']')) fail_last(is_object ? "expected ',' or '}'" : "expected ',' or ']'");
        close(container);
        depth_--;
      }
    }
  }

 private:
  csimdjson_document &document_;
  const char *source_;
  csimdjson_node *begin_;
  csimdjson_node *out_;
  const uint32_t *token_;
  const uint32_t *last_token_;
  /// Tokens before it were given back to the system.
  const uint32_t *kept_;
  /// The next backslash at or after the string that was read last; the end when there is none.
  const char *backslash_;
  uint32_t max_depth_;
  uint32_t depth_ = 0;
  csimdjson_node *open_[deepest];

  const char *end_of_text() const { return source_ + document_.length; }

  const char *find_backslash(const char *from) const {
    const void *found = std::memchr(from, '\\', static_cast<size_t>(end_of_text() - from));
    return found == nullptr ? end_of_text() : static_cast<const char *>(found);
  }

  [[noreturn]] void fail(const char *message) {
    throw failure{message, token_ < last_token_ ? source_ + *token_ : end_of_text()};
  }
  [[noreturn]] void fail_last(const char *message) {
    token_--;
    fail(message);
  }

  char take(const char *if_none) {
    if (token_ >= last_token_) fail(if_none);
    return source_[*token_++];
  }

  // Reads a scalar or opens a container; true when the container that was opened has a first value, or a key before it.
  bool value() {
    const char first = take("a value is missing");
    if (first != '{' && first != '[') {
      scalar(first, 0);
      return false;
    }
    const bool is_object = first == '{';
    csimdjson_node *container = out_;
    push(is_object ? CSIMDJSON_OBJECT : CSIMDJSON_ARRAY, token_[-1], 0);
    // The second half of a container: where it ends and how deep its members are.
    push(CSIMDJSON_EXTENT, 0, 0);
    if (token_ < last_token_ && source_[*token_] == (is_object ? '}' : ']')) {
      token_++;
      container[1].reserved = static_cast<uint16_t>(depth_ + 1);
      close(container);
      return false;
    }
    if (depth_ >= max_depth_) fail_last("values are nested too deeply");
    open_[depth_++] = container;
    container[1].reserved = static_cast<uint16_t>(depth_);
    return true;
  }

  // Takes members and elements, containers in them too, for as long as nothing unusual comes: a key with an escape, an exponent, a
  // mistake. Those are left to the careful way, with nothing of them taken. Like it, it begins and stops after an open container's
  // bracket (true: the first value must follow) or after a value. All that changes lies in registers, of which there are just
  // enough: a node may not be told apart from the walker's own memory by the compiler, which would read that anew after each one.
  bool plain_values(bool is_first) {
    const char *const source = source_;
    const uint32_t *const last = last_token_;
    const uint32_t *t = token_;
    pen out{out_};
    uint32_t backslash = offset(backslash_);
    open_container outer(*open_[depth_ - 1], depth_, is_first);
    if (is_first) {
      if (holds_members(outer)) goto member;
      goto element;
    }

  after_value:
    if (t >= last) goto stop;
    if (!holds_members(outer)) goto after_element;

  after_member:
    if (source[*t] != ',') {
      if (source[*t] == '}') goto close;
      goto stop;
    }
    t++;

  member:
    // A key, a colon, a value and what follows it.
    if (last - t < 4) goto stop_before;
    {
      const uint32_t key = t[0], colon = t[1], value = t[2], next = t[3];
      if (backslash < value) {
        if (backslash < key) backslash = offset(find_backslash(source + key));
        if (backslash < value) goto stop_before;
      }
      const uint32_t length = colon - key - 2;
      if (source[key] != '"' || source[colon] != ':' || source[colon - 1] != '"') goto stop_before;
      if (static_cast<int32_t>(length) < 0) goto stop_before;
      switch (source[value]) {
        case '"': {
          const uint32_t end = closing_quote(value, next);
          if (end == value) goto stop_before;
          outer.add_key(out, key, length, source[key + 1]);
          t += 3;
          if (backslash >= end) out.put(CSIMDJSON_STRING, value + 1, end - value - 1);
          else backslash = put_escaped(out, value + 1, end, backslash);
          goto after_member;
        }
        case '{':
        case '[':
          if (outer.depth() >= max_depth_) goto stop_before;
          outer.add_key(out, key, length, source[key + 1]);
          t += 3;
          goto open;
        default: {
          const uint32_t end = without_space(next);
          const uint8_t kind = plain_kind(source + value, source + end);
          if (kind == CSIMDJSON_EXTENT) goto stop_before;
          outer.add_key(out, key, length, source[key + 1]);
          t += 3;
          out.put(kind, value, end - value);
          goto after_member;
        }
      }
    }

  after_element:
    if (t - kept_ > kept_tokens) forget_tokens(t);
    if (source[*t] != ',') {
      if (source[*t] == ']') goto close;
      goto stop;
    }
    t++;

  element:
    if (last - t < 2) goto stop_before;
    {
      const uint32_t value = t[0], next = t[1];
      if (backslash < value) backslash = offset(find_backslash(source + value));
      switch (source[value]) {
        case '{':
        case '[':
          if (outer.depth() >= max_depth_) goto stop_before;
          outer.count++;
          t++;
          goto open;
        case '"': {
          const uint32_t end = closing_quote(value, next);
          if (end == value) goto stop_before;
          if (backslash >= end) out.put(CSIMDJSON_STRING, value + 1, end - value - 1);
          else backslash = put_escaped(out, value + 1, end, backslash);
          break;
        }
        default: {
          const uint32_t end = without_space(next);
          const uint8_t kind = plain_kind(source + value, source + end);
          if (kind == CSIMDJSON_EXTENT) goto stop_before;
          out.put(kind, value, end - value);
        }
      }
      outer.count++;
      t++;
      goto after_element;
    }

  open:
    // The bracket has just been taken, and something follows it.
    outer.leave(*open_[outer.depth() - 1]);
    open_[outer.depth()] = out.node;
    outer.begin();
    if (source[t[-1]] == '{') {
      out.put(CSIMDJSON_OBJECT, t[-1], 0);
      out.put(CSIMDJSON_EXTENT | outer.depth() << 16, 0, 0);
      if (source[*t] != '}') goto member;
    } else {
      out.put(CSIMDJSON_ARRAY, t[-1], 0);
      out.put(CSIMDJSON_EXTENT | outer.depth() << 16, 0, 0);
      if (source[*t] != ']') goto element;
    }

  close:
    outer.close(open_[outer.depth() - 1], static_cast<uint32_t>(out.node - begin_), *t + 1);
    t++;
    if (outer.depth() > 1) {
      outer = open_container(*open_[outer.depth() - 2], outer.depth() - 1, false);
      goto after_value;
    }
    depth_ = 0;
    token_ = t;
    out_ = out.node;
    backslash_ = source + backslash;
    return false;

  stop_before:
    // A comma before what is unusual is not taken either.
    if (outer.count > 0) t--;

  stop:
    depth_ = outer.depth();
    outer.leave(*open_[depth_ - 1]);
    token_ = t;
    out_ = out.node;
    backslash_ = source + backslash;
    return outer.count == 0;
  }

  /// Where nodes are written.
  struct pen {
    csimdjson_node *node;

    /// A node in two stores; `head` is the kind, and a mark from bit 16 on.
    void put(uint32_t head, uint32_t start, uint32_t length) {
      static_assert(sizeof(csimdjson_node) == 12 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
      const uint64_t beginning = head | static_cast<uint64_t>(start) << 32;
      std::memcpy(node, &beginning, sizeof beginning);
      node->length = length;
      node++;
    }
  };

  /// A container that is being filled, in registers: a value is counted when it begins, in the node only when it has ended.
  struct open_container {
    uint32_t count;
    uint32_t sum;
    /// The head of its keys, which tells how deep they are.
    uint32_t key_head;

    open_container(const csimdjson_node &half_full, uint32_t depth, bool is_first)
        : count(half_full.length + (is_first ? 0 : 1)), sum(half_full.reserved), key_head(CSIMDJSON_STRING | depth << 16) {}

    uint32_t depth() const { return key_head >> 16; }

    /// One in it is opened.
    void begin() {
      count = 0;
      sum = 0;
      key_head += 1 << 16;
    }
    /// Puts a key and counts its value.
    void add_key(pen &out, uint32_t start, uint32_t length, char first) {
      out.put(key_head, start + 1, length);
      sum = next_sum(sum, length, first);
      count++;
    }
    /// The last value that began may not have ended.
    void leave(csimdjson_node &node) const {
      node.length = count > 0 ? count - 1 : 0;
      node.reserved = static_cast<uint16_t>(sum);
    }
    void close(csimdjson_node *node, uint32_t next, uint32_t end) const {
      node->length = count;
      node->reserved = static_cast<uint16_t>(sum);
      node[1].length = next;
      node[1].start = end;
    }
  };

  bool holds_members(const open_container &container) const {
    return open_[container.depth() - 1]->kind == CSIMDJSON_OBJECT;
  }

  /// The sum of an object's keys with one more; `first` is its first byte, or the quotation mark when it has none.
  static uint32_t next_sum(uint32_t sum, uint32_t length, char first) {
    return sum * 31 + length * 5 + static_cast<uint8_t>(first);
  }

  // Puts a string with escapes and tells the next backslash, as it was told the first one at or after the string.
  uint32_t put_escaped(pen &out, uint32_t start, uint32_t end, uint32_t backslash) {
    out_ = out.node;
    backslash_ = source_ + backslash;
    add_string(source_ + start, source_ + end, 0);
    out.node = out_;
    return offset(backslash_);
  }

  // Where the quotation mark stands that closes a string before what follows it; `value` itself when none does.
  uint32_t closing_quote(uint32_t value, uint32_t next) const {
    const uint32_t end = (source_[next - 1] == '"' ? next : without_space(next)) - 1;
    return source_[end] == '"' ? end : value;
  }

  uint32_t without_space(uint32_t end) const {
    while (is_space(source_[end - 1])) end--;
    return end;
  }

  // Tokens that were walked are not looked at again: of a page of many megabytes they would lie beside the nodes made from them.
  void forget_tokens(const uint32_t *walked) {
    const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    const uintptr_t begin = (reinterpret_cast<uintptr_t>(kept_) + page - 1) / page * page;
    const uintptr_t end = reinterpret_cast<uintptr_t>(walked) / page * page;
    if (begin < end) madvise(reinterpret_cast<void *>(begin), end - begin, MADV_DONTNEED);
    kept_ = walked;
  }

  // The kind of a word or number; `CSIMDJSON_EXTENT` for anything that must be looked at more closely.
  static uint8_t plain_kind(const char *p, const char *end) {
    const auto is = [&](const char *word, std::ptrdiff_t length) {
      return end - p == length && std::memcmp(p, word, static_cast<size_t>(length)) == 0;
    };
    switch (*p) {
      case 'n': return is("null", 4) ? CSIMDJSON_NULL : CSIMDJSON_EXTENT;
      case 't': return is("true", 4) ? CSIMDJSON_TRUE : CSIMDJSON_EXTENT;
      case 'f': return is("false", 5) ? CSIMDJSON_FALSE : CSIMDJSON_EXTENT;
      default: break;
    }
    const auto skip_digits = [&] {
      const char *begin = p;
      while (p < end && static_cast<uint8_t>(*p - '0') < 10) p++;
      return p - begin;
    };
    if (*p == '-') p++;
    const bool has_zero = p < end && *p == '0';
    const std::ptrdiff_t digits = skip_digits();
    if (digits == 0 || (has_zero && digits > 1)) return CSIMDJSON_EXTENT;
    if (p == end) return CSIMDJSON_INTEGER;
    if (*p++ != '.' || skip_digits() == 0 || p != end) return CSIMDJSON_EXTENT;
    return CSIMDJSON_FRACTION;
  }

  void put(uint8_t kind, uint16_t mark, uint32_t start, uint32_t length) { *out_++ = {kind, 0, mark, start, length}; }

  // The bracket that closes the container has just been taken.
  void close(csimdjson_node *container) {
    container[1].length = static_cast<uint32_t>(out_ - begin_);
    container[1].start = token_[-1] + 1;
  }

  void key() {
    if (take("the text ends before its last bracket") != '"') fail_last("expected a key in quotes");
    csimdjson_node *node = out_;
    scalar('"', static_cast<uint16_t>(depth_));
    // Objects with the same keys in the same order have the same sum of them; see `JSONTape`.
    csimdjson_node *object = open_[depth_ - 1];
    const char *text = (node->in_side ? document_.side.data() : source_) + node->start;
    object->reserved = static_cast<uint16_t>(next_sum(object->reserved, node->length, node->length > 0 ? *text : '"'));
    if (take("the text ends after a key") != ':') fail_last("expected ':' after the key");
  }

  // The token just taken runs to the next one, white space aside.
  void scalar(char first, uint16_t mark) {
    const char *start = source_ + token_[-1];
    const char *end = token_ < last_token_ ? source_ + *token_ : end_of_text();
    while (is_space(end[-1])) end--;
    switch (first) {
      case '"': return add_string(start + 1, end - 1, mark);
      case 't': return add_word(start, end, "true", CSIMDJSON_TRUE);
      case 'f': return add_word(start, end, "false", CSIMDJSON_FALSE);
      case 'n': return add_word(start, end, "null", CSIMDJSON_NULL);
      default: return add_number(start, end);
    }
  }

  uint32_t offset(const char *p) const { return static_cast<uint32_t>(p - source_); }

  void push(uint8_t kind, uint32_t start, uint32_t length) { put(kind, 0, start, length); }

  void add_word(const char *start, const char *end, const char *word, uint8_t kind) {
    const size_t length = std::strlen(word);
    if (static_cast<size_t>(end - start) != length || std::memcmp(start, word, length) != 0) {
      throw failure{"not a JSON value", start};
    }
    push(kind, offset(start), static_cast<uint32_t>(length));
  }

  void add_number(const char *start, const char *end) {
    const char *p = start;
    bool whole = true;
    const auto digits = [&] {
      const char *begin = p;
      while (p < end && *p >= '0' && *p <= '9') p++;
      if (p == begin) throw failure{"not a JSON value", start};
      return p - begin;
    };
    if (p < end && *p == '-') p++;
    const char *first = p;
    if (digits() > 1 && *first == '0') throw failure{"a number may not start with 0", start};
    if (p < end && *p == '.') {
      whole = false;
      p++;
      digits();
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
      whole = false;
      p++;
      if (p < end && (*p == '+' || *p == '-')) p++;
      digits();
    }
    if (p != end) throw failure{"not a JSON value", start};
    push(whole ? CSIMDJSON_INTEGER : CSIMDJSON_FRACTION, offset(start), static_cast<uint32_t>(end - start));
  }

  // `end` is where the closing quote has to be.
  void add_string(const char *start, const char *end, uint16_t mark) {
    if (end < start || *end != '"') throw failure{"a string is not closed", start};
    if (backslash_ < start) backslash_ = find_backslash(start);
    if (backslash_ >= end) {
      push(CSIMDJSON_STRING, offset(start), static_cast<uint32_t>(end - start));
      out_[-1].reserved = mark;
      return;
    }
    std::string &side = document_.side;
    const size_t begin = side.size();
    for (const char *p = start;;) {
      const char *stop = std::min(backslash_, end);
      side.append(p, static_cast<size_t>(stop - p));
      if (stop == end) break;
      p = unescape(stop, end);
      backslash_ = find_backslash(p);
    }
    push(CSIMDJSON_STRING, static_cast<uint32_t>(begin), static_cast<uint32_t>(side.size() - begin));
    out_[-1].in_side = 1;
    out_[-1].reserved = mark;
  }

  // A lone surrogate becomes U+FFFD: one odd character must not cost the page.
  const char *unescape(const char *p, const char *end) {
    const char *begin = p++;
    if (p >= end) throw failure{"an escape is cut off", begin};
    std::string &side = document_.side;
    switch (*p++) {
      case '"': side.push_back('"'); return p;
      case '\\': side.push_back('\\'); return p;
      case '/': side.push_back('/'); return p;
      case 'b': side.push_back('\b'); return p;
      case 'f': side.push_back('\f'); return p;
      case 'n': side.push_back('\n'); return p;
      case 'r': side.push_back('\r'); return p;
      case 't': side.push_back('\t'); return p;
      case 'u': break;
      default: throw failure{"unknown escape in a string", begin};
    }
    uint32_t code;
    if (!read_hex(p, end, code)) throw failure{"\\u needs four hexadecimal digits", begin};
    p += 4;
    if (code >= 0xD800 && code < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
      uint32_t low;
      if (read_hex(p + 2, end, low) && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        p += 6;
      }
    }
    if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
    append_scalar(side, code);
    return p;
  }
};

/// A scanner that grew beyond this is not kept for the next document.
constexpr size_t kept_capacity = 16 * 1024 * 1024;

const implementation &active_implementation() { return *get_active_implementation(); }

const char *describe(error_code code) {
  switch (code) {
    case UTF8_ERROR: return "the text is not valid UTF-8";
    case UNESCAPED_CHARS: return "a control character stands in a string";
    case UNCLOSED_STRING: return "a string is not closed";
    case EMPTY: return "the text is empty";
    case DEPTH_ERROR: return "values are nested too deeply";
    case CAPACITY: return "the text is too large";
    case INCOMPLETE_ARRAY_OR_OBJECT: return "the text ends before its last bracket";
    case TRAILING_CONTENT: return "something follows the value";
    default: return "not valid JSON";
  }
}

}  // namespace

csimdjson_document *csimdjson_parse(const char *text, size_t length, uint32_t max_depth, const char **message,
                                    size_t *offset) {
  *message = nullptr;
  *offset = 0;
  // Offsets have 32 bits.
  if (length >= UINT32_MAX) {
    *message = "the text is too large";
    return nullptr;
  }
  const char *where = nullptr;
  try {
    auto document = std::make_unique<csimdjson_document>();
    document->source = text;
    document->length = length;
    // The library finds the tokens (choosing the processor's widest instructions when it runs) and checks the
    // encoding; their grammar is checked by the walk. Its first stage reads nothing beyond the end of the text.
    thread_local std::unique_ptr<internal::dom_parser_implementation> scanner;
    if (!scanner || scanner->capacity() < length) {
      scanner.reset();
      const error_code made = active_implementation().create_dom_parser_implementation(
          std::max<size_t>(length, 64 * 1024), 1, scanner);
      if (made != SUCCESS) throw failure{describe(made), nullptr};
    }
    const error_code scanned = scanner->stage1(reinterpret_cast<const uint8_t *>(text), length, stage1_mode::regular);
    if (scanned != SUCCESS) throw failure{describe(scanned), nullptr};
    // A container takes two nodes and two tokens, unless the text ends before it is closed.
    document->buffer = take_buffer(in_steps(scanner->n_structural_indexes + deepest + 4));
    walker(*document, scanner->structural_indexes.get(), scanner->n_structural_indexes, max_depth).walk();
    if (length > kept_capacity) scanner.reset();
    return document.release();
  } catch (const failure &problem) {
    *message = problem.message;
    where = problem.at;
  } catch (const std::bad_alloc &) {
    *message = "the text is too large";
  }
  if (where != nullptr && where >= text && where <= text + length) *offset = static_cast<size_t>(where - text);
  return nullptr;
}

const csimdjson_node *csimdjson_nodes(const csimdjson_document *document) { return document->buffer.nodes; }
size_t csimdjson_node_count(const csimdjson_document *document) { return document->count; }
const uint8_t *csimdjson_side(const csimdjson_document *document) {
  return reinterpret_cast<const uint8_t *>(document->side.data());
}
void csimdjson_free(csimdjson_document *document) { delete document; }
