#include "store/store_thread.hpp"

namespace pic::store {

StoreThread::StoreThread(std::unique_ptr<Store> store) :
    store_(std::move(store)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

StoreThread::~StoreThread() {
    finish();
}

void StoreThread::finish() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void StoreThread::commit(Commit commit, Done done) {
    submit(Write{std::move(commit), std::move(done)});
}

void StoreThread::read(Reader reader) {
    submit(std::move(reader));
}

void StoreThread::submit(Task task) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(task));
    }
    ready_.notify_one();
}

void StoreThread::run(const std::stop_token& stop) {
    for (;;) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, stop, [this] { return !queue_.empty(); });
        if (queue_.empty()) return;
        std::deque<Task> tasks;
        tasks.swap(queue_);
        lock.unlock();
        while (!tasks.empty()) {
            if (auto* reader = std::get_if<Reader>(&tasks.front())) {
                (*reader)(*store_);
                tasks.pop_front();
            } else {
                write(tasks);
            }
        }
    }
}

// Everything up to the next reader, as one transaction.
void StoreThread::write(std::deque<Task>& tasks) {
    std::vector<Commit> commits;
    std::vector<Done> waiting;
    while (!tasks.empty()) {
        auto* write = std::get_if<Write>(&tasks.front());
        if (write == nullptr) break;
        commits.push_back(std::move(write->commit));
        waiting.push_back(std::move(write->done));
        tasks.pop_front();
    }
    auto outcomes = store_->commit(commits);
    for (std::size_t i = 0; i < waiting.size(); ++i)
        waiting[i](std::move(outcomes[i]));
}

} // namespace pic::store
