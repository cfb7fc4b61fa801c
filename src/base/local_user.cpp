#include "base/local_user.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <pwd.h>

namespace pic {

std::optional<std::string> local_user(std::uint32_t uid) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/etc/passwd", "re"), std::fclose);
    if (!file) return {};
    std::array<char, 4096> room;
    passwd entry{};
    passwd* found = nullptr;
    while (fgetpwent_r(file.get(), &entry, room.data(), room.size(), &found) == 0)
        if (found->pw_uid == uid) return found->pw_name;
    return {};
}

} // namespace pic
