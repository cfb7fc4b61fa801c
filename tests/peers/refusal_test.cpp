// What is wrong with a peer is said of the field it is in, and nothing is changed.
#include "peers/peers.hpp"

namespace pic::peers {

namespace {

struct Refusal {
    const char* name;
    json::object input; // beside a good name, unless it has one
    std::string field;
    Code code = Code::invalid;
};

std::vector<std::string> many(std::size_t count) {
    return std::vector<std::string>(count, "tag");
}

std::vector<Refusal> refusals() {
    return {
        {"OwnerIsNoName", {{"owner", "nobody here"}}, "/owner"},
        {"NameIsEmpty", {{"name", ""}}, "/name"},
        {"NameIsNoLabel", {{"name", "my phone"}}, "/name"},
        {"NameHasADot", {{"name", "phone.home"}}, "/name"},
        {"NameEndsInAHyphen", {{"name", "phone-"}}, "/name"},
        {"NameIsTooLong", {{"name", std::string(64, 'a')}}, "/name"},
        {"NameHasAControlCharacter", {{"name", "pho\nne"}}, "/name"},
        {"NameHasAZeroByte", {{"name", json::string(std::string_view("phone\0", 6))}}, "/name"},
        {"NameIsNotText", {{"name", 7}}, "/name", Code::malformed},
        {"NameIsTaken", {{"name", "Taken"}}, "/name", Code::conflict},
        {"NameIsARecord", {{"name", "printer"}}, "/name", Code::conflict},
        {"OwnerIsUnknown", {{"owner", "aaaaaaaaaa"}}, "/owner"},
        {"TooManyTags", {{"tags", json::value_from(many(17))}}, "/tags"},
        {"TagHasAControlCharacter", {{"tags", {"ok", "not\tok"}}}, "/tags/1"},
        {"TagIsEmpty", {{"tags", {"ok", ""}}}, "/tags/1"},
        {"TagIsTooLong", {{"tags", {std::string(41, 'x')}}}, "/tags/0"},
        {"TagIsThereTwice", {{"tags", {"blue", "red", "blue"}}}, "/tags/2"},
        {"NameIsOfAnotherAlphabet", {{"name", "XN--bcher-kva"}}, "/name"},
        {"TagIsNotText", {{"tags", json::array{1}}}, "/tags/0", Code::malformed},
        {"NoteIsTooLong", {{"note", std::string(501, 'x')}}, "/note"},
        {"NoteHasTwoLines", {{"note", "a\nb"}}, "/note"},
        {"ExpiryIsNoTime", {{"expires", "tomorrow"}}, "/expires"},
        {"ExpiryIsPast", {{"expires", "2020-01-01T00:00:00Z"}}, "/expires"},
        {"ExpiryIsNoDay", {{"expires", "2030-02-30T00:00:00Z"}}, "/expires"},
        {"TunnelIsUnknown", {{"tunnel", "half"}}, "/tunnel"},
        {"PermissionIsUnknown",
         {{"permissions", {{"everything", true}}}},
         "/permissions/everything",
         Code::malformed},
        {"PermissionIsNoSwitch",
         {{"permissions", {{"lan", "yes"}}}},
         "/permissions/lan",
         Code::malformed},
        {"EndpointHasABadPort", {{"endpoint", "example.org:0"}}, "/endpoint"},
        {"EndpointIsALoopback", {{"endpoint", "127.0.0.1:51820"}}, "/endpoint"},
        {"EndpointIsAMistypedAddress", {{"endpoint", "192.0.2.300:51820"}}, "/endpoint"},
        {"KeyIsTooShort", {{"public_key", "c2hvcnQ="}}, "/public_key"},
        {"KeyIsZero", {{"public_key", std::string(43, 'A') + "="}}, "/public_key"},
        {"KeyIsNoBase64", {{"public_key", std::string(44, '*')}}, "/public_key"},
        {"FieldIsUnknown", {{"colour", "blue"}}, "/colour", Code::malformed},
    };
}

struct Refused : Peers, testing::WithParamInterface<Refusal> {};

} // namespace

TEST_P(Refused, NamesTheFieldAndChangesNothing) {
    added({{"name", "taken"}});
    body("record.add", {{"name", "printer"}, {"addresses", {"192.168.1.9"}}});
    const auto generation = cell.view().generation;
    auto input = GetParam().input;
    input.emplace("name", "phone");
    for (const auto* operation : {"peer.add", "peer.update"}) {
        auto asked = input;
        if (std::string_view(operation) == "peer.update") {
            if (GetParam().field == "/public_key" || GetParam().code == Code::conflict) continue;
            asked.emplace("id", "taken");
        }
        const auto reply = cell.submit(operation, asked);
        ASSERT_FALSE(reply) << operation;
        EXPECT_EQ(reply.error().field, GetParam().field) << operation << reply.error().text();
        EXPECT_EQ(reply.error().code, GetParam().code) << operation << reply.error().text();
    }
    EXPECT_EQ(cell.view().generation, generation);
    EXPECT_EQ(cell.view().peers.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Peer, Refused, testing::ValuesIn(refusals()),
                         [](const auto& each) { return each.param.name; });

TEST_F(Peers, TwoCannotHaveOneKey) {
    const auto key = new_key();
    added({{"name", "phone"}, {"public_key", key}});
    const auto reply = add({{"name", "laptop"}, {"public_key", key}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().field, "/public_key");
    EXPECT_THAT(reply.error().detail, testing::HasSubstr("phone"));
}

TEST_F(Peers, NobodyHasTheCellsOwnKey) {
    const auto own = cell.view().wireguard.value.public_key.text();
    const auto reply = add({{"name", "phone"}, {"public_key", own}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().field, "/public_key");
}

TEST_F(Peers, CannotBeAddedBeforeTheCellKnowsItsAddress) {
    cell.put("endpoint", model::Endpoint{});
    const auto reply = add({{"name", "phone"}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::unavailable);
    EXPECT_EQ(reply.error().field, "/endpoint");
    EXPECT_FALSE(reply.error().remedy.empty());
    EXPECT_EQ(cell.view().peers.size(), 0U);
}

TEST_F(Peers, AnUnknownOneIsNotFound) {
    for (const auto* operation :
         {"peer.show", "peer.update", "peer.issue", "peer.config", "peer.remove"}) {
        const auto reply = cell.submit(operation, {{"id", "nobody"}});
        ASSERT_FALSE(reply) << operation;
        EXPECT_EQ(reply.error().code, Code::not_found) << operation;
        EXPECT_EQ(reply.error().field, "/id") << operation;
    }
}

TEST_F(Peers, NobodyShutsOutTheDeviceThatHeCameInBy) {
    auto by_phone = fakes::admin(), by_laptop = fakes::admin();
    by_phone.address = text(added({{"name", "phone"}}).at("peer").at("ipv6"));
    by_laptop.address = text(added({{"name", "laptop"}}).at("peer").at("ipv4"));
    const std::pair<const char*, json::object> changes[] = {
        {"peer.update", {{"id", "phone"}, {"permissions", json::object{{"services", false}}}}},
        {"peer.update", {{"id", "phone"}, {"enabled", false}}},
        {"peer.issue", {{"id", "phone"}}},
        {"peer.remove", {{"id", "phone"}}}};
    for (const auto& [operation, input] : changes) {
        const auto refused = cell.submit(operation, input, by_phone);
        ASSERT_FALSE(refused) << operation;
        EXPECT_EQ(refused.error().code, Code::conflict) << operation;
    }
    EXPECT_TRUE(cell.submit("peer.update", {{"id", "phone"}, {"note", "mine"}}, by_phone));
    for (const auto& [operation, input] : changes)
        EXPECT_TRUE(cell.submit(operation, input, by_laptop)) << operation;
}

TEST_F(Peers, AnOlderGenerationIsNotOverwritten) {
    const auto added_reply = add({{"name", "phone"}});
    ASSERT_TRUE(added_reply);
    for (const auto* operation : {"peer.update", "peer.issue", "peer.remove"}) {
        control::Call call;
        call.caller = fakes::admin();
        call.input = {{"id", "phone"}};
        call.if_match = added_reply->generation - 1;
        const auto reply = cell.submit(operation, call);
        ASSERT_FALSE(reply) << operation;
        EXPECT_EQ(reply.error().code, Code::precondition) << operation;
    }
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"id", "phone"}, {"note", "mine"}};
    call.if_match = added_reply->generation;
    EXPECT_TRUE(cell.submit("peer.update", call));
}

} // namespace pic::peers
