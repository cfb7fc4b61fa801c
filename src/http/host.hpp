// Whether a request means this cell and comes from its own pages. A page elsewhere whose name was
// made to point at this machine (DNS rebinding) gives itself away by the name in Host. Pure.
#pragma once

#include "control/snapshot.hpp"
#include "http/message.hpp"
#include "net/host_port.hpp"

namespace pic::http {

// The Host field; without a port in it, the port is that of the scheme.
Result<net::HostPort> parse_host(std::string_view field, bool tls);

// Is the cell called so: by its names, this machine's addresses, localhost; while the pages are
// open to the public also by what the internet knows it as. Any port: there are proxies and
// tunnels.
bool is_ours(const std::string& host, const control::Snapshot& snapshot);

// A browser that sends a request for a page of another origin says so in Origin or Sec-Fetch-Site
// (Fetch Standard; Fetch Metadata Request Headers). Without either no browser is speaking.
bool of_same_origin(const Request& request, const net::HostPort& host, bool tls);

} // namespace pic::http
