// Control groups (cgroups(7)): whose a socket is, when all that is known is the number of its
// group.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pic::kernel {

// The path of the group in the unified hierarchy, "/system.slice/dnsmasq.service"; empty when there
// is none of this id. The id is the directory's inode number, so all of them are looked at:
// milliseconds. Any thread.
std::string cgroup_path(std::uint64_t id);

// The unit of the system's systemd that a group belongs to: the first part of the path that is no
// slice. Empty for a group that is not systemd's. Pure.
std::string unit_of_cgroup(std::string_view path);

} // namespace pic::kernel
