// What D-Bus takes as text: UTF-8 without NUL. The bus hangs up on a peer that sends anything else,
// and sd-bus does not look, so the sender must. Pure.
#pragma once

#include <string_view>

namespace pic::bus {

bool is_bus_text(std::string_view text);

} // namespace pic::bus
