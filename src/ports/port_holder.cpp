#include "ports/port_holder.hpp"

#include <algorithm>

namespace pic::ports {

namespace {

bool is_any(const net::Address& address) {
    return std::ranges::all_of(address.bytes(), [](auto byte) { return byte == 0; });
}

// A word for the shell, which a person may paste there.
std::string word(const std::string& text) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.' || c == '@' || c == ':';
    };
    if (std::ranges::all_of(text, plain)) return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

// "user@1000.service" is the whole session of a person, not the program that has the port.
bool can_be_stopped(const std::string& unit) {
    return unit.ends_with(".service") && !unit.starts_with("user@");
}

} // namespace

bool stands_in_the_way(const PortHolder& holder, const net::Address& address) {
    if (holder.address.family() == address.family())
        return holder.address == address || is_any(holder.address) || is_any(address);
    const bool both_families = !holder.only_v6 && !holder.address.is_v4() && is_any(holder.address);
    return both_families || (!address.is_v4() && is_any(address));
}

std::string name_of(const PortHolder& holder) {
    if (!holder.wireguard.empty()) return "the WireGuard device " + holder.wireguard;
    const auto user = holder.user.empty() ? std::string() : "user " + holder.user;
    if (holder.unit == "init.scope") return "systemd for one of its sockets";
    if (holder.unit.empty()) return user.empty() ? "another program" : "a program of " + user;
    return user.empty() ? holder.unit : holder.unit + " (" + user + ")";
}

std::string text(const PortHolder& holder) {
    return "port " + std::to_string(holder.port.number) + " is held by " + name_of(holder);
}

std::string remedy(const PortHolder& holder) {
    const bool tcp = holder.port.transport == Transport::tcp;
    const auto port = std::to_string(holder.port.number);
    if (!holder.wireguard.empty())
        return "take it down (wg-quick down " + word(holder.wireguard) +
               ", or where it was set up) or give the cell another port: picctl wireguard update "
               "--port NUMBER";
    if (can_be_stopped(holder.unit)) return "systemctl disable --now " + word(holder.unit);
    if (holder.unit == "init.scope")
        return "find its socket unit with systemctl list-sockets, then systemctl disable --now it";
    return std::string("find the program with ss -lnp") + (tcp ? "t" : "u") + " 'sport = :" + port +
           "' and end it, or give it another port";
}

} // namespace pic::ports
