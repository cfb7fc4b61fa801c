#include "endpoint/change.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "control/client_file.hpp"
#include "control/endpoint.hpp"
#include "control/index.hpp"
#include "control/reach.hpp"
#include "endpoint/fields.hpp"
#include "peers/change.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::endpoint {

namespace {

using control::Reach;
namespace json = boost::json;

struct Cell {
    Cell() {
        auto inputs = plan::small_cell();
        view = inputs.view;
        view.wireguard.value.public_key = *net::public_key(net::new_private_key());
        secrets = inputs.secrets;
        observed.host = inputs.host;
        observed.endpoint.reach = Reach::nat;
        observed.endpoint.public4 = plan::address("5.9.0.20");
        observed.endpoint.local = plan::address("192.168.1.10");
    }

    control::Context context() const {
        return {view, secrets, index, observed, settings, clock_floor()};
    }
    // Runs a change and takes it over; the error as "field: detail", or empty.
    std::string make(control::Decide decide, json::object input) {
        control::Call call;
        call.caller.role = model::Role::admin;
        call.input = std::move(input);
        auto change = decide(context(), call);
        if (!change) return change.error().field + ": " + change.error().detail;
        for (const auto& edit : change->edits) {
            edit.on_view(view, ++view.generation);
            index.learn(view, edit.collection, edit.id);
        }
        reply = change->reply.body;
        return {};
    }
    std::string set(json::value address) { return make(endpoint::set, {{"address", address}}); }
    std::string told() const {
        const auto endpoint = control::endpoint_of_cell(view, observed);
        return endpoint ? endpoint->text() : "-";
    }

    model::View view;
    model::Table<Secret> secrets;
    control::Index index;
    control::Observed observed;
    control::Settings settings;
    json::value reply;
};

std::vector<std::string> reissue(const Cell& cell) {
    std::vector<std::string> names;
    cell.view.peers.each([&](const auto& peer) {
        if (control::outdated(peer.value, cell.view, cell.observed))
            names.push_back(peer.value.name);
    });
    std::ranges::sort(names);
    return names;
}

} // namespace

TEST(SetEndpoint, TakesANameWhosePortFollowsTheVpns) {
    Cell cell;
    EXPECT_EQ(cell.told(), "5.9.0.20:51820");
    EXPECT_EQ(cell.set("Home.example.org"), "");
    EXPECT_EQ(cell.told(), "home.example.org:51820");
    EXPECT_EQ(cell.reply.at("endpoint").as_string(), "home.example.org:51820");
    cell.view.wireguard.value.port = 443;
    EXPECT_EQ(cell.told(), "home.example.org:443");
    EXPECT_EQ(cell.set("home.example.org:51821"), "");
    EXPECT_EQ(cell.told(), "home.example.org:51821");
    EXPECT_EQ(cell.set(nullptr), "");
    EXPECT_EQ(cell.told(), "5.9.0.20:443");
}

TEST(SetEndpoint, RefusesWhatNobodyCanReach) {
    Cell cell;
    for (const auto* bad :
         {"0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255", "::", "::1",
          "fe80::1", "ff02::1", "::ffff:5.9.0.20", "10.9.0.1:51820", "fd00:9::1", "localhost",
          "a.localhost", "home.cell", "phone.home.cell", "home.example.org:0", "-bad-", ""}) {
        const auto refused = cell.set(bad);
        EXPECT_TRUE(refused.starts_with("/address: ")) << bad << " -> " << refused;
    }
    EXPECT_EQ(cell.told(), "5.9.0.20:51820");
}

TEST(SetEndpoint, TellsWhatMaySurprise) {
    Cell cell;
    for (const auto* local : {"192.168.1.10", "fd77::1", "server", "server.local"}) {
        EXPECT_EQ(cell.set(local), "");
        EXPECT_EQ(cell.reply.at("notes").as_array().size(), 1U) << local;
    }
    EXPECT_EQ(cell.set("home.example.org"), "");
    EXPECT_TRUE(cell.reply.at("notes").as_array().empty());
}

TEST(SetEndpoint, MakesFilesOutOfDateThatNameAnother) {
    Cell cell;
    EXPECT_EQ(cell.make(peers::add, {{"name", "phone"}}), "");
    EXPECT_EQ(cell.make(peers::add, {{"name", "laptop"}}), "");
    EXPECT_EQ(cell.make(peers::add, {{"name", "desk"}, {"endpoint", "192.168.1.10"}}), "");
    EXPECT_TRUE(reissue(cell).empty());
    EXPECT_EQ(cell.set("home.example.org"), "");
    EXPECT_EQ(reissue(cell), (std::vector<std::string>{"laptop", "phone"}));
    EXPECT_EQ(cell.make(peers::issue, {{"id", "phone"}}), "");
    EXPECT_EQ(reissue(cell), std::vector<std::string>{"laptop"});
    EXPECT_EQ(cell.set("5.9.0.20"), ""); // what laptop's file says
    EXPECT_EQ(reissue(cell), std::vector<std::string>{"phone"});
}

