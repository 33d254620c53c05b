// Finds tokens with simdjson's first stage and keeps a flat list of nodes made from them. The second stage of the
// library is not used because it turns numbers into doubles (money would lose cents) and refuses a whole
// document for one number out of range or one lone surrogate.
#include "csimdjson.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace simdjson;

struct csimdjson_document {
  std::unique_ptr<char[]> source;
  size_t length = 0;
  std::vector<csimdjson_node> nodes;
  std::string side;
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

class walker {
 public:
  walker(csimdjson_document &document, const uint32_t *tokens, uint32_t token_count, uint32_t max_depth)
      : document_(document), tokens_(tokens), token_count_(token_count), max_depth_(max_depth) {}

  void walk() {
    std::vector<uint32_t> open;
    for (;;) {
      if (value_expected(open)) continue;
      // A value is complete: close containers until another value must follow.
      for (;;) {
        if (open.empty()) {
          if (at_ < token_count_) fail("something follows the value");
          return;
        }
        csimdjson_node &container = document_.nodes[open.back()];
        container.length++;
        const bool is_object = container.kind == CSIMDJSON_OBJECT;
        const char separator = take("the text ends before its last bracket");
        if (separator == ',') {
          if (is_object) key();
          break;
        }
        if (separator != (is_object ? '}' : ']')) fail_last(is_object ? "expected ',' or '}'" : "expected ',' or ']'");
        container.next = count();
        open.pop_back();
      }
    }
  }

 private:
  csimdjson_document &document_;
  const uint32_t *tokens_;
  uint32_t token_count_;
  uint32_t max_depth_;
  uint32_t at_ = 0;

  [[noreturn]] void fail(const char *message) {
    throw failure{message, document_.source.get() + (at_ < token_count_ ? tokens_[at_] : document_.length)};
  }
  [[noreturn]] void fail_last(const char *message) {
    at_--;
    fail(message);
  }

  char take(const char *if_none) {
    if (at_ >= token_count_) fail(if_none);
    return document_.source[tokens_[at_++]];
  }

  char peek() const { return at_ < token_count_ ? document_.source[tokens_[at_]] : '\0'; }

  // Reads a scalar or opens a container; true when the first value of a container must follow at once.
  bool value_expected(std::vector<uint32_t> &open) {
    const char first = take("a value is missing");
    if (first != '{' && first != '[') {
      scalar();
      return false;
    }
    const bool is_object = first == '{';
    push(is_object ? CSIMDJSON_OBJECT : CSIMDJSON_ARRAY, false, tokens_[at_ - 1], 0);
    if (peek() == (is_object ? '}' : ']')) {
      at_++;
      return false;
    }
    if (open.size() >= max_depth_) fail_last("values are nested too deeply");
    open.push_back(count() - 1);
    if (is_object) key();
    return true;
  }

  void key() {
    if (take("the text ends before its last bracket") != '"') fail_last("expected a key in quotes");
    scalar();
    if (take("the text ends after a key") != ':') fail_last("expected ':' after the key");
  }

  // The token just taken runs to the next one, white space aside.
  void scalar() {
    const char *start = document_.source.get() + tokens_[at_ - 1];
    const char *end = document_.source.get() + (at_ < token_count_ ? tokens_[at_] : document_.length);
    add_scalar(std::string_view(start, static_cast<size_t>(end - start)));
  }

  uint32_t offset(const char *p) const { return static_cast<uint32_t>(p - document_.source.get()); }
  uint32_t count() const { return static_cast<uint32_t>(document_.nodes.size()); }

  void push(uint8_t kind, bool in_side, uint32_t start, uint32_t length) {
    document_.nodes.push_back({kind, static_cast<uint8_t>(in_side), 0, count() + 1, start, length});
  }

  void add_scalar(std::string_view token) {
    while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
    switch (token.front()) {
      case '"':
        return add_string(token.data() + 1, token.data() + token.size() - 1, token.size() >= 2 && token.back() == '"');
      case 't': return add_word(token, "true", CSIMDJSON_TRUE);
      case 'f': return add_word(token, "false", CSIMDJSON_FALSE);
      case 'n': return add_word(token, "null", CSIMDJSON_NULL);
      default: return add_number(token);
    }
  }

  void add_word(std::string_view token, const char *word, uint8_t kind) {
    if (token != word) throw failure{"not a JSON value", token.data()};
    push(kind, false, offset(token.data()), static_cast<uint32_t>(token.size()));
  }

