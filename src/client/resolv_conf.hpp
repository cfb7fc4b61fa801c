// The resolvers of the machine itself, as resolv.conf(5) names them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/socket.hpp"

namespace pic::client {

// At most the three that the C library asks. Without any, the one on this machine, as it says
// there.
std::vector<Server> parse_resolv_conf(std::string_view text);

// Of /etc/resolv.conf; a file that cannot be read counts as empty.
std::vector<Server> system_resolvers(const std::string& path = "/etc/resolv.conf");

} // namespace pic::client
