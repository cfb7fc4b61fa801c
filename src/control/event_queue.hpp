// Events that wait for a reader, at most one for each thing: whoever is slow hears the newest of it
// and not all that was between. One thread at a time.
#pragma once

#include <cstddef>
#include <deque>

#include "control/dispatcher.hpp"

namespace pic::control {

class EventQueue {
  public:
    explicit EventQueue(std::size_t most) : most_(most) {}

    bool push(const Event& event); // false: full, and the event is lost
    Event pop();                   // the one that waits longest; not of an empty queue
    bool empty() const { return waiting_.empty(); }

  private:
    std::size_t most_;
    std::deque<Event> waiting_;
};

} // namespace pic::control
