// The thread that talks to the kernel: dumps and bulk loads happen here, in the order submitted, so
// that the control thread never waits for one.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "ports/kernel.hpp"

namespace pic::control {

class KernelThread {
  public:
    explicit KernelThread(std::unique_ptr<ports::Kernel> kernel);
    ~KernelThread();
    // Does what was submitted, and nothing after that, and lets go of the kernel: its watch calls
    // back no more. Before what both use goes.
    void finish();

    using Work = std::function<void(ports::Kernel&)>;
    void submit(Work work); // from any thread

  private:
    void run(const std::stop_token& stop);

    std::unique_ptr<ports::Kernel> kernel_;
    std::mutex mutex_;
    std::condition_variable_any ready_;
    std::deque<Work> queue_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace pic::control
