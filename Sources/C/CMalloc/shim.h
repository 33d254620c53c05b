// How memory is handed out, which the module of the C library leaves out.
#include <malloc.h>
