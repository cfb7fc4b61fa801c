// The file in which pic-forward keeps what it changed.
#include "forward/record.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    static const Fd file(memfd_create("record", MFD_CLOEXEC));
    static const auto path = "/proc/self/fd/" + std::to_string(file.get());
    fuzz::require(ftruncate(file.get(), 0) == 0 && pwrite(file.get(), bytes.data(), bytes.size(),
                                                          0) == static_cast<ssize_t>(bytes.size()),
                  "a file in memory can be written");
    static_cast<void>(forward::load_record(path));
}
