// The kernel's net.ipv6.conf of the calling thread's network namespace, as files below
// /proc/sys/net/ipv6/conf. Writing needs CAP_NET_ADMIN.
// Source: linux/Documentation/networking/ip-sysctl.rst.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pic::forward {

struct Device {
    unsigned index; // stays when udev renames the device
    std::string name;
};

bool has_ipv6(); // the kernel
// Devices that speak IPv6, the loopback device left out.
std::vector<Device> ipv6_devices();

// `device` is the name of a device, or "all" for the whole namespace. not_found: the device is
// gone.
Result<int> ipv6_setting(const std::string& device, const std::string& key);
Status set_ipv6_setting(const std::string& device, const std::string& key, int value);

} // namespace pic::forward
