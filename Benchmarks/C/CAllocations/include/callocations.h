#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/// How many blocks of memory the process has asked for since it began, freed ones included.
unsigned long callocations_count(void);

#endif
