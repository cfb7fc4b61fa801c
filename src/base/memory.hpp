// How picd stays small though a look at ten thousand peers takes tens of MiB for a moment:
// mallopt(3), malloc_trim(3), prctl(2).
#pragma once

namespace pic {

// Before any thread is started.
void stay_small();

// After something large was freed: milliseconds. Any thread.
void give_memory_back();

} // namespace pic
