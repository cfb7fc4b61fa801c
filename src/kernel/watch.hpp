// Hears of changes that others make: rtnetlink's and nftables' multicast groups, on a thread of its
// own. What this process did itself is left out.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <thread>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

class Watch {
  public:
    // Called on the thread that makes the changes, whose transactions are its own; `own_ports`: of
    // the sockets it makes them with.
    static Result<std::unique_ptr<Watch>> start(std::set<std::uint32_t> own_ports,
                                                std::function<void(ports::KernelEvent)> changed);
    ~Watch();

  private:
    Watch() = default;
    void run();
    bool receive(int socket, bool nftables);

    Fd route_, nftables_, wake_;
    std::set<std::uint32_t> own_ports_;
    std::uint32_t own_thread_ = 0; // the kernel names the thread, not the process
    std::function<void(ports::KernelEvent)> changed_;
    std::thread thread_;
};

} // namespace pic::kernel
