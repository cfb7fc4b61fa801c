// Custom names: what they may be, and what is wrong with those that may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/server.hpp"
#include "fakes/cell.hpp"

namespace pic::dns {

namespace {

using control::Reply;
namespace json = boost::json;

struct Records : testing::Test {
    Records() { cell.set_up(); }

    Result<Reply> add(json::object input) { return cell.submit("record.add", std::move(input)); }
    void expect_refused(const Result<Reply>& reply, const std::string& field,
                        Code code = Code::invalid) {
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().field, field) << reply.error().text();
        EXPECT_EQ(reply.error().code, code) << reply.error().text();
    }

    fakes::Cell cell;
    const json::array somewhere{"192.168.1.9"};
};

struct BadName : Records, testing::WithParamInterface<std::string> {};

} // namespace

TEST_F(Records, AreAddedChangedAndRemoved) {
    const auto added = add({{"name", "Printer"}, {"addresses", {"192.168.1.9", "fd00::9"}}});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_EQ(added->body.at("name").as_string(), "printer");
    ASSERT_TRUE(cell.submit("record.update", {{"id", "printer"}, {"name", "scanner"}}));
    const auto listed = cell.submit("record.list")->body.at("records").as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("name").as_string(), "scanner");
    EXPECT_EQ(listed[0].at("addresses").as_array().size(), 2U);
    ASSERT_TRUE(cell.submit("record.remove", {{"id", "scanner"}}));
    EXPECT_EQ(cell.view().records.size(), 0U);
}

TEST_F(Records, ThatOthersLeadToAreRemovedWithAWord) {
    ASSERT_TRUE(add({{"name", "nas"}, {"addresses", somewhere}}));
    ASSERT_TRUE(add({{"name", "files"}, {"alias", "nas"}}));
    ASSERT_TRUE(add({{"name", "films"}, {"alias", "nas.home.cell"}}));
    const auto removed = cell.submit("record.remove", {{"id", "nas"}});
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->body.at("notes"),
              (json::array{"files and films led there and find nothing now"}));
    EXPECT_FALSE(cell.submit("record.remove", {{"id", "films"}})->body.is_object());
}

TEST_F(Records, ThatLeadNowhereAreTakenWithAWord) {
    const auto added = add({{"name", "files"}, {"alias", "nas"}});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_EQ(added->body.at("notes"),
              (json::array{"there is nothing named nas yet; until there is, this finds nothing"}));
    ASSERT_TRUE(cell.submit("peer.add", {{"name", "nas"}}));
    for (const auto* alias : {"nas", "nas.home.cell", "home.cell", "example.org"}) {
        const auto led = cell.submit("record.update", {{"id", "files"}, {"alias", alias}});
        ASSERT_TRUE(led) << led.error().text();
        EXPECT_FALSE(led->body.as_object().contains("notes")) << alias;
    }
}

