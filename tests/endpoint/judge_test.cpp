#include "endpoint/judge.hpp"

#include <gtest/gtest.h>

#include "control/endpoint.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::endpoint {

namespace {

using control::Found;
using control::Reach;
using plan::address;

std::optional<net::Address> maybe(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(address(text));
}

// Texts; empty: none, or nobody said so.
struct Seen {
    std::string_view local, stun, router, hop, public6;
};

Evidence evidence(const Seen& seen) {
    Evidence result;
    if (!seen.local.empty())
        result.uplinks.v4 = Uplink4{"eth0", address(seen.local), address("192.168.1.1")};
    result.uplinks.public6 = maybe(seen.public6);
    result.uplinks.v6 = !seen.public6.empty();
    result.heard = {maybe(seen.stun), seen.stun.empty() ? "" : "stun.example", maybe(seen.router),
                    maybe(seen.hop)};
    return result;
}

// What devices would be told, without the port; "-": nothing.
std::string told(const Found& found) {
    model::View view;
    control::Observed observed;
    observed.endpoint = found;
    const auto endpoint = control::endpoint_of_cell(view, observed);
    return endpoint ? endpoint->host : "-";
}

struct Case {
    const char* name;
    Seen seen;
    Reach reach;
    const char* told;
    const char* how; // a part of it
};

constexpr Case cases[] = {
    {"PublicServer",
     {"5.9.0.10", "", "", "", "2a01:4f8:5::7"},
     Reach::open,
     "5.9.0.10",
     "eth0 has the public address 5.9.0.10"},
    {"PublicAddressOnAnotherDevice",
     {"10.0.0.4", "5.9.0.99", "", "", ""},
     Reach::open,
     "5.9.0.99",
     "stun.example sees 5.9.0.99, an address of this machine"},
    {"HomeRouterThatSaysSo",
     {"192.168.1.10", "5.9.0.20", "5.9.0.20", "62.0.0.2", ""},
     Reach::nat,
     "5.9.0.20",
     "and stun.example sees the same"},
    {"HomeRouterWithoutStun",
     {"192.168.1.10", "", "5.9.0.20", "", ""},
     Reach::nat,
     "5.9.0.20",
     "the router says its address is 5.9.0.20"},
    {"RouterOutweighsTheHopBehindIt",
     {"192.168.1.10", "5.9.0.20", "5.9.0.20", "100.64.0.1", ""},
     Reach::nat,
     "5.9.0.20",
     "sees the same"},
    {"SilentRouter",
     {"192.168.1.10", "5.9.0.20", "", "", ""},
     Reach::nat_unknown,
     "5.9.0.20",
     "the router does not say"},
    {"SilentRouterAndAnOrdinaryHop",
     {"192.168.1.10", "5.9.0.20", "", "62.0.0.2", ""},
     Reach::nat_unknown,
     "5.9.0.20",
     "the router does not say"},
    {"NobodySaysAnything",
     {"192.168.1.10", "", "", "", ""},
     Reach::nat_unknown,
     "-",
     "neither the router nor a STUN server"},
    {"NobodySaysAnythingButThereIsIpv6",
     {"192.168.1.10", "", "", "", "2a01:4f8:5::7"},
     Reach::nat_unknown,
     "2a01:4f8:5::7",
     "neither"},
    {"RouterWithASharedAddress",
     {"192.168.1.10", "62.0.0.2", "100.64.0.2", "", ""},
     Reach::carrier_nat,
     "-",
     "the router's own address is 100.64.0.2"},
    {"RouterWithAPrivateAddress",
     {"192.168.1.10", "62.0.0.2", "10.20.0.2", "", ""},
     Reach::carrier_nat,
     "-",
     "which is not public"},
    {"RouterAndStunDisagree",
     {"192.168.1.10", "62.0.0.2", "5.9.0.20", "", ""},
     Reach::carrier_nat,
     "-",
     "but stun.example sees 62.0.0.2"},
    {"UplinkInTheSharedRange",
     {"100.72.3.4", "62.0.0.2", "", "", ""},
     Reach::carrier_nat,
     "-",
     "eth0's address 100.72.3.4"},
    {"UplinkOf464Xlat",
     {"192.0.0.1", "62.0.0.2", "", "", ""},
     Reach::carrier_nat,
     "-",
     "192.0.0.1"},
    {"SecondHopInTheSharedRange",
     {"192.168.1.10", "62.0.0.2", "", "100.64.0.1", ""},
     Reach::carrier_nat,
     "-",
     "behind the router comes 100.64.0.1"},
    {"CarrierNatWithIpv6",
     {"192.168.1.10", "62.0.0.2", "100.64.0.2", "", "2a01:4f8:5::7"},
     Reach::carrier_nat,
     "2a01:4f8:5::7",
     "100.64.0.2"},
    {"Ipv6Alone", {"", "", "", "", "2a01:4f8:5::7"}, Reach::open, "2a01:4f8:5::7", "only IPv6"},
    {"Offline", {"", "", "", "", ""}, Reach::offline, "-", "no default route"},
};

class Verdict : public testing::TestWithParam<Case> {};

std::string name_of(const testing::TestParamInfo<Case>& info) {
    return info.param.name;
}

const Seen at_home{"192.168.1.10", "5.9.0.20", "5.9.0.20", "62.0.0.2", ""};
const Seen behind_carrier{"192.168.1.10", "62.0.0.2", "", "100.64.0.1", "2a01:4f8:5::7"};

Found after(std::initializer_list<Seen> looks) {
    Found found;
    for (const auto& seen : looks)
        found = next_verdict(found, evidence(seen));
    return found;
}

} // namespace

