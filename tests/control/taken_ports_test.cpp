#include "control/taken_ports.hpp"

#include <gmock/gmock.h>

namespace pic::control {

namespace {

using ports::PortHolder;
using ports::Transport;
using testing::ElementsAre;
using testing::IsEmpty;

net::Address address(std::string_view text) {
    return *net::Address::parse(text);
}

const std::vector<Listening> names = {{{Transport::udp, 53}, {address("10.9.0.1")}},
                                      {{Transport::tcp, 53}, {address("10.9.0.1")}}};

PortHolder holder(Transport transport, std::string_view where, std::string unit) {
    return {{transport, 53}, address(where), false, std::move(unit), "root", {}};
}

} // namespace

TEST(TakenPorts, AreThoseThatSomebodyElseHas) {
    const auto other = holder(Transport::tcp, "0.0.0.0", "dnsmasq.service");
    const auto own = holder(Transport::udp, "10.9.0.1", "pic-dns.service");
    EXPECT_THAT(in_the_way(names, {own, other}, "pic-dns.service"), ElementsAre(other));
    EXPECT_THAT(in_the_way(names, {own}, "pic-dns.service"), IsEmpty());
}

TEST(TakenPorts, AnotherAddressIsNobodysConcern) {
    const auto stub = holder(Transport::udp, "127.0.0.53", "systemd-resolved.service");
    EXPECT_THAT(in_the_way(names, {stub}, "pic-dns.service"), IsEmpty());
}

TEST(TakenPorts, OneHolderIsNamedForEachPort) {
    const auto first = holder(Transport::udp, "0.0.0.0", "dnsmasq.service");
    const auto second = holder(Transport::udp, "10.9.0.1", "unbound.service");
    EXPECT_THAT(in_the_way(names, {first, second}, "pic-dns.service"), ElementsAre(first));
}

} // namespace pic::control