  void add_number(std::string_view token) {
    const char *p = token.data();
    const char *end = p + token.size();
    bool whole = true;
    const auto digits = [&] {
      const char *start = p;
      while (p < end && *p >= '0' && *p <= '9') p++;
      if (p == start) throw failure{"not a JSON value", token.data()};
      return p - start;
    };
    if (p < end && *p == '-') p++;
    const char *first = p;
    if (digits() > 1 && *first == '0') throw failure{"a number may not start with 0", token.data()};
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
    if (p != end) throw failure{"not a JSON value", token.data()};
    push(whole ? CSIMDJSON_INTEGER : CSIMDJSON_FRACTION, false, offset(token.data()), static_cast<uint32_t>(token.size()));
  }

  void add_string(const char *start, const char *end, bool closed) {
    if (!closed || end < start) throw failure{"a string is not closed", start};
    const size_t length = static_cast<size_t>(end - start);
    if (std::memchr(start, '\\', length) == nullptr) {
      push(CSIMDJSON_STRING, false, offset(start), static_cast<uint32_t>(length));
      return;
    }
    const size_t begin = document_.side.size();
    for (const char *p = start; p < end;) {
      if (*p != '\\') {
        document_.side.push_back(*p++);
        continue;
      }
      p = unescape(p, end);
    }
    push(CSIMDJSON_STRING, true, static_cast<uint32_t>(begin), static_cast<uint32_t>(document_.side.size() - begin));
  }

  // A lone surrogate becomes U+FFFD: one odd character must not cost the page.
  const char *unescape(const char *p, const char *end) {
    const char *begin = p++;
    if (p >= end) throw failure{"an escape is cut off", begin};
    switch (*p++) {
      case '"': document_.side.push_back('"'); return p;
      case '\\': document_.side.push_back('\\'); return p;
      case '/': document_.side.push_back('/'); return p;
      case 'b': document_.side.push_back('\b'); return p;
      case 'f': document_.side.push_back('\f'); return p;
      case 'n': document_.side.push_back('\n'); return p;
      case 'r': document_.side.push_back('\r'); return p;
      case 't': document_.side.push_back('\t'); return p;
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
    append_scalar(document_.side, code);
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
  if (length >= UINT32_MAX - SIMDJSON_PADDING) {
    *message = "the text is too large";
    return nullptr;
  }
  auto document = std::make_unique<csimdjson_document>();
  document->source.reset(new char[length + SIMDJSON_PADDING]);
  document->length = length;
  std::memcpy(document->source.get(), text, length);
  std::memset(document->source.get() + length, 0, SIMDJSON_PADDING);

  const char *where = nullptr;
  try {
    // The library finds the tokens (choosing the processor's widest instructions when it runs) and checks the
    // encoding; their grammar is checked by the walk.
    thread_local std::unique_ptr<internal::dom_parser_implementation> scanner;
    if (!scanner || scanner->capacity() < length) {
      scanner.reset();
      const error_code made = active_implementation().create_dom_parser_implementation(
          std::max<size_t>(length, 64 * 1024), 1, scanner);
      if (made != SUCCESS) throw failure{describe(made), nullptr};
    }
    const error_code scanned =
        scanner->stage1(reinterpret_cast<const uint8_t *>(document->source.get()), length, stage1_mode::regular);
    if (scanned != SUCCESS) throw failure{describe(scanned), nullptr};
    document->nodes.reserve(scanner->n_structural_indexes / 2 + 4);
    walker(*document, scanner->structural_indexes.get(), scanner->n_structural_indexes, max_depth).walk();
    if (length > kept_capacity) scanner.reset();
    return document.release();
  } catch (const failure &problem) {
    *message = problem.message;
    where = problem.at;
  } catch (const std::bad_alloc &) {
    *message = "the text is too large";
  }
  const char *begin = document->source.get();
  if (where != nullptr && where >= begin && where <= begin + length) *offset = static_cast<size_t>(where - begin);
  return nullptr;
}

const csimdjson_node *csimdjson_nodes(const csimdjson_document *document) { return document->nodes.data(); }
size_t csimdjson_node_count(const csimdjson_document *document) { return document->nodes.size(); }
const uint8_t *csimdjson_source(const csimdjson_document *document) {
  return reinterpret_cast<const uint8_t *>(document->source.get());
}
size_t csimdjson_source_length(const csimdjson_document *document) { return document->length; }
const uint8_t *csimdjson_side(const csimdjson_document *document) {
  return reinterpret_cast<const uint8_t *>(document->side.data());
}
void csimdjson_free(csimdjson_document *document) { delete document; }
