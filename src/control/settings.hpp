// What /etc/pic/picd.yaml fixes; see picd.yaml(5). Read once at start, shown as fixed, never
// written by picd.
#pragma once

#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "net/host_port.hpp"
#include "net/ledger.hpp"

namespace pic::control {

struct Forbidden {              // switches that no operation can turn on
    bool public_access = false; // the web UI for public addresses
    bool stun = false;          // asking STUN servers
    bool lan_dns = false;       // answering names on the LAN
    bool operator==(const Forbidden&) const = default;
};

struct Settings {
    std::string state_directory = "/var/lib/pic";
    std::string runtime_directory = "/run/pic";
    net::HostPort listen{"127.0.0.1", net::loopback_port};
    log::Level log_level = log::Level::info;
    net::Ledger ledger;
    Forbidden forbid;
    bool operator==(const Settings&) const = default;

    // An absent file is a file of defaults. An unknown key is an error that names it.
    static Result<Settings> load(const std::string& path);
};

} // namespace pic::control
