// What the control loop shows of itself: the newest snapshot, and events to whoever listens.
// Written by the control thread, read from any.
#pragma once

#include <list>
#include <mutex>

#include "control/dispatcher.hpp"

namespace pic::control {

class Published {
  public:
    Published(model::ViewPtr view, std::shared_ptr<const Settings> settings);

    SnapshotPtr snapshot() const;
    Dispatcher::Subscription subscribe(std::function<void(const Event&)> happened);

    void show(model::ViewPtr view);
    void show(ObservedPtr observed);
    void tell(const Event& event);

  private:
    using Listener = std::function<void(const Event&)>;
    void replace(Snapshot next);

    mutable std::mutex mutex_; // guards both
    SnapshotPtr snapshot_;
    std::list<std::weak_ptr<Listener>> listeners_;
};

} // namespace pic::control
