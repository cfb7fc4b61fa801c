// What a reader sees: one generation of the model and the newest observations. Immutable.
#pragma once

#include <memory>

#include "control/observed.hpp"
#include "control/settings.hpp"
#include "model/view.hpp"

namespace pic::control {

struct Snapshot {
    model::ViewPtr view;
    ObservedPtr observed;
    std::shared_ptr<const Settings> settings;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace pic::control
