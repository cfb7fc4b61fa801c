// A socket that hears one link's multicast DNS and nothing else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "base/result.hpp"
#include "net/address.hpp"

namespace pic::mdns {

using boost::asio::ip::udp;

// The group and port that everybody speaks to (RFC 6762, 3).
udp::endpoint group(net::Family family);

// Bound to the group on this device alone: what comes by unicast is left to whoever else on this
// machine speaks multicast DNS, and beside whom the port is used. Non-blocking.
Result<udp::socket> open_socket(boost::asio::io_context& loop, net::Family family, int device);

} // namespace pic::mdns
