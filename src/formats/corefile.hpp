// What pic-dns starts from: the Corefile (coredns.io/manual) and the file of static records that
// the plugin `names` reads (packaging/go/coredns/names/README.md). Peers' names are not in it: picd
// feeds them over the socket.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/cell.hpp"
#include "net/address.hpp"

namespace pic::formats {

struct DnsConf {
    std::string zone;                          // "home.cell", without the final dot
    net::Prefix ipv4, ipv6;                    // the cell's ranges: their reverse zones are ours
    std::vector<net::Address> own;             // the cell itself
    std::vector<model::Record> records;        // custom names
    std::vector<net::Address> listen;          // never 0.0.0.0 or ::
    std::vector<net::Prefix> clients;          // who is answered; others are refused
    std::vector<model::DnsUpstream> upstreams; // in order of preference, 15 at most are used
    std::uint32_t serial = 1;                  // of the zone; a new one for each new content
    std::string names_socket, records_file;
    std::string names_cache = "/var/lib/pic-dns/names.json";
};

std::string corefile_text(const DnsConf& conf);

// A custom record replaces a service of its name. An alias of one label means a name of the zone,
// any other is absolute.
std::string dns_records_text(const DnsConf& conf);

// "2.0.9.10.in-addr.arpa." (RFC 1035, 3596).
std::string reverse_name(const net::Address& address);

} // namespace pic::formats
