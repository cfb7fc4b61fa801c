#include "codec/json.hpp"

#include <gtest/gtest.h>

#include "codec/fields.hpp"
#include "codec/schema.hpp"

namespace pic::codec {

TEST(Json, RoundTripsEveryFieldOfAPeer) {
    model::Peer peer;
    peer.name = "phone";
    peer.tags = {"family"};
    peer.expires = *parse_time("2027-01-02T03:04:05Z");
    peer.tunnel = model::Tunnel::split;
    peer.endpoint = *net::HostPort::parse("vpn.example.org:51821");
    EXPECT_EQ(from_json<model::Peer>(to_json(peer)), peer);
}

TEST(Json, AbsentFieldsKeepTheirDefaults) {
    const auto dns = from_json<model::Dns>(*parse(R"({"lan": true})"));
    ASSERT_TRUE(dns);
    EXPECT_TRUE(dns->lan);
    EXPECT_TRUE(dns->upstreams.empty());
}

struct Bad {
    const char *text, *field;
    Code code;
};

class BadPeer : public testing::TestWithParam<Bad> {};
TEST_P(BadPeer, NamesTheFieldAndTheKindOfFault) {
    const auto peer = from_json<model::Peer>(*parse(GetParam().text));
    ASSERT_FALSE(peer);
    EXPECT_EQ(peer.error().field, GetParam().field);
    EXPECT_EQ(peer.error().code, GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(
    Json, BadPeer,
    testing::Values(Bad{R"({"name": 7})", "/name", Code::malformed},
                    Bad{R"({"tags": ["a", 1]})", "/tags/1", Code::malformed},
                    Bad{R"({"permissions": {"lan": "yes"}})", "/permissions/lan", Code::malformed},
                    Bad{R"({"offset": -1})", "/offset", Code::invalid},
                    Bad{R"({"offset": 1.5})", "/offset", Code::invalid},
                    Bad{R"({"offset": 4294967296})", "/offset", Code::invalid},
                    Bad{R"({"tunnel": "half"})", "/tunnel", Code::invalid},
                    Bad{R"({"expires": "tomorrow"})", "/expires", Code::invalid},
                    Bad{R"({"a/b": 1})", "/a~1b", Code::malformed}));

TEST(Json, RefusesWhatIsNotOneDocument) {
    EXPECT_FALSE(parse("{"));
    EXPECT_FALSE(parse("{} {}"));
    EXPECT_FALSE(parse(R"({"a": 1, "a": 2})"));
    EXPECT_FALSE(parse(R"({"b": {"a": 1, "\u0061": 2}})"));
    EXPECT_TRUE(parse(R"({"a": {"a": 1}, "b": {"a": 2}})"));
    EXPECT_FALSE(parse(std::string(40, '[') + std::string(40, ']')));
    EXPECT_FALSE(parse(std::string((1 << 20) + 1, ' ')));
    EXPECT_FALSE(parse("\"\xff\""));
}

TEST(Schema, SaysWhatTheParserTakes) {
    const auto schema = codec::schema<model::Permissions>();
    EXPECT_EQ(schema.at("properties").at("lan").at("type"), "boolean");
    EXPECT_EQ(schema.at("additionalProperties"), false);
}

} // namespace pic::codec
