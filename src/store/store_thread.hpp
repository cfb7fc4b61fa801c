// The thread that waits for the disk. Commits that queue up while it writes become one transaction.
// Public functions from any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

#include "store/store.hpp"

namespace pic::store {

class StoreThread {
  public:
    explicit StoreThread(std::unique_ptr<Store> store);
    ~StoreThread();
    void finish(); // writes what was queued, and nothing after that; before what Done uses goes

    // `done` is called on the store thread and must only hand over.
    using Done = std::function<void(Result<std::uint64_t>)>;
    void commit(Commit commit, Done done);

    using Reader = std::function<void(Store&)>;
    void read(Reader reader); // in order with the commits around it

  private:
    struct Write {
        Commit commit;
        Done done;
    };
    using Task = std::variant<Write, Reader>;
    void submit(Task task);
    void run(const std::stop_token& stop);
    void write(std::deque<Task>& tasks);

    std::unique_ptr<Store> store_;
    std::mutex mutex_;
    std::condition_variable_any ready_;
    std::deque<Task> queue_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace pic::store
