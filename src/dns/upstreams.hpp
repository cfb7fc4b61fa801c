// Of whom names are asked. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control/change.hpp"

namespace pic::dns {

// This machine on a network, where pic-dns may answer: it would ask itself. A resolver that listens
// on the loopback device alone is somebody else.
bool is_own(const control::Context& context, const net::Address& address);

// What the administrator chose, or servers that encrypt.
const std::vector<model::DnsUpstream>& chosen_upstreams(const model::Dns& dns);

// Of the servers that are asked in clear text, what a person should know; empty: there are none.
std::string clear_text_note(const model::Dns& dns);

// The resolvers of the network around this machine, as /etc/resolv.conf names them: in use while
// the clock is wrong, because no server can prove then who it is. Never the cell's own; empty while
// the clock is right, or when none of the chosen servers encrypts.
std::vector<net::Address> plain_resolvers(const control::Context& context,
                                          std::string_view resolv_conf);

} // namespace pic::dns
