// All servers of the cell together. Control thread only.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "control/server.hpp"

namespace pic::control {

class Servers {
  public:
    explicit Servers(Control& control) : control_(control) {}

    void add(ServerSpec spec) {
        servers_.push_back(std::make_unique<Server>(control_, std::move(spec)));
    }
    void start(); // after Control::start
    void stop();

    // Looks at everything again, soon; while the kernel is looked at, after that: what the servers
    // read must be there.
    void refresh();
    void looked(); // at the kernel

    // `then` is called, on the loop, when what was just published is in force: with what servers
    // have not read, and why. A server that takes long is not waited for.
    using InForce = std::function<void(std::vector<std::string> pending)>;
    void when_in_force(InForce then);
    void moved(); // a server's job has ended

    // Nobody knows the time any more.
    void clock_lost();

    Server* find(const std::string& unit) const; // nullptr: none of ours

    // Whether a server's file may have a word of these documents (a collection) or observations.
    static bool may_read(std::string_view noun);

  private:
    struct Waiter {
        Waiter(InForce in_force, boost::asio::steady_timer timer) :
            then(std::move(in_force)), patience(std::move(timer)) {}
        InForce then;
        boost::asio::steady_timer patience;
    };
    void settle();
    void answer(std::uint64_t number);

    Control& control_;
    std::vector<std::unique_ptr<Server>> servers_;
    std::uint64_t plane_since_ = 0; // when pic-plane.service, and with it the cell, was started
    Dispatcher::Subscription subscription_;
    std::map<std::uint64_t, Waiter> waiters_;
    std::uint64_t waited_ = 0; // the number of the last one
    bool refreshing_ = false, deferred_ = false, stopped_ = false;
};

} // namespace pic::control
