// All servers of the cell together. Control thread only.
#pragma once

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

    // Looks at everything again, soon.
    void refresh();

    // Nobody knows the time any more.
    void clock_lost();

    Server* find(const std::string& unit) const; // nullptr: none of ours

  private:
    Control& control_;
    std::vector<std::unique_ptr<Server>> servers_;
    std::uint64_t plane_since_ = 0; // when pic-plane.service, and with it the cell, was started
    Dispatcher::Subscription subscription_;
    bool refreshing_ = false, stopped_ = false;
};

} // namespace pic::control
