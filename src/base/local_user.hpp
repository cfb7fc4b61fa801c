// Names of this machine's own users. Only /etc/passwd is read: a directory elsewhere (LDAP) may let
// its caller wait for as long as the network does. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace pic {

std::optional<std::string> local_user(std::uint32_t uid); // nullopt: there is none here

} // namespace pic
