// The documents of collection "settings" by name, for code that handles any of them.
#pragma once

#include "control/change.hpp"

namespace pic::control {

json::value setting_json(const model::View& view, std::string_view name);

// Adds the setting with this content to `change`.
Status put_setting(Change& change, const std::string& name, const json::value& content);

} // namespace pic::control
