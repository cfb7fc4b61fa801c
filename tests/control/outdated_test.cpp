// Devices whose file is out of date: whoever makes it so is told, and so is the doctor's patient.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "control/pending.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct OutdatedFiles : testing::Test {
    OutdatedFiles() { cell.set_up(); }

    void add(const std::string& name) {
        EXPECT_TRUE(cell.submit("peer.add", {{"name", name}})) << name;
    }
    // The one note of the answer, or what else there was.
    std::string noted(std::string_view operation, json::object input) {
        const auto reply = cell.submit(operation, std::move(input));
        if (!reply) return reply.error().text();
        const auto* notes = reply->body.as_object().if_contains("notes");
        if (notes == nullptr || notes->as_array().empty()) return "-";
        return notes->as_array().size() == 1 ? std::string(notes->as_array()[0].as_string())
                                             : json::serialize(*notes);
    }
    std::string found() {
        const auto findings = cell.submit("cell.doctor")->body.at("findings").as_array();
        for (const auto& finding : findings)
            if (finding.at("id").as_string() == "file.outdated")
                return std::string(finding.at("what").as_string());
        return "-";
    }

    fakes::Cell cell;
};

} // namespace

TEST_F(OutdatedFiles, AreNamedByWhatChangesThemAll) {
    EXPECT_EQ(noted("wireguard.update", {{"mtu", 1400}}), "-") << "nobody has a file";
    cell.clock.advance(time_to_confirm);
    ASSERT_TRUE(cell.run_until([&] { return cell.view().pending.size() == 0; }));
    add("phone");
    EXPECT_EQ(noted("endpoint.set", {{"stun", false}}), "-");
    EXPECT_EQ(noted("endpoint.set", {{"address", "other.example.org"}}),
              "the file of phone is out of date: picctl peer issue phone makes a new one");
    EXPECT_EQ(found(), "the file of phone is out of date");
    add("tablet"); // with a file that is right
    EXPECT_EQ(found(), "the file of phone is out of date");
    EXPECT_EQ(noted("endpoint.set", {{"address", "vpn.example.org:51820"}}),
              "the file of tablet is out of date: picctl peer issue tablet makes a new one");
    ASSERT_TRUE(cell.submit("peer.issue", {{"id", "tablet"}}));
    EXPECT_EQ(found(), "-");
}

TEST_F(OutdatedFiles, AreNamedUpToThreeAndCounted) {
    for (const auto* name : {"phone", "laptop"})
        add(name);
    EXPECT_EQ(noted("endpoint.set", {{"address", "a.example.org"}}),
              "the files of laptop and phone are out of date: picctl peer config NAME makes a new "
              "one, and picctl peer issue NAME where the private key is not kept here");
    for (const auto* name : {"desk", "tablet", "watch"})
        add(name);
    EXPECT_THAT(noted("endpoint.set", {{"address", "b.example.org"}}),
                HasSubstr(" and 2 more are out of date: picctl peer config NAME"));
    ASSERT_TRUE(cell.submit("peer.remove", {{"id", "watch"}}));
    EXPECT_THAT(found(), HasSubstr(" and 1 more are out of date"));
}

// A new key would cut a device off that needs a new file alone.
TEST_F(OutdatedFiles, KeepTheKeyThatIsKept) {
    ASSERT_TRUE(cell.submit("peer.add", {{"name", "phone"}, {"keep_key", true}}));
    EXPECT_EQ(noted("endpoint.set", {{"address", "other.example.org"}}),
              "the file of phone is out of date: picctl peer config phone makes a new one");
    ASSERT_TRUE(cell.submit("peer.config", {{"id", "phone"}}));
    EXPECT_EQ(found(), "-");
}

TEST_F(OutdatedFiles, AreRightAgainWhenTheChangeIsUndone) {
    add("phone");
    EXPECT_THAT(noted("wireguard.update", {{"ipv4", "10.8.0.0/20"}}), HasSubstr("file of phone"));
    EXPECT_EQ(found(), "the file of phone is out of date");
    cell.clock.advance(time_to_confirm);
    EXPECT_TRUE(cell.run_until([&] { return found() == "-"; }));
}

TEST_F(OutdatedFiles, AreNamedByWhatChangesOne) {
    add("phone");
    add("tablet");
    EXPECT_EQ(noted("peer.update", {{"id", "phone"}, {"note", "blue"}}), "-");
    EXPECT_EQ(noted("peer.update", {{"id", "phone"}, {"tunnel", "split"}}),
              "the file of phone is out of date: picctl peer issue phone makes a new one");
    EXPECT_THAT(noted("peer.update", {{"id", "phone"}, {"name", "mobile"}}),
                HasSubstr("picctl peer issue mobile"));
    EXPECT_EQ(found(), "the file of mobile is out of date");
    EXPECT_EQ(noted("peer.update", {{"id", "mobile"}, {"tunnel", "full"}}), "-");
    EXPECT_EQ(found(), "-");
}

TEST_F(OutdatedFiles, AreFoundWhenTheAddressThatWasFoundIsAnother) {
    const auto is_at = [&](const char* address) {
        cell.control().observe(
            [&](Observed& seen) {
                seen.endpoint.reach = Reach::open;
                seen.endpoint.public4 = *net::Address::parse(address);
            },
            {"endpoint", "", 0});
    };
    is_at("5.9.0.20");
    cell.put("endpoint", model::Endpoint{});
    add("phone");
    is_at("5.9.0.21");
    EXPECT_TRUE(cell.run_until([&] { return found() == "the file of phone is out of date"; }));
    is_at("5.9.0.20");
    EXPECT_TRUE(cell.run_until([&] { return found() == "-"; }));
}

TEST_F(OutdatedFiles, AreKnownAfterARestart) {
    add("phone");
    (void)noted("endpoint.set", {{"address", "other.example.org"}});
    cell.restart();
    EXPECT_TRUE(cell.run_until([&] { return found() == "the file of phone is out of date"; }));
}

} // namespace pic::control
