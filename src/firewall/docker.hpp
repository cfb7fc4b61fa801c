// Docker's chain for its users, DOCKER-USER, by iptables and ip6tables. Docker makes it anew after
// a boot, so it has to be filled again.
#pragma once

#include "firewall/record.hpp"

namespace pic::firewall {

Status open_docker(const Records& records, Record record, std::uint16_t port);
Status close_docker(const Records& records, Record record);

// As it is written down; that Docker is not running is no failure.
Status open_docker_again(const Records& records, const Record& record);

} // namespace pic::firewall
