// Names through servers that were named to us: for health ("does pic-dns answer?"), and for the
// time in which the host's resolver is not ours to use. Plain DNS. Blocking; for a worker.
#pragma once

#include <string>
#include <vector>

#include "client/dns_message.hpp"
#include "client/socket.hpp"

namespace pic::client {

inline constexpr std::uint16_t dns_port = 53;

// Over UDP, and over TCP when the answer does not fit. `name`: as net::parse_host_name gives it.
Result<DnsAnswer> ask_dns(const Server& server, const std::string& name, DnsType type,
                          Deadline deadline);

// The addresses of `name`; the next server is asked when one fails. Code::not_found when there is
// no such name or it has none of this family, Code::unavailable when no server answered.
Result<std::vector<net::Address>> resolve(const std::string& name, net::Family family,
                                          const std::vector<Server>& servers, Deadline deadline);

} // namespace pic::client
