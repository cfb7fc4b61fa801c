#include "base/memory.hpp"

#include <malloc.h>
#include <sys/prctl.h>

namespace pic {

void stay_small() {
    // A huge page is 2 MiB for the few KiB that a thread's stack or a heap's first bytes need. A
    // kernel without them refuses, and has none.
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    // Left to itself glibc learns from large pieces to keep as much for the next time. Setting a
    // threshold, here to what it begins with, ends that.
    constexpr int threshold = 128 * 1024;
    mallopt(M_MMAP_THRESHOLD, threshold);
    mallopt(M_TRIM_THRESHOLD, threshold);
}

// Small pieces that are kept for the next time hold what lies below them.
void give_memory_back() {
    malloc_trim(0);
}

} // namespace pic
