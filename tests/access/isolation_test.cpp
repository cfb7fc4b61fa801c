#include "access/house.hpp"
#include "app/operations.hpp"

namespace pic::access {

namespace {

struct PeerUser : People {
    PeerUser() {
        cell.set_up();
        phone = add_peer("phone", "paulaaaaaa");
        laptop = add_peer("laptop", "annaaaaaaa");
    }
    control::json::object add_peer(std::string_view name, std::string_view owner) {
        const auto reply =
            cell.submit("peer.add", {{"name", name}, {"owner", owner}, {"keep_key", true}});
        EXPECT_TRUE(reply) << reply.error().text();
        return reply->body.at("peer").as_object();
    }
    Code code(std::string_view operation, control::json::object input,
              const control::Caller& caller) {
        const auto reply = cell.submit(operation, std::move(input), caller);
        return reply ? Code::internal : reply.error().code;
    }

    control::json::object phone, laptop;
};

} // namespace

TEST_F(PeerUser, SeesItsOwnDevicesAlone) {
    const auto caller = paul();
    const auto page = cell.submit("peer.list", {}, caller)->body;
    ASSERT_EQ(page.at("peers").as_array().size(), 1U);
    EXPECT_EQ(page.at("total"), 1);
    EXPECT_EQ(page.at("peers").at(0).at("name"), "phone");
    EXPECT_TRUE(cell.submit("peer.show", {{"id", "phone"}}, caller));
    EXPECT_TRUE(cell.submit("peer.config", {{"id", "phone"}}, caller));
    EXPECT_TRUE(cell.submit("peer.issue", {{"id", "phone"}}, caller));
    for (const auto* operation : {"peer.show", "peer.config", "peer.issue"})
        for (const auto* key : {"name", "id"})
            EXPECT_EQ(code(operation, {{"id", laptop.at(key)}}, caller), Code::not_found);
}

TEST_F(PeerUser, ChangesNothingElseOfIt) {
    const auto caller = paul();
    for (const auto& patch : std::vector<control::json::object>{{{"owner", "annaaaaaaa"}},
                                                                {{"permissions", {{"lan", true}}}},
                                                                {{"expires", nullptr}},
                                                                {{"name", "mine"}}}) {
        auto input = patch;
        input["id"] = "phone";
        EXPECT_EQ(code("peer.update", input, caller), Code::not_permitted);
    }
    EXPECT_EQ(code("peer.issue", {{"id", "phone"}, {"owner", "annaaaaaaa"}}, caller),
              Code::malformed);
    EXPECT_EQ(code("peer.remove", {{"id", "phone"}}, caller), Code::not_permitted);
}

TEST_F(PeerUser, DoesNotLearnWhoseAKeyIs) {
    const control::json::object input{{"id", "phone"}, {"public_key", laptop.at("public_key")}};
    const auto error = cell.submit("peer.issue", input, paul()).error();
    EXPECT_EQ(error.code, Code::conflict);
    EXPECT_EQ(error.text().find("laptop"), std::string::npos) << error.text();
    EXPECT_NE(cell.submit("peer.issue", input).error().text().find("laptop"), std::string::npos);
}

TEST_F(PeerUser, MayAskForNothingThatIsNotForPeers) {
    const auto caller = paul();
    std::vector<std::string_view> allowed;
    const auto seen = cell.control().snapshot();
    for (const auto& operation : app::operations())
        if (operation.access != control::Access::anyone &&
            control::admit(operation, caller, *seen->view))
            allowed.push_back(operation.name);
    EXPECT_EQ(allowed, (std::vector<std::string_view>{
                           "peer.list", "peer.show", "peer.issue", "peer.config", "auth.me",
                           "auth.csrf", "auth.change_password", "session.list", "session.revoke"}));
}

TEST_F(PeerUser, IsInTheAuditWhenItReadsASecret) {
    ASSERT_TRUE(cell.submit("peer.config", {{"id", "phone"}}, paul()));
    const auto rows = audit("peer.config");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].entry.actor, "paul");
    EXPECT_EQ(rows[0].entry.role, "peer");
    EXPECT_EQ(rows[0].entry.address, "10.0.0.2");
    EXPECT_EQ(rows[0].entry.target, "phone");
}

} // namespace pic::access