TEST(SetEndpoint, LeavesNobodyMarkedWhileTheAddressIsNotKnown) {
    Cell cell;
    EXPECT_EQ(cell.make(peers::add, {{"name", "phone"}}), "");
    cell.observed.endpoint = {};
    EXPECT_TRUE(reissue(cell).empty());
    const auto refused = cell.make(peers::add, {{"name", "laptop"}});
    EXPECT_TRUE(refused.starts_with("/endpoint: the cell is still finding out")) << refused;
}

TEST(SetEndpoint, HoldsAPeersOwnEndpointToTheSameRules) {
    Cell cell;
    const auto refused = cell.make(peers::add, {{"name", "phone"}, {"endpoint", "127.0.0.1"}});
    EXPECT_TRUE(refused.starts_with("/endpoint: ")) << refused;
}

TEST(SetEndpoint, ChecksStunServers) {
    Cell cell;
    EXPECT_EQ(cell.make(set, {{"stun_servers", json::array{"stun.example.org", "9.0.0.1:19302"}}}),
              "");
    EXPECT_EQ(json::serialize(cell.reply.at("stun_servers")),
              R"(["stun.example.org","9.0.0.1:19302"])");
    EXPECT_EQ(cell.make(set, {{"stun_servers", json::array{"a b"}}}).substr(0, 16),
              "/stun_servers/0:");
    EXPECT_EQ(cell.make(set, {{"stun_servers", json::array()}}), "");
    EXPECT_GT(cell.reply.at("stun_servers").as_array().size(), 1U) << "those of everybody again";
}

TEST(SetEndpoint, CannotTurnOnWhatPicdYamlForbids) {
    Cell cell;
    cell.settings.forbid.stun = true;
    EXPECT_EQ(cell.make(set, {{"stun", true}}).substr(0, 6), "/stun:");
    EXPECT_EQ(cell.set("home.example.org"), ""); // the default is no wish
    EXPECT_TRUE(cell.reply.at("stun_forbidden").as_bool());
}

TEST(SetEndpoint, RefusesAChangeOfSomethingOlder) {
    Cell cell;
    EXPECT_EQ(cell.set("home.example.org"), "");
    control::Call call;
    call.input = {{"address", nullptr}};
    call.if_match = cell.view.endpoint.generation + 1;
    EXPECT_EQ(set(cell.context(), call).error().code, Code::precondition);
    call.if_match = cell.view.endpoint.generation;
    EXPECT_TRUE(set(cell.context(), call));
}

TEST(ReachText, SaysWhatToDo) {
    Cell cell;
    EXPECT_EQ(control::reach_text(cell.view, cell.observed),
              "behind NAT: forward UDP 51820 to 192.168.1.10 in the router");
    EXPECT_EQ(cell.set("home.example.org:443"), "");
    EXPECT_EQ(control::reach_text(cell.view, cell.observed),
              "behind NAT: forward UDP 443 to port 51820 of 192.168.1.10 in the router");
    EXPECT_EQ(cell.set(nullptr), "");
    cell.observed.endpoint.reach = Reach::nat_unknown;
    EXPECT_EQ(control::reach_text(cell.view, cell.observed),
              "NAT, not known which: forward UDP 51820 to 192.168.1.10 in the router; if that does "
              "not help the "
              "provider may share one address");
    cell.observed.endpoint.public6 = *net::Address::parse("2600:7::10");
    EXPECT_TRUE(
        control::reach_text(cell.view, cell.observed)
            .ends_with("may share one address, and IPv6 is left: let UDP 51820 to "
                       "2600:7::10 through the router, and picctl endpoint set 2600:7::10"));
}

TEST(ReachText, OfIPv6AloneIsSaidWhomItKeepsOut) {
    Cell cell;
    cell.observed.endpoint = {};
    cell.observed.endpoint.reach = Reach::open;
    cell.observed.endpoint.public6 = *net::Address::parse("2600:7::10");
    const auto findings = control::examine_endpoint(cell.view, cell.observed);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().id, "endpoint.ipv6_alone");
}

TEST(ExamineEndpoint, IsAsBadAsTheCellIsHardToReach) {
    Cell cell;
    const auto worst = [&] {
        auto severity = control::Severity::note;
        for (const auto& finding : control::examine_endpoint(cell.view, cell.observed))
            severity = std::max(severity, finding.severity);
        return severity;
    };
    EXPECT_EQ(worst(), control::Severity::note);
    cell.observed.endpoint.reach = Reach::carrier_nat;
    EXPECT_EQ(worst(), control::Severity::problem);
    cell.observed.endpoint.public6 = plan::address("2a01:4f8:5::7");
    EXPECT_EQ(worst(), control::Severity::warning);
    EXPECT_EQ(cell.set("relay.example.org"), "");
    EXPECT_EQ(worst(), control::Severity::note);
    cell.observed.endpoint = {.reach = Reach::open, .public4 = plan::address("5.9.0.10")};
    EXPECT_TRUE(control::examine_endpoint(cell.view, cell.observed).empty());
}

} // namespace pic::endpoint
