#include "cre2.h"

#include <re2/re2.h>

#include <new>
#include <string>
#include <vector>

struct cre2_pattern {
  re2::RE2 regex;
  std::string error;
  cre2_pattern(re2::StringPiece text, const re2::RE2::Options &options) : regex(text, options) {
    if (!regex.ok()) error = regex.error();
  }
};

cre2_pattern *cre2_compile(const char *pattern, size_t length, long long memory_limit) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  if (memory_limit > 0) options.set_max_mem(memory_limit);
  return new cre2_pattern(re2::StringPiece(pattern, length), options);
}

const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->regex.ok() ? nullptr : pattern->error.c_str();
}

int cre2_group_count(const cre2_pattern *pattern) { return pattern->regex.NumberOfCapturingGroups(); }

bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t start, bool whole,
                long *groups, int group_count) {
  if (start > length) return false;
  re2::StringPiece subject(text, length);
  std::vector<re2::StringPiece> found(static_cast<size_t>(group_count));
  auto anchor = whole ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
  if (!pattern->regex.Match(subject, start, length, anchor, found.data(), group_count)) return false;
  for (int i = 0; i < group_count; i++) {
    const bool took_part = found[i].data() != nullptr;
    groups[2 * i] = took_part ? found[i].data() - text : -1;
    groups[2 * i + 1] = took_part ? found[i].data() - text + static_cast<long>(found[i].size()) : -1;
  }
  return true;
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }
