// The configuration of pic-web (caddyserver.com/docs/json), with the modules that
// packaging/go/caddy/main.go builds in, among them the listener "patient", which waits for a port.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "net/address.hpp"

namespace pic::formats {

struct CaddyConf {
    std::vector<net::Prefix> clients;     // who is answered
    std::uint16_t https_port = 443;       // where port 80 sends people
    std::string certificate;              // of leaf.crt: its fingerprint, hex digits and colons
    std::string web_dir = "/run/pic/web"; // leaf.crt (with its intermediate) and leaf.key
    std::string api_socket = "/run/pic/api.sock";
    std::string admin_socket = "/run/pic-web/admin.sock";
};

std::string caddy_json(const CaddyConf& conf);

} // namespace pic::formats
