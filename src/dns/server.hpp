// pic-dns as a server of the cell.
#pragma once

#include "control/server.hpp"
#include "formats/corefile.hpp"

namespace pic::dns {

// Where picd feeds pic-dns the names of peers.
std::string names_socket(const control::Settings& settings);

// `plain`: resolvers to ask in clear text before all others.
formats::DnsConf conf_of(const control::Context& context, const std::vector<net::Address>& plain);
control::ServerSpec server(control::Control& control);

} // namespace pic::dns
