#include "kernel/cgroup.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sys/stat.h>

#include "net/name.hpp"

namespace pic::kernel {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_groups = 100000;
constexpr std::size_t longest_unit = 255; // systemd's own limit

// Where the unified hierarchy is, alone or beside those of version 1.
std::string root() {
    for (const char* path : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"})
        if (fs::exists(std::string(path) + "/cgroup.controllers")) return path;
    return {};
}

bool is_unit(std::string_view name) {
    static constexpr std::array kinds = {".service", ".scope", ".socket", ".mount", ".swap"};
    return std::ranges::any_of(kinds, [&](std::string_view kind) {
        return name.size() > kind.size() && name.ends_with(kind);
    });
}

} // namespace

std::string cgroup_path(std::uint64_t id) {
    const auto top = root();
    std::error_code failure;
    fs::recursive_directory_iterator next(top, fs::directory_options::skip_permission_denied,
                                          failure);
    // A group that goes while its directory is read ends the walk: it is not the one with a socket.
    for (std::size_t looked = 0;
         !failure && next != fs::recursive_directory_iterator() && looked < most_groups;
         next.increment(failure)) {
        struct stat group {};
        if (!next->is_directory(failure) || stat(next->path().c_str(), &group) != 0) continue;
        if (group.st_ino == id) return next->path().string().substr(top.size());
        ++looked;
    }
    return {};
}

std::string unit_of_cgroup(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
        auto name = path.substr(0, path.find('/'));
        path.remove_prefix(name.size());
        if (name.ends_with(".slice")) continue;
        if (name.starts_with('_')) name.remove_prefix(1); // systemd's escape of names like cgroup.*
        return is_unit(name) ? net::to_line(name, longest_unit) : std::string();
    }
    return {};
}

} // namespace pic::kernel
