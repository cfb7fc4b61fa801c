// Setting the cell up, once.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/operation.hpp"

namespace pic::cell {

// Not given: as proposed. A cell has one of each family, so that there is no way to say "none".
struct ChosenRange {
    std::optional<net::Prefix> prefix;
};

} // namespace pic::cell

template <>
struct pic::codec::TextForm<pic::cell::ChosenRange> {
    static Result<cell::ChosenRange> parse(std::string_view text);
    static std::string text(const cell::ChosenRange& range) {
        return range.prefix ? range.prefix->text() : std::string();
    }
    static constexpr std::string_view format = "cidr";
};

namespace pic::cell {

struct SetUp {
    std::string code;      // the one-time code; not needed by who may read it: root on this machine
    std::string name;      // a DNS label: <name>.cell
    std::string time_zone; // empty: as proposed
    ChosenRange ipv4, ipv6;
    std::uint16_t port = net::wireguard_port;
    std::string admin = "admin"; // the first user
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SetUp, (), (code, name, time_zone, ipv4, ipv6, port, admin, password))
PIC_ABOUT(SetUp,
          {"code", "the one-time code of sudo picctl setup-code; root on the machine needs none"},
          {"name",
           "of the cell, whose names end in <name>.cell; it cannot be changed later, because "
           "certificates and devices' files bear it"},
          {"time_zone", "like Europe/Berlin; without it that of this machine"},
          {"ipv4",
           "addresses of the devices, 10.0.0.0/20 or the like; without it a free range is chosen"},
          {"ipv6", "the same for IPv6, a /64; without it a free range is chosen"},
          {"port", "on which the cell listens (UDP)"}, {"admin", "name of the first user"},
          {"password", "of the first user, 12 characters or more"})
PIC_NEEDS(SetUp, "name", "password")

struct Proposal {
    bool set_up = false;
    std::optional<std::string> name, time_zone; // null where there is nothing to propose any more
    std::optional<net::Prefix> ipv4, ipv6;
    std::optional<std::uint16_t> port;
    std::vector<std::string> notes; // what to know before: no uplink, a clock that is wrong, …
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (set_up, name, time_zone, ipv4, ipv6, port, notes))

struct SetUpDone {
    std::string name, zone;
    net::Prefix ipv4, ipv6;
    std::string user;              // id of the first user
    std::vector<std::string> next; // what a person does now
};
BOOST_DESCRIBE_STRUCT(SetUpDone, (), (name, zone, ipv4, ipv6, user, next))

// Anyone may try: the code is judged before anything else is done for him, and who does not know it
// is slowed down and audited like who guesses at a password. Control thread.
void set_up(control::Control& control, control::Call call, control::Done done);

} // namespace pic::cell
