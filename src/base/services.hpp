// What the machine itself answers devices on their network: the numbers that the cell's own rules
// and the program that opens the host's firewall must agree on. In base/, because that program is
// root's and takes nothing else of the daemon.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace pic {

inline constexpr std::string_view devices_interface = "pic0";

struct Service {
    std::string_view name;
    std::uint16_t port;
    bool udp, tcp;
};

// The web pages are on page_port always, on the usual ports when nobody else has them.
inline constexpr std::uint16_t http_port = 80, https_port = 443, page_port = 8443;

// By port. No UDP 443: pic-web speaks HTTP/1.1 and 2.
inline constexpr std::array services = {
    Service{"names", 53, true, true},       Service{"web", http_port, false, true},
    Service{"time", 123, true, false},      Service{"web", https_port, false, true},
    Service{"web", page_port, false, true},
};

// "53,80,443": of all services over UDP or over TCP, in the words of every firewall.
inline std::string service_ports(bool tcp, std::string_view separator) {
    std::string text;
    for (const auto& service : services)
        if (tcp ? service.tcp : service.udp)
            text += (text.empty() ? "" : std::string(separator)) + std::to_string(service.port);
    return text;
}

} // namespace pic
