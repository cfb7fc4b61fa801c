// pic-dns as a server of the cell.
#pragma once

#include "control/server.hpp"
#include "formats/corefile.hpp"

namespace pic::dns {

formats::DnsConf conf_of(const control::Context& context);
control::ServerSpec server();

} // namespace pic::dns
