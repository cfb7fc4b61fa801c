// The data plane, kept as the model wants it. One code path, two sizes: a change computes the
// steps of the owners it touches against what was last applied; a check dumps the kernel and
// computes everything. Checks happen at start, when somebody else changed something, after a step
// failed, and on a slow timer. Control thread only; the work is done on the kernel thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/time_share.hpp"
#include "control/generations.hpp"
#include "control/kernel_thread.hpp"
#include "control/plane_check.hpp"

namespace pic::control {

class Plane {
  public:
    Plane(boost::asio::io_context& loop, KernelThread& kernel, const net::Ledger& ledger);

    // Before start, nothing is sent to the kernel. `expired`: the ids of all peers that are past
    // their time, here and below. `reported` is called after each check.
    void start(const State& state, std::set<std::string> expired,
               std::function<void(const CheckReport&)> reported);

    // Called for each change in the kernel that others made, before it is looked at.
    void on_event(std::function<void(ports::KernelEvent)> heard) { heard_ = std::move(heard); }

    // Owners that a change touched: "cell" or ids of peers. `settled` is called later, on the loop.
    // Pending: what is not in force, and why.
    using Settled = std::function<void(std::vector<std::string> pending)>;
    void change(const State& state, std::set<std::string> expired, std::set<std::string> owners,
                Settled settled);

    void expire(std::set<std::string> expired);
    const std::set<std::string>& expired() const { return applied_.expired; }
    bool checking() const { return checks_ > 0; } // a look at everything is under way
    void check();                                 // soon, and not too often
    void notice();                                // the same, when somebody else changed something
    // WireGuard tells nobody when its port or key changes, or when peers come, go or get other
    // addresses; who read their counters knows.
    void saw(const ports::WgDevice& device, const std::map<net::WgKey, ports::PeerCounters>& peers);

    // The steps from what is in the kernel to what is wanted, as text; nothing is changed.
    using Planned = std::function<void(Result<std::vector<std::string>>)>;
    void plan(Planned planned);
    // The same for a state that a change would make, against what was last applied.
    void plan_change(const State& state, std::set<std::string> expired,
                     std::set<std::string> owners, Planned planned) const;

  private:
    void watch();
    void apply(std::vector<ports::KernelStep> steps, Settled settled);
    void hasten();
    void check_within(std::chrono::milliseconds delay);
    void run_check(plan::Inputs before, Settled settled);
    void saw(ports::Host host, std::set<std::string> refused);
    void saw_nothing(plan::Inputs before, bool disturbed);
    void checked(CheckReport report, const Settled& settled);
    void take(const State& state, std::set<std::string> expired);

    boost::asio::io_context& loop_;
    KernelThread& kernel_;
    plan::Inputs applied_; // what the kernel was last told, steps under way included
    boost::asio::steady_timer soon_, slow_;
    // A step that is refused for ever must not make repairs slow: each has its own pace.
    Backoff refusals_, repairs_;
    TimeShare share_; // of the kernel thread, for checks
    std::function<void(const CheckReport&)> reported_;
    std::function<void(ports::KernelEvent)> heard_;
    std::set<std::string> failing_;      // steps that the last look was refused, as text
    std::optional<plan::Inputs> unseen_; // what the kernel had been told when a look failed
    unsigned checks_ = 0;
    bool due_ = false, disturbed_ = false, hastened_ = false, started_ = false;
    bool watches_ = true; // hears of what others change, as far as is known
};

} // namespace pic::control
