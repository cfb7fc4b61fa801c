// The one field list per struct. From it come JSON in both directions, strictness about unknown
// fields, and the schemas of the OpenAPI document.
#pragma once

#include <boost/describe.hpp>

#include "codec/about.hpp"
#include "model/cell.hpp"

namespace pic::model {

BOOST_DESCRIBE_ENUM(DomainMode, lan)
BOOST_DESCRIBE_ENUM(Tunnel, full, split)
BOOST_DESCRIBE_ENUM(KeyOrigin, caller, forgotten, kept)
BOOST_DESCRIBE_ENUM(Role, admin, peer)

BOOST_DESCRIBE_STRUCT(Cell, (), (name, domain_mode, time_zone))
BOOST_DESCRIBE_STRUCT(WireGuard, (), (ipv4, ipv6, port, mtu, public_key))
BOOST_DESCRIBE_STRUCT(Endpoint, (), (address, stun, stun_servers))
PIC_ABOUT(Endpoint,
          {"address", "the cell's name or address on the internet, with a port where the router "
                      "forwards another; none: what is found"},
          {"stun",
           "ask a server on the internet for the public address when this machine has none"},
          {"stun_servers", "whom to ask for it"})
BOOST_DESCRIBE_STRUCT(DnsUpstream, (), (address, tls_name))
PIC_ABOUT(DnsUpstream, {"address", "of the server"},
          {"tls_name", "of its certificate; without one it is asked in clear text"})
BOOST_DESCRIBE_STRUCT(Dns, (), (upstreams, lan))
PIC_ABOUT(Dns,
          {"upstreams", "whom to ask for names that are not the cell's, the preferred one first"},
          {"lan", "answer the home network too"})
BOOST_DESCRIBE_STRUCT(TimeService, (), (nts_servers, pool))
PIC_ABOUT(TimeService, {"nts_servers", "whom to ask for the time, authenticated"},
          {"pool", "whom to ask while they cannot be reached; empty: nobody"})
BOOST_DESCRIBE_STRUCT(Web, (), (public_access, local_name))
PIC_ABOUT(Web, {"public_access", "let public addresses reach the web pages"},
          {"local_name", "be found as <cell>.local in the home network"})
BOOST_DESCRIBE_STRUCT(Authority, (), (root, intermediate))
BOOST_DESCRIBE_STRUCT(Permissions, (), (internet, lan, peers, services))
PIC_ABOUT(Permissions, {"internet", "reach the internet through the cell"},
          {"lan", "reach the networks that the cell stands in"},
          {"peers", "reach the other devices, where they may be reached too"},
          {"services", "reach the cell's names, time and web pages"})
BOOST_DESCRIBE_STRUCT(PeerOptions, (),
                      (name, owner, tags, note, enabled, expires, tunnel, routes, permissions,
                       endpoint))
PIC_ABOUT(PeerOptions, {"name", "what the device is called, in the cell's names too"},
          {"owner", "the user whose device it is, by id or name"}, {"tags", "words to find it by"},
          {"note", "a line for yourself"}, {"enabled", "whether it may connect"},
          {"expires", "when it may no longer connect"},
          {"tunnel", "full: all of its traffic goes through the cell; split: only what is for the "
                     "cell, its devices and the routes"},
          {"routes", "networks that a split tunnel carries as well; where it may use the LAN and "
                     "none are named, those of the home"},
          {"endpoint", "where this device finds the cell, instead of the cell's endpoint"})
BOOST_DESCRIBE_STRUCT(Peer, (PeerOptions),
                      (offset, public_key, preshared, key_origin, issued, created))
BOOST_DESCRIBE_STRUCT(RestingAddress, (), (offset, until))
BOOST_DESCRIBE_STRUCT(Record, (), (name, addresses, alias))
PIC_ABOUT(Record, {"name", "what is to be a name in the cell's zone"},
          {"addresses", "what it leads to"},
          {"alias", "another name that it stands for, instead of addresses"})
BOOST_DESCRIBE_STRUCT(User, (), (name, role, password, enabled, created))
BOOST_DESCRIBE_STRUCT(Session, (), (user, token, csrf, address, agent, created, last_used))
BOOST_DESCRIBE_STRUCT(Pending, (), (operation, deadline, restore))

} // namespace pic::model
