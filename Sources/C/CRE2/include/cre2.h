#ifndef CRE2_H
#define CRE2_H
#include <stdbool.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern; never null. Ask `cre2_error` whether it is usable.
cre2_pattern *cre2_compile(const char *pattern, size_t length, long long memory_limit);
/// Null when the pattern is good; otherwise what is wrong with it, alive as long as the pattern.
const char *cre2_error(const cre2_pattern *pattern);
int cre2_group_count(const cre2_pattern *pattern);
/// Searches text from `start`. On a match fills `groups` with (start, end) pairs of byte offsets,
/// -1 for a group that took no part, and answers true.
bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t start, bool whole,
                long *groups, int group_count);
void cre2_free(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif
#endif