TEST_P(BadName, IsRefused) {
    expect_refused(add({{"name", GetParam()}, {"addresses", somewhere}}), "/name");
    EXPECT_EQ(cell.view().records.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Records, BadName,
                         testing::Values("", ".", "a..b", "-a", "a b", "a\nb", "*", "*.", "a.*.b",
                                         "printer.", "xn--bcher-kva", "shop.XN--bcher-kva",
                                         std::string(64, 'a'),
                                         // Fits by itself, and not with ".home.cell" behind it.
                                         std::string(60, 'a') + "." + std::string(60, 'b') + "." +
                                             std::string(60, 'c') + "." +
                                             std::string(64, 'd').substr(1)));

TEST_F(Records, MayBeWrittenWithTheZone) {
    const auto name_of = [&](const char* name) {
        const auto reply = add({{"name", name}, {"addresses", somewhere}});
        return reply ? std::string(reply->body.at("name").as_string()) : reply.error().field;
    };
    EXPECT_EQ(name_of("NAS.Home.cell"), "nas");
    EXPECT_EQ(name_of("*.lab.home.cell."), "*.lab");
    EXPECT_EQ(name_of("otherhome.cell"), "otherhome.cell");
    EXPECT_EQ(name_of("home.cell"), "/name") << "the cell's own";
    EXPECT_TRUE(cell.submit("record.remove", {{"id", "nas.home.cell"}}));
}

TEST_F(Records, MayBeWildcards) {
    EXPECT_TRUE(add({{"name", "*.lab"}, {"addresses", somewhere}}));
}

TEST_F(Records, HaveAddressesOrAnAliasAndNotBoth) {
    expect_refused(add({{"name", "a"}}), "/addresses");
    expect_refused(add({{"name", "a"}, {"addresses", somewhere}, {"alias", "b"}}), "/addresses");
    EXPECT_TRUE(add({{"name", "a"}, {"alias", "b"}}));
}

TEST_F(Records, HaveNoAliasOfThemselves) {
    expect_refused(add({{"name", "a"}, {"alias", "A"}}), "/alias");
    expect_refused(add({{"name", "a"}, {"alias", "a.home.cell"}}), "/alias");
    EXPECT_TRUE(add({{"name", "a"}, {"alias", "a.example.org"}}));
}

TEST_F(Records, HaveNoAliasThatLeadsRound) {
    ASSERT_TRUE(add({{"name", "a"}, {"alias", "b"}}));
    ASSERT_TRUE(add({{"name", "b"}, {"alias", "c.home.cell"}}));
    expect_refused(add({{"name", "c"}, {"alias", "A"}}), "/alias");
    EXPECT_EQ(cell.view().records.size(), 2U);
    ASSERT_TRUE(add({{"name", "c"}, {"addresses", somewhere}}));
    expect_refused(
        cell.submit("record.update",
                    {{"id", "c"}, {"addresses", json::array()}, {"alias", "a.home.cell"}}),
        "/alias");
    EXPECT_TRUE(add({{"name", "d"}, {"alias", "a"}})) << "many may lead to one";
    EXPECT_TRUE(add({{"name", "e"}, {"alias", "c.example.org"}})) << "another c";
}

TEST_F(Records, HaveNoAliasThatLeadsRoundByWayOfAWildcard) {
    expect_refused(add({{"name", "*.lab"}, {"alias", "x.lab.home.cell"}}), "/alias");
    ASSERT_TRUE(add({{"name", "x.lab"}, {"addresses", somewhere}}));
    EXPECT_TRUE(add({{"name", "*.lab"}, {"alias", "x.lab.home.cell"}}));
    expect_refused(
        cell.submit("record.update",
                    {{"id", "x.lab"}, {"addresses", json::array()}, {"alias", "y.lab.home.cell"}}),
        "/alias");
    EXPECT_TRUE(add({{"name", "z.y.lab"}, {"alias", "q.y.lab.home.cell"}}))
        << "y.lab exists, so that no wildcard above it answers";
}

TEST_F(Records, MayBeAliasesOfDevices) {
    ASSERT_TRUE(cell.submit("peer.add", {{"name", "phone"}}));
    EXPECT_TRUE(add({{"name", "a"}, {"alias", "phone"}}));
    EXPECT_TRUE(add({{"name", "b"}, {"alias", "phone.home.cell"}}));
    expect_refused(add({{"name", "phone"}, {"alias", "a"}}), "/name", Code::conflict);
    // A device is renamed: its name is free to lead round then, and must not.
    ASSERT_TRUE(cell.submit("peer.update", {{"id", "phone"}, {"name", "tablet"}}));
    expect_refused(add({{"name", "phone"}, {"alias", "a"}}), "/alias");
}

TEST_F(Records, ThatLeadRoundAlreadyCanBeMended) {
    cell.put("record0001", model::Record{"a", {}, "b"});
    cell.put("record0002", model::Record{"b", {}, "a"});
    expect_refused(add({{"name", "c"}, {"alias", "a"}}), "/alias");
    EXPECT_TRUE(cell.submit("record.update", {{"id", "b"}, {"alias", "elsewhere"}}));
}

TEST_F(Records, HaveEachAddressOnce) {
    expect_refused(add({{"name", "a"}, {"addresses", {"192.168.1.9", "fd00::9", "fd00:0::9"}}}),
                   "/addresses/2");
    EXPECT_TRUE(add({{"name", "a"}, {"addresses", {"192.168.1.9", "fd00::9"}}}));
}

TEST_F(Records, ShareNoNameWithEachOtherOrWithDevices) {
    ASSERT_TRUE(cell.submit("peer.add", {{"name", "phone"}}));
    ASSERT_TRUE(add({{"name", "printer"}, {"addresses", somewhere}}));
    expect_refused(add({{"name", "PRINTER"}, {"addresses", somewhere}}), "/name", Code::conflict);
    expect_refused(add({{"name", "phone"}, {"addresses", somewhere}}), "/name", Code::conflict);
    expect_refused(cell.submit("record.update", {{"id", "printer"}, {"name", "phone"}}), "/name",
                   Code::conflict);
}

TEST_F(Records, AreFoundHoweverTheirNameIsTyped) {
    (void)add({{"name", "Printer"}, {"addresses", somewhere}});
    EXPECT_TRUE(cell.submit("record.remove", {{"id", "Printer"}}));
    EXPECT_EQ(cell.view().records.size(), 0U);
}

TEST_F(Records, HaveAtMostSixteenAddresses) {
    json::array many(17, "192.168.1.9");
    expect_refused(add({{"name", "a"}, {"addresses", many}}), "/addresses");
}

// As many lines as maxRecords in packaging/go/coredns/names/records.go would keep pic-dns from its
// next start, and all devices with it.
TEST_F(Records, AreNoMoreThanTheirServerReads) {
    const auto fill = [](const control::Context&) -> Result<control::Change> {
        control::Change change;
        for (int i = 0; i < 1000; ++i)
            change.put("record-" + std::to_string(i),
                       model::Record{.name = "r" + std::to_string(i),
                                     .addresses = std::vector(16, net::Address())});
        return change;
    };
    ASSERT_TRUE(cell.change(fill));
    EXPECT_FALSE(add({{"name", "one-more"}, {"addresses", somewhere}}));
    const auto text = formats::dns_records_text(conf_of(cell.control().durable_context(), {}));
    EXPECT_GT(std::ranges::count(text, '\n'), 16000);
    EXPECT_LT(std::ranges::count(text, '\n'), 1 << 16);
}

TEST_F(Records, NobodyElsesChangeIsOverwritten) {
    const auto added = add({{"name", "a"}, {"addresses", somewhere}});
    for (const auto* operation : {"record.update", "record.remove"}) {
        control::Call call;
        call.caller = fakes::admin();
        call.input = {{"id", "a"}};
        call.if_match = added->generation - 1;
        EXPECT_EQ(cell.submit(operation, call).error().code, Code::precondition) << operation;
    }
}

TEST_F(Records, UpstreamsAreOtherMachines) {
    const auto update = [&](json::object server) {
        return cell.submit("dns.update", {{"upstreams", json::array{std::move(server)}}});
    };
    expect_refused(update({{"tls_name", "dns.example.org"}}), "/upstreams/0/address");
    expect_refused(update({{"address", "10.9.0.1"}}), "/upstreams/0/address");
    expect_refused(update({{"address", "fd00:9::1"}}), "/upstreams/0/address");
    expect_refused(update({{"address", "192.0.2.7"}}), "/upstreams/0/address"); // on its uplink
    expect_refused(update({{"address", "192.168.1.1"}, {"tls_name", "no name"}}),
                   "/upstreams/0/tls_name");
    EXPECT_TRUE(update({{"address", "192.168.1.1"}}));
    EXPECT_EQ(cell.view().dns.value.upstreams.size(), 1U);
}

TEST_F(Records, UpstreamsAreNamedOnce) {
    const auto update = [&](json::object first, json::object second) {
        return cell.submit("dns.update",
                           {{"upstreams", json::array{std::move(first), std::move(second)}}});
    };
    const json::object quad9{{"address", "9.9.9.9"}, {"tls_name", "dns.quad9.net"}};
    expect_refused(update(quad9, {{"address", "9.9.9.9"}, {"tls_name", "DNS.Quad9.net"}}),
                   "/upstreams/1");
    EXPECT_TRUE(update(quad9, {{"address", "9.9.9.9"}})) << "in clear text it is another way";
}

TEST_F(Records, TheLanIsNotAnsweredWhereTheMachineForbidsIt) {
    cell.settings.forbid.lan_dns = true;
    cell.restart();
    expect_refused(cell.submit("dns.update", {{"lan", true}}), "/lan", Code::not_permitted);
    EXPECT_FALSE(cell.view().dns.value.lan);
}

TEST_F(Records, TheLanThatWasAnsweredIsNotWhenTheMachineForbidsIt) {
    auto host = fakes::host_with_uplink();
    host.addresses.push_back({"eth0", *net::Address::parse("192.168.1.7"), 24});
    cell.kernel.set_host(host);
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host.addresses == host.addresses; }));
    const auto listens = [&] { return conf_of(cell.control().context(), {}).listen.size(); };
    const auto without = listens();
    ASSERT_TRUE(cell.submit("dns.update", {{"lan", true}}));
    EXPECT_GT(listens(), without);
    EXPECT_EQ(cell.submit("dns.show")->body.at("lan_forbidden"), false);
    cell.settings.forbid.lan_dns = true;
    cell.restart();
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().host.addresses.empty(); }));
    EXPECT_EQ(listens(), without);
    EXPECT_EQ(cell.submit("dns.show")->body.at("lan_forbidden"), true);
    const auto other = cell.submit("dns.update", {{"upstreams", json::array()}});
    ASSERT_TRUE(other) << other.error().text();
    EXPECT_EQ(other->body.at("lan_forbidden"), true);
    EXPECT_TRUE(cell.submit("dns.update", {{"lan", false}}));
}

} // namespace pic::dns
