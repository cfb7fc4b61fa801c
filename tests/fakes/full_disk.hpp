// A disk that is full: no file of this process can grow beyond `bytes` while it lives.
#pragma once

#include <csignal>
#include <sys/resource.h>

namespace pic::fakes {

class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes = 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit before_{};
};

} // namespace pic::fakes
