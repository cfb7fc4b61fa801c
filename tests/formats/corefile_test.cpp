#include "formats/corefile.hpp"

#include <gtest/gtest.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

net::Address address(const char* text) {
    return *net::Address::parse(text);
}

DnsConf home() {
    DnsConf conf;
    conf.zone = "home.cell";
    conf.ipv4 = *net::Prefix::parse("10.9.0.0/20");
    conf.ipv6 = *net::Prefix::parse("fd0a:9::/64");
    conf.own = conf.listen = {address("10.9.0.1"), address("fd0a:9::1")};
    conf.names_socket = "/run/pic/dns/names.sock";
    conf.records_file = "/run/pic/dns/records.zone";
    conf.clients = {conf.ipv4, conf.ipv6};
    conf.upstreams = {{address("9.9.9.9"), "dns.quad9.net"},
                      {address("1.1.1.1"), "cloudflare-dns.com"},
                      {address("2620:fe::fe"), "dns.quad9.net"}};
    conf.serial = 7;
    return conf;
}

} // namespace

TEST(Corefile, OfACellWithTlsUpstreams) {
    expect_golden("Corefile", corefile_text(home()));
}

TEST(Corefile, PlainUpstreamsWhileTheClockIsWrong) {
    auto conf = home();
    conf.upstreams = {{address("192.168.1.1"), ""}, {address("fd00::1"), ""}};
    EXPECT_NE(corefile_text(conf).find("forward . dns://192.168.1.1:53 dns://[fd00::1]:53 {"),
              std::string::npos);
}

TEST(Corefile, ABrokenTlsNameIsNeverAskedInTheClear) {
    auto conf = home();
    conf.upstreams = {{address("9.9.9.9"), "a b"}};
    EXPECT_EQ(corefile_text(conf).find("forward"), std::string::npos);
}

TEST(DnsRecords, CellAndCustomNames) {
    auto conf = home();
    conf.records = {{"printer", {address("192.168.1.9")}, ""},
                    {"*.lab", {address("10.9.0.1")}, ""},
                    {"photos", {}, "phone"},
                    {"blog", {}, "pages.example.net"},
                    {"files", {address("10.9.0.7")}, ""}};
    expect_golden("records.zone", dns_records_text(conf));
}

TEST(DnsRecords, ALineBreakIsNoWayToARecord) {
    auto conf = home();
    conf.records = {{"a\nb", {address("10.9.0.1")}, ""}, {"c", {}, "d\ne.example"}};
    EXPECT_EQ(dns_records_text(conf), dns_records_text(home()));
}

TEST(DnsRecords, ReverseNames) {
    EXPECT_EQ(reverse_name(address("10.9.0.1")), "1.0.9.10.in-addr.arpa.");
    EXPECT_EQ(reverse_name(address("2001:db8::a7")),
              "7.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.");
}

} // namespace pic::formats
