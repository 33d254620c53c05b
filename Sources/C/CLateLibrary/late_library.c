#include "late_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

void *late_function(const char *library, const char *package, const char *name) {
  // Counted by the system, and never given back: what a library keeps is needed until the end.
  void *loaded = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
  void *function = loaded ? dlsym(loaded, name) : NULL;
  if (!function) {
    fprintf(stderr, "connector: %s; install the package %s\n", dlerror(), package);
    _Exit(127);
  }
  return function;
}
