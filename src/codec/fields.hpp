// The one field list per struct. From it come JSON in both directions, strictness about unknown
// fields, and the schemas of the OpenAPI document.
#pragma once

#include <boost/describe.hpp>

#include "model/cell.hpp"

namespace pic::model {

BOOST_DESCRIBE_ENUM(DomainMode, lan)
BOOST_DESCRIBE_ENUM(Tunnel, full, split)
BOOST_DESCRIBE_ENUM(KeyOrigin, caller, forgotten, kept)
BOOST_DESCRIBE_ENUM(Role, admin, peer)

BOOST_DESCRIBE_STRUCT(Cell, (), (name, domain_mode, time_zone))
BOOST_DESCRIBE_STRUCT(WireGuard, (), (ipv4, ipv6, port, mtu, public_key))
BOOST_DESCRIBE_STRUCT(Endpoint, (), (address, stun, stun_servers))
BOOST_DESCRIBE_STRUCT(DnsUpstream, (), (address, tls_name))
BOOST_DESCRIBE_STRUCT(Dns, (), (upstreams, lan))
BOOST_DESCRIBE_STRUCT(TimeService, (), (nts_servers, pool))
BOOST_DESCRIBE_STRUCT(Web, (), (public_access, local_name))
BOOST_DESCRIBE_STRUCT(Authority, (), (root, intermediate))
BOOST_DESCRIBE_STRUCT(Permissions, (), (internet, lan, peers, services))
BOOST_DESCRIBE_STRUCT(PeerOptions, (),
                      (name, owner, tags, note, enabled, expires, tunnel, permissions, endpoint))
BOOST_DESCRIBE_STRUCT(Peer, (PeerOptions),
                      (offset, public_key, preshared, key_origin, issued, created))
BOOST_DESCRIBE_STRUCT(RestingAddress, (), (offset, until))
BOOST_DESCRIBE_STRUCT(Record, (), (name, addresses, alias))
BOOST_DESCRIBE_STRUCT(User, (), (name, role, password, enabled, created))
BOOST_DESCRIBE_STRUCT(Session, (), (user, token, csrf, address, agent, created, last_used))
BOOST_DESCRIBE_STRUCT(Pending, (), (operation, deadline, restore))

} // namespace pic::model
