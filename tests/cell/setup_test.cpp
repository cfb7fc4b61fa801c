// Set-up: once, with the code or by who could read it, in one commit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cell/acts.hpp"
#include "cell/setup.hpp"
#include "control/founding.hpp"
#include "fakes/cell.hpp"
#include "model/secret_name.hpp"

namespace pic::cell {

namespace {

namespace json = boost::json;

struct Setup : testing::Test {
    Setup() : cell([](control::Control& control) { prepare_setup_code(control); }) {
        EXPECT_TRUE(cell.run_until([&] { return !code().empty(); }));
    }

    std::string code() {
        const auto* secret = cell.control().state().secrets.find(model::setup_code_secret);
        return secret == nullptr ? std::string() : std::string(secret->value.reveal());
    }
    json::object input(const std::string& with_code = {}) {
        return {{"name", "home"}, {"password", "four words of a test"}, {"code", with_code}};
    }

    fakes::Cell cell;
};

} // namespace

TEST_F(Setup, TakesTheCodeInAnyCaseWithAndWithoutHyphens) {
    auto typed = code();
    std::erase(typed, '-');
    for (char& c : typed)
        c = static_cast<char>(std::toupper(c));
    const auto reply = cell.submit("cell.setup", input(typed), fakes::nobody());
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body.at("zone").as_string(), "home.cell");
    EXPECT_TRUE(cell.view().set_up());
    EXPECT_EQ(cell.view().users.size(), 1U);
    EXPECT_TRUE(code().empty()) << "it is used up";
}

TEST_F(Setup, SaysWhatADeviceNeedsWhereTheEndpointMayNotBeFound) {
    const auto next = [](const Result<control::Reply>& reply) {
        return reply ? json::serialize(reply->body.at("next")) : reply.error().text();
    };
    auto host = fakes::host_with_uplink();
    cell.kernel.set_host(host);
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().host.addresses.empty(); }));
    EXPECT_THAT(next(cell.submit("cell.setup", input())),
                testing::HasSubstr("picctl endpoint set ADDRESS"));
}

TEST_F(Setup, HasNoDoubtWhereTheMachineHasAPublicAddress) {
    auto host = fakes::host_with_uplink();
    ASSERT_FALSE(host.addresses.empty());
    host.addresses[0].address = *net::Address::parse("5.9.0.20");
    cell.kernel.set_host(host);
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host == host; }));
    const auto reply = cell.submit("cell.setup", input());
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_THAT(json::serialize(reply->body.at("next")),
                testing::Not(testing::HasSubstr("endpoint set")));
}

// The VPN would be down from its first moment.
TEST_F(Setup, RefusesAPortThatSomebodyHas) {
    ports::PortHolder holder;
    holder.port = {ports::Transport::udp, 51820};
    holder.address = net::Prefix::all(net::Family::v4).base();
    holder.wireguard = "wg0";
    cell.kernel.set_holders({holder});
    const auto reply = cell.submit("cell.setup", input());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::conflict);
    EXPECT_EQ(reply.error().field, "/port");
    EXPECT_THAT(reply.error().detail, testing::HasSubstr("the WireGuard device wg0"));
    auto elsewhere = input();
    elsewhere["port"] = 51821;
    EXPECT_TRUE(cell.submit("cell.setup", elsewhere));
}

TEST_F(Setup, RefusesAWrongCode) {
    for (const auto* wrong : {"", "aaaa-bbbb-cccc"}) {
        const auto reply = cell.submit("cell.setup", input(wrong), fakes::nobody());
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, Code::not_permitted);
        EXPECT_EQ(reply.error().field, "/code");
    }
    EXPECT_FALSE(cell.view().set_up());
}

TEST_F(Setup, HoldsUpWhoGuesses) {
    auto guest = fakes::nobody();
    guest.address = "192.0.2.9";
    auto weak = input("aaaa-bbbb-cccc");
    weak["password"] = "short";
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(cell.submit("cell.setup", weak, guest).error().field, "/code")
            << "the password is nobody's business before";
    EXPECT_EQ(cell.submit("cell.setup", input(code()), guest).error().code, Code::too_many);
    const auto entries = cell.audit();
    const auto refused =
        std::ranges::find(entries, "wrong code", [](const auto& row) { return row.entry.result; });
    ASSERT_NE(refused, entries.end());
    EXPECT_EQ(refused->entry.action, "cell.setup");
    EXPECT_EQ(refused->entry.address, "192.0.2.9");
    guest.address = "192.0.2.10";
    EXPECT_TRUE(cell.submit("cell.setup", input(code()), guest)) << "nobody else is held up";
}

TEST_F(Setup, CanBeTriedOut) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = input();
    call.dry_run = true;
    const auto reply = cell.submit("cell.setup", call);
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_FALSE(reply->body.at("steps").as_array().empty());
    EXPECT_FALSE(cell.view().set_up());
}

TEST_F(Setup, ThatIsTriedOutJudgesThePasswordToo) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = input();
    call.input["password"] = "short";
    call.dry_run = true;
    const auto reply = cell.submit("cell.setup", call);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().field, "/password");
}

