#include "formats/chrony_conf.hpp"

#include <gtest/gtest.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

ChronyConf serving() {
    ChronyConf conf;
    conf.ipv4 = *net::Address::parse("10.9.0.1");
    conf.ipv6 = *net::Address::parse("fd12:3456:789a::1");
    conf.clients = {*net::Prefix::parse("10.9.0.0/20"), *net::Prefix::parse("fd12:3456:789a::/64")};
    return conf;
}

} // namespace

TEST(ChronyConf, ServesTheCellsRanges) {
    expect_golden("chrony-serving.conf", chrony_conf_text(serving()));
}

TEST(ChronyConf, WithoutAPoolThereIsNone) {
    auto conf = serving();
    conf.time.pool = "";
    EXPECT_EQ(chrony_conf_text(conf).find("pool"), std::string::npos);
}

TEST(ChronyConf, ALineBreakIsNoWayToADirective) {
    auto conf = serving();
    conf.time.nts_servers = {"a.example\nallow all"};
    conf.time.pool = "b.example\nallow all";
    EXPECT_EQ(chrony_conf_text(conf).find("allow all"), std::string::npos);
}

} // namespace pic::formats
