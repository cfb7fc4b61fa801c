#include "control/kernel_thread.hpp"

namespace pic::control {

KernelThread::KernelThread(std::unique_ptr<ports::Kernel> kernel) :
    kernel_(std::move(kernel)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

KernelThread::~KernelThread() {
    finish();
}

void KernelThread::finish() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    kernel_.reset();
}

void KernelThread::submit(Work work) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(work));
    }
    ready_.notify_one();
}

void KernelThread::run(const std::stop_token& stop) {
    for (;;) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, stop, [this] { return !queue_.empty(); });
        if (queue_.empty()) return;
        const auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work(*kernel_);
    }
}

} // namespace pic::control