TEST_F(Setup, AddsWhatOthersHaveToGiveACellInTheSameCommit) {
    auto& founding = cell.control().part<control::Founding>();
    std::string named;
    founding.add([&](const control::Context&, const std::string& name, control::Change& change) {
        named = name;
        change.put("authority", model::Authority{"a root", "an intermediate"});
        return Status();
    });
    ASSERT_TRUE(cell.submit("cell.setup", input()));
    EXPECT_EQ(named, "home");
    EXPECT_EQ(cell.view().authority.value.root, "a root");
    EXPECT_EQ(cell.view().authority.generation, cell.view().cell.generation);
}

TEST_F(Setup, MakesTheCodeWhenItIsAskedForAndThereIsNone) {
    (void)cell.change([](const control::Context&) -> Result<control::Change> {
        return std::move(control::Change().forget_secret(std::string(model::setup_code_secret)));
    });
    ASSERT_TRUE(code().empty());
    const auto reply = cell.submit("cell.setup_code");
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_FALSE(code().empty());
    EXPECT_EQ(std::string(reply->body.at("code").as_string()), code());
}

TEST_F(Setup, NeedsNoCodeOfWhoCouldReadIt) {
    EXPECT_TRUE(cell.submit("cell.setup", input()));
}

TEST_F(Setup, HappensOnce) {
    ASSERT_TRUE(cell.submit("cell.setup", input()));
    const auto again = cell.submit("cell.setup", input());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::conflict);
    EXPECT_EQ(cell.submit("cell.setup_code").error().code, Code::conflict);
}

TEST_F(Setup, OfTwoAtOnceOneWins) {
    std::vector<bool> outcomes;
    for (int i = 0; i < 2; ++i) {
        control::Call call;
        call.caller = fakes::admin();
        call.input = input();
        cell.ask("cell.setup", call,
                 [&](const auto& reply) { outcomes.push_back(reply.has_value()); });
    }
    EXPECT_TRUE(cell.run_until([&] { return outcomes.size() == 2; }));
    EXPECT_THAT(outcomes, testing::UnorderedElementsAre(true, false));
    EXPECT_EQ(cell.view().users.size(), 1U);
}

TEST_F(Setup, NamesTheFieldThatIsWrong) {
    const std::pair<const char*, json::value> wrong[] = {{"name", "my home"},
                                                         {"admin", "Mr. Admin"},
                                                         {"password", "short"},
                                                         {"time_zone", "../etc"},
                                                         {"port", 0},
                                                         {"ipv4", "8.8.8.0/24"},
                                                         {"ipv6", "2001:db8::/64"},
                                                         {"ipv4", "192.0.2.0/24"},
                                                         {"name", "Localhost"},
                                                         {"name", "local"},
                                                         {"name", "cell"},
                                                         {"name", "xn--bcher-kva"},
                                                         {"admin", "ab--c"},
                                                         {"ipv4", nullptr},
                                                         {"ipv4", "none"},
                                                         {"ipv6", "none"},
                                                         {"ipv4", "10.0.0.0"}};
    for (const auto& [field, value] : wrong) {
        auto bad = input();
        bad[field] = value;
        const auto reply = cell.submit("cell.setup", bad);
        ASSERT_FALSE(reply) << field;
        EXPECT_EQ(reply.error().field, std::string("/") + field) << reply.error().text();
    }
    EXPECT_FALSE(cell.view().set_up());
    EXPECT_TRUE(cell.kernel.objects().empty());
}

TEST_F(Setup, OffersNoRangeThatIsNone) {
    const auto fields = codec::schema<pic::cell::SetUp>().at("properties").as_object();
    for (const auto* field : {"ipv4", "ipv6"})
        EXPECT_EQ(fields.at(field).at("type").as_string(), "string") << "null would not be taken";
    auto chosen = input();
    chosen["ipv4"] = ""; // as proposed
    EXPECT_TRUE(cell.submit("cell.setup", chosen));
}

TEST_F(Setup, IsNeededBeforeAnythingElse) {
    for (const auto* operation : {"peer.list", "peer.add", "dns.show", "cell.plan"})
        EXPECT_EQ(cell.submit(operation).error().code, Code::not_set_up) << operation;
    for (const auto* operation : {"cell.status", "cell.health", "cell.doctor", "cell.proposal"})
        EXPECT_TRUE(cell.submit(operation)) << operation;
}

TEST_F(Setup, ProposesNothingAfterIt) {
    ASSERT_TRUE(cell.submit("cell.setup", input()));
    const auto proposal = cell.submit("cell.proposal")->body;
    EXPECT_TRUE(proposal.at("set_up").as_bool());
    for (const auto* field : {"name", "time_zone", "ipv4", "ipv6", "port"})
        EXPECT_TRUE(proposal.at(field).is_null()) << field << ": anybody may ask for this";
}

TEST_F(Setup, ShowsTheCodeUntilThen) {
    const auto reply = cell.submit("cell.setup_code");
    ASSERT_TRUE(reply);
    EXPECT_EQ(std::string(reply->body.at("code").as_string()), code());
}

TEST_F(Setup, KeepsItsCodeThroughARestart) {
    const auto before = code();
    cell.restart();
    EXPECT_EQ(code(), before);
}

} // namespace pic::cell
