#include "forward/ipv6_settings.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <net/if.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "base/handle.hpp"

namespace pic::forward {

namespace {

std::string path(const std::string& device, const std::string& key) {
    return "/proc/sys/net/ipv6/conf/" + device + "/" + key;
}

Error failure(const std::string& what) {
    Error error = errno_error(errno, what);
    if (errno == ENOENT || errno == ENODEV) error.code = Code::not_found;
    return error;
}

} // namespace

bool has_ipv6() {
    return access(path("all", "forwarding").c_str(), F_OK) == 0;
}

std::vector<Device> ipv6_devices() {
    std::vector<Device> devices;
    const Handle<struct if_nameindex, if_freenameindex> names(if_nameindex());
    for (const auto* entry = names.get(); entry && entry->if_index != 0; ++entry) {
        const std::string name = entry->if_name;
        if (name != "lo" && access(path(name, "accept_ra").c_str(), F_OK) == 0)
            devices.push_back({entry->if_index, name});
    }
    return devices;
}

Result<int> ipv6_setting(const std::string& device, const std::string& key) {
    const std::string file = path(device, key);
    const Fd fd(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    char text[16];
    const ssize_t length = fd ? read(fd.get(), text, sizeof text) : -1;
    if (length < 0) return fail(failure("cannot read " + file));
    int value = 0;
    if (std::from_chars(text, text + length, value).ec != std::errc{})
        return fail(Code::internal, file + " holds no number");
    return value;
}

Status set_ipv6_setting(const std::string& device, const std::string& key, int value) {
    const std::string file = path(device, key), text = std::to_string(value);
    const Fd fd(open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd || write(fd.get(), text.data(), text.size()) < 0)
        return fail(failure("cannot write " + file));
    return {};
}

} // namespace pic::forward
