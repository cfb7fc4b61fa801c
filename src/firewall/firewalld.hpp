// firewalld(1), by firewall-cmd: a zone of the cell's own for its device, a policy for WireGuard's
// port and one for what is forwarded. Permanent; firewalld loads them at boot by itself.
#pragma once

#include "firewall/record.hpp"

namespace pic::firewall {

Status open_firewalld(const Records& records, Record record, std::uint16_t port);
Status close_firewalld(const Records& records, Record record);

} // namespace pic::firewall