TEST_P(Verdict, FollowsFromTheEvidence) {
    const auto& wanted = GetParam();
    auto given = evidence(wanted.seen);
    given.uplinks.own4 = {address("5.9.0.99")};
    const auto found = judge(given);
    EXPECT_EQ(found.reach, wanted.reach);
    EXPECT_EQ(told(found), wanted.told);
    EXPECT_NE(found.how.find(wanted.how), std::string::npos) << found.how;
}

INSTANTIATE_TEST_SUITE_P(Cases, Verdict, testing::ValuesIn(cases), name_of);

TEST(NextVerdict, OutlastsSilence) {
    const auto silent = after({at_home, {"192.168.1.10", "", "", "", ""}});
    EXPECT_EQ(silent.reach, Reach::nat);
    EXPECT_EQ(told(silent), "5.9.0.20");
    EXPECT_EQ(silent, after({at_home}));
    const auto carrier =
        after({behind_carrier, {"192.168.1.10", "62.0.0.2", "", "", "2a01:4f8:5::7"}});
    EXPECT_EQ(carrier.reach, Reach::carrier_nat);
    EXPECT_EQ(told(carrier), "2a01:4f8:5::7");
}

TEST(NextVerdict, OutlastsBeingOffline) {
    const auto offline = after({at_home, {}});
    EXPECT_EQ(offline.reach, Reach::offline);
    EXPECT_EQ(told(offline), "5.9.0.20");
    EXPECT_EQ(told(after({behind_carrier, {}})), "2a01:4f8:5::7");
    EXPECT_EQ(after({at_home, {}, {"192.168.1.10", "", "", "", ""}}).reach, Reach::nat);
    EXPECT_EQ(told(after({{"5.9.0.10", "", "", "", ""}, {}})), "5.9.0.10");
}

TEST(NextVerdict, KeepsTheAddressOnAnotherUplinkUntilOneIsFound) {
    const auto moved = after({at_home, {"10.0.0.4", "", "", "", ""}});
    EXPECT_EQ(moved.reach, Reach::nat_unknown);
    EXPECT_EQ(told(moved), "5.9.0.20");
    EXPECT_EQ(
        told(after({at_home, {"10.0.0.4", "", "", "", ""}, {"10.0.0.4", "37.0.1.2", "", "", ""}})),
        "37.0.1.2");
    // An address that is shared is nobody's to keep.
    EXPECT_EQ(told(after({{"192.168.1.10", "62.0.0.2", "100.64.0.2", "", ""},
                          {"10.0.0.4", "", "", "", ""}})),
              "-");
}

TEST(NextVerdict, TakesWhatIsSaidAnew) {
    // The router came back with another address and does not speak yet.
    const auto changed = after({at_home, {"192.168.1.10", "5.9.0.21", "", "", ""}});
    EXPECT_EQ(changed.reach, Reach::nat_unknown);
    EXPECT_EQ(told(changed), "5.9.0.21");
    // It speaks, and STUN does not answer: no disagreement with what STUN said before.
    const auto by_router = after({at_home, {"192.168.1.10", "", "5.9.0.21", "", ""}});
    EXPECT_EQ(by_router.reach, Reach::nat);
    EXPECT_EQ(told(by_router), "5.9.0.21");
}

TEST(NextVerdict, LeavesCarrierNatWhenTheProviderDoes) {
    const auto freed = after({behind_carrier, {"192.168.1.10", "5.9.0.20", "", "62.0.0.2", ""}});
    EXPECT_EQ(freed.reach, Reach::nat_unknown);
    EXPECT_EQ(told(freed), "5.9.0.20");
}

TEST(NextVerdict, ForgetsStunWhenItIsSwitchedOff) {
    auto without = evidence({"192.168.1.10", "", "", "", ""});
    without.stun_allowed = false;
    const auto found = next_verdict(after({{"192.168.1.10", "5.9.0.20", "", "", ""}}), without);
    EXPECT_EQ(found.heard.stun, std::nullopt);
    EXPECT_NE(found.how.find("STUN is switched off"), std::string::npos);
    EXPECT_EQ(told(found), "5.9.0.20"); // until another is found
}

} // namespace pic::endpoint
