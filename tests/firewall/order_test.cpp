#include "firewall/order.hpp"

#include <gtest/gtest.h>

namespace pic::firewall {

TEST(Order, TheClosedList) {
    using Verb = Order::Verb;
    EXPECT_EQ(*parse_order("ufw:open:51820"), (Order{Verb::open, Kind::ufw, 51820}));
    EXPECT_EQ(*parse_order("firewalld:open:1"), (Order{Verb::open, Kind::firewalld, 1}));
    EXPECT_EQ(*parse_order("docker:open:65535"), (Order{Verb::open, Kind::docker, 65535}));
    EXPECT_EQ(*parse_order("docker:again:51820"), (Order{Verb::again, Kind::docker, 51820}));
    EXPECT_EQ(*parse_order("docker:close"), (Order{Verb::close, Kind::docker, 0}));
    EXPECT_EQ(*parse_order("all:again"), (Order{Verb::again, {}, 0}));
    EXPECT_EQ(*parse_order("all:close"), (Order{Verb::close, {}, 0}));
}

TEST(Order, AnythingElseIsRefused) {
    for (const auto* text : {"",
                             "ufw",
                             "ufw:",
                             "ufw:open",
                             "ufw:open:",
                             "ufw:open:0",
                             "ufw:open:00",
                             "ufw:open:022",
                             "ufw:open:65536",
                             "ufw:open:99999999999",
                             "ufw:open:-1",
                             "ufw:open:+1",
                             "ufw:open: 1",
                             "ufw:open:1 ",
                             "ufw:open:1;reboot",
                             "ufw:open:1:2",
                             "ufw:close:1",
                             "ufw:again",
                             "ufw:again:0",
                             "all:again:1",
                             "UFW:close",
                             "all",
                             "all:open:1",
                             "iptables:close",
                             "ufw:close\n",
                             " ufw:close",
                             "docker:close.service"})
        EXPECT_FALSE(parse_order(text)) << '"' << text << '"';
}

} // namespace pic::firewall
