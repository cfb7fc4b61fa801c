// The control loop's own side: takes calls, makes changes, publishes snapshots and events. Public
// functions that are not of Dispatcher are for acts and services, on the control thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <mutex>
#include <typeindex>

#include "base/backoff.hpp"
#include "control/generations.hpp"
#include "control/plane.hpp"
#include "control/published.hpp"
#include "ports/clock.hpp"
#include "ports/files.hpp"
#include "ports/journal.hpp"
#include "ports/units.hpp"

namespace pic::control {

struct World { // what the loop stands on; outlives Control
    boost::asio::io_context& loop;
    boost::asio::thread_pool& workers;
    boost::asio::thread_pool& hashers; // two threads: access/password.hpp
    store::StoreThread& store;
    KernelThread& kernel;
    ports::Units& units;
    ports::Files& files;
    ports::Clock& clock;
    ports::Journal& journal;
};

class Counters;
class Servers;

class Control final : public Dispatcher {
  public:
    Control(const World& world, std::shared_ptr<const Settings> settings, State loaded);
    ~Control() override;

    void start(); // before the loop runs
    void stop();  // the loop must not run on: answers under way would come to nobody

    void submit(const Operation& operation, Call call, Done done) override;
    SnapshotPtr snapshot() const override { return published_.snapshot(); }
    Subscription subscribe(std::function<void(const Event&)> happened) override {
        return published_.subscribe(std::move(happened));
    }
    void touch_session(const std::string& id) override;

    // Makes a change in the name of `caller`; `action` is what the audit calls it.
    void change(const Caller& caller, std::string action, const Decision& decision, Done done);

    // The same in the name of the call's own caller, whose session may have ended since he asked; a
    // dry run is answered with what it would change.
    void decide(const std::string& action, const Call& call, const Decision& decision, Done done);

    // Changes what was observed, publishes it, and tells who listens.
    void observe(const std::function<void(Observed&)>& edit, const Event& event);

    // Work that blocks, off the loop; `then` gets its value on the loop.
    template <class Work, class Then>
    void on_worker(Work work, Then then) {
        work_on(world_.workers, std::move(work), std::move(then));
    }

    // The same for passwords: questions to a network that is away, which take seconds, must not
    // keep a sign-in waiting, nor sign-ins them.
    template <class Work, class Then>
    void on_hasher(Work work, Then then) {
        work_on(world_.hashers, std::move(work), std::move(then));
    }

    // A capability's own state in memory, made when first asked for and as lasting as the loop.
    template <class T>
    T& part() {
        auto& place = parts_[typeid(T)];
        if (!place) place = std::make_shared<T>();
        return *static_cast<T*>(place.get());
    }

    // Of this moment; not to be kept. For decisions, with every change accepted so far; and for
    // what is told to servers and networks, which no failed commit can take back.
    Context context() const { return context_of(generations_.working()); }
    Context durable_context() const { return context_of(generations_.durable()); }
    const World& world() const { return world_; }
    const Settings& settings() const { return *settings_; }
    const State& state() const { return generations_.working(); }
    unsigned ticks() const { return ticks_; } // how often time alone was looked at: for tests
    Plane& plane() { return plane_; }
    Servers& servers() const { return *servers_; }

  private:
    struct Accepted;

    template <class Work, class Then>
    void work_on(boost::asio::thread_pool& pool, Work work, Then then) {
        boost::asio::post(pool, [this, work = std::move(work), then = std::move(then)]() mutable {
            auto value = work();
            boost::asio::post(world_.loop,
                              [then = std::move(then), value = std::move(value)]() mutable {
                                  then(std::move(value));
                              });
        });
    }

    Context context_of(const State& state) const;
    void prepare(const Operation& operation, SnapshotPtr present, Call call, Done done);
    void run(const Operation& operation, Call call, Done done);
    void settle(const std::string& action, const Call& call, const Decision& decision, Done done);
    void accept(Accepted accepted, Done done);
    void dry_run(const Change& change, const Done& done) const;
    void durable(const Accepted& accepted, const State& state, const Done& done);
    void report(const CheckReport& report);
    void tick();
    void check_clock();
    void expire_peers();
    Time time_to_judge() const;
    std::set<std::string> expired() const;
    void log_expiries();
    std::set<std::string> expired_in(const State& state, const std::set<std::string>& owners) const;
    void end_rests();
    void try_store();
    void note_deadlines(const model::View& view);
    void undo_overdue();
    void save_sessions();
    bool clock_jumped();
    void put_upkeep_off(const Error& error);
    void keep_up(std::string action, const Decision& decision, std::function<void(bool)> then = {});

    World world_;
    std::shared_ptr<const Settings> settings_;
    Generations generations_;
    Published published_;
    Plane plane_;
    Observed observed_;
    bool checked_ = false; // the data plane, once
    std::map<std::type_index, std::shared_ptr<void>> parts_;
    bool clock_right_ = true;         // not below clock_floor()
    std::optional<Time> clock_began_; // when the steady one was 0
    unsigned ticks_ = 0;
    using Instant = std::chrono::steady_clock::time_point;
    std::set<std::string> logged_;             // peers whose expiry is in the audit log
    std::map<std::string, Instant> deadlines_; // of changes that wait to be confirmed
    Backoff upkeep_backoff_, undo_backoff_;
    bool store_tried_ = false;                        // and the answer is not there yet
    Instant upkeep_not_before_{}, undo_not_before_{}; // after a failure
    std::unique_ptr<Servers> servers_;
    std::unique_ptr<Counters> counters_;
    boost::asio::steady_timer ticking_;

    std::mutex sessions_mutex_; // guards this:
    std::map<std::string, Time> sessions_used_;
};

} // namespace pic::control
