// Back-off per key, e.g. per address that signs in: a few failures are free, after that each
// doubles the wait up to a cap. In memory of a fixed size: who failed least often is forgotten
// first, so that nobody can grow it, or have it forget one key by inventing others. Time is the
// steady clock's: setting the wall clock pardons nobody. Pure values; one thread at a time.
#pragma once

#include <chrono>
#include <list>
#include <string>
#include <unordered_map>

namespace pic::access {

struct ThrottleRule {
    int free; // failures before the first wait
    std::chrono::seconds first, cap;
    std::chrono::seconds memory; // a failure older than this is forgotten
    std::size_t most;            // keys
};

class Throttle {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    explicit Throttle(const ThrottleRule& rule) : rule_(rule) {}

    // How long `key` has to wait from `now` on; zero: it may try.
    std::chrono::seconds wait(const std::string& key, Instant now) const;

    // Counted before it is known how a try ends: tries at the same time cannot slip through.
    void tried(const std::string& key, Instant now);
    void pardon(const std::string& key); // that try was none
    void forget(const std::string& key); // all of them

    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::string key;
        int failures = 0;
        Instant last{};
    };
    std::chrono::seconds penalty(const Entry& entry) const;
    void forget_least();
    void drop_old(Instant now);

    ThrottleRule rule_;
    std::list<Entry> entries_; // who failed last is first
    std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

} // namespace pic::access
