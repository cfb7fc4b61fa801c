// ufw(8), by its own command. It keeps its rules and loads them at boot by itself.
#pragma once

#include "firewall/record.hpp"

namespace pic::firewall {

Status open_ufw(const Records& records, Record record, std::uint16_t port);
Status close_ufw(const Records& records, Record record);

} // namespace pic::firewall
