#include <gtest/gtest.h>

#include "app/operations.hpp"
#include "app/picctl/client.hpp"

namespace pic::picctl {

namespace {

const control::Operation& operation(std::string_view name) {
    const auto table = app::operations();
    return *std::ranges::find(table, name, &control::Operation::name);
}

} // namespace

TEST(TakeFile, OfADeviceIsItsConfigurationAndIsNotShownBesides) {
    for (const auto* name : {"peer.add", "peer.issue"}) {
        Answer answer;
        answer.body = {{"config", "PrivateKey = x"}, {"peer", {{"name", "phone"}}}};
        EXPECT_EQ(take_file(operation(name), answer), "PrivateKey = x");
        EXPECT_FALSE(answer.body.contains("config"));
        EXPECT_TRUE(answer.body.contains("peer"));
    }
}

TEST(TakeFile, IsWhatCameAsAFile) {
    Answer answer{.content = "a certificate"};
    EXPECT_EQ(take_file(operation("ca.root"), answer), "a certificate");
    EXPECT_FALSE(answer.content);
}

TEST(TakeFile, OfARehearsalIsNone) {
    Answer answer{.body = {{"steps", boost::json::array()}}};
    EXPECT_FALSE(take_file(operation("peer.add"), answer));
    EXPECT_TRUE(answer.body.contains("steps"));
}

TEST(TakeFile, FindsTheMemberInTheAnswerOfEachOperationThatHasOne) {
    for (const auto& each : app::operations()) {
        if (each.file.empty()) continue;
        const auto schema = each.output();
        EXPECT_EQ(schema.at("properties").at(each.file).at("type"), "string") << each.name;
    }
}

} // namespace pic::picctl
