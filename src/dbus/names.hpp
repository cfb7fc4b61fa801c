// Nouns and verbs as D-Bus spells them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace pic::dbus {

inline constexpr const char* bus_name = "ngo.pic.Cell1";
inline constexpr const char* object_path = "/ngo/pic/Cell1";

// "setup_code" -> "SetupCode"
inline std::string member_name(std::string_view words) {
    std::string name;
    bool start = true;
    for (const char c : words) {
        if (c == '_') {
            start = true;
            continue;
        }
        name += start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        start = false;
    }
    return name;
}

// "peer" -> "ngo.pic.Cell1.Peer"
inline std::string interface_name(std::string_view noun) {
    return std::string(bus_name) + "." + member_name(noun);
}

} // namespace pic::dbus
