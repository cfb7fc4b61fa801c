// The audit says of an update which fields it changed, and no value of theirs.
#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::control {

namespace {

struct ChangedFields : testing::Test {
    ChangedFields() { cell.set_up(); }

    std::string audited(std::string_view operation, json::object input) {
        const auto reply = cell.submit(operation, std::move(input));
        EXPECT_TRUE(reply) << reply.error().text();
        const auto newest = cell.audit().front().entry;
        EXPECT_EQ(newest.action, operation);
        return newest.result;
    }

    // What a dry run says would be stored.
    std::string would(std::string_view operation, json::object input) {
        Call call;
        call.caller = fakes::admin();
        call.input = std::move(input);
        call.dry_run = true;
        const auto reply = cell.submit(operation, call);
        return reply ? json::serialize(reply->body.at("changes")) : reply.error().text();
    }

    fakes::Cell cell;
};

} // namespace

TEST_F(ChangedFields, AreNamedOfSettings) {
    EXPECT_EQ(audited("wireguard.update", {{"port", 4443}, {"mtu", 1400}}), "done: port, mtu");
    EXPECT_EQ(audited("endpoint.set", {{"address", "other.example.org"}}), "done: address");
    EXPECT_EQ(audited("dns.update", {{"lan", false}}), "done") << "it is as it was";
}

TEST_F(ChangedFields, AreNamedOfDocumentsThatThereAreMoreOf) {
    EXPECT_EQ(audited("peer.add", {{"name", "phone"}}), "done");
    EXPECT_EQ(
        audited("peer.update",
                {{"id", "phone"}, {"note", "blue"}, {"permissions", json::object{{"lan", true}}}}),
        "done: note, permissions");
    EXPECT_EQ(audited("record.add", {{"name", "nas"}, {"addresses", {"192.168.1.9"}}}), "done");
    EXPECT_EQ(audited("record.update", {{"id", "nas"}, {"name", "box"}}), "done: name (now box)");
    EXPECT_EQ(cell.audit().front().entry.target, "nas") << "found by those who know the old name";
    EXPECT_EQ(audited("user.add", {{"name", "anna"}}), "done");
    EXPECT_EQ(audited("user.update", {{"id", "anna"}, {"enabled", false}}), "done: enabled");
}

TEST_F(ChangedFields, AreToldByADryRunAlsoWhereTheKernelHasNoPartInIt) {
    EXPECT_EQ(would("dns.update", {{"lan", true}}), R"(["dns: lan"])");
    EXPECT_EQ(would("dns.update", {{"lan", false}}), "[]") << "it is as it was";
    EXPECT_EQ(would("user.add", {{"name", "anna"}}), R"(["users anna: added"])");
    (void)audited("user.add", {{"name", "anna"}});
    EXPECT_EQ(would("user.update", {{"id", "anna"}, {"enabled", false}}),
              R"(["users anna: enabled"])");
    EXPECT_EQ(would("user.remove", {{"id", "anna"}}), R"(["users anna: removed"])");
    (void)audited("peer.add", {{"name", "phone"}});
    EXPECT_EQ(would("peer.update", {{"id", "phone"}, {"name", "tablet"}}),
              R"x(["peers phone: name (now tablet)"])x");
    EXPECT_EQ(would("peer.remove", {{"id", "phone"}}), R"(["peers phone: removed"])");
}

} // namespace pic::control
