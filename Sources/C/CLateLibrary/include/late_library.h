#ifndef LATE_LIBRARY_H
#define LATE_LIBRARY_H
#include <stdatomic.h>

/// A function of a shared library, looked up the first time that it is asked for.
///
/// A library that most commands never call costs each of them its loading, and libcurl brings thirty others. What is called
/// this way is loaded by who calls it. A header of the library says what the function takes and gives.
#define LATE_FUNCTION(library, package, name)                                          \
  ({                                                                                   \
    static _Atomic(void *) kept;                                                       \
    void *found = atomic_load_explicit(&kept, memory_order_acquire);                   \
    if (!found) {                                                                      \
      found = late_function(library, package, #name);                                  \
      atomic_store_explicit(&kept, found, memory_order_release);                       \
    }                                                                                  \
    (__typeof__(&name))found;                                                          \
  })

/// Never null: without the library, or without the function in it, the process ends with a word and with 127, as it does when the
/// system's loader misses a library at the start.
void *late_function(const char *library, const char *package, const char *name);

#endif
