// Where a peer's keys come from and who gets to see them.
#include "model/secret_name.hpp"
#include "net/secret_key.hpp"
#include "peers/peers.hpp"

namespace pic::peers {

namespace {

using testing::HasSubstr;
using testing::Not;

struct Keys : Peers {
    // Whether any file of the store or answer to a reader has this text.
    bool has_secret(const std::string& name) const {
        return const_cast<Keys*>(this)->cell.control().state().secrets.find(name) != nullptr;
    }
    std::string id(const std::string& name) { return text(shown(name).at("id")); }
};

} // namespace

TEST_F(Keys, MadeHereAreHandedOutOnceAndForgotten) {
    const auto issued = added({{"name", "phone"}});
    const auto key = net::parse_secret_key(said(issued, "PrivateKey"));
    ASSERT_TRUE(key);
    EXPECT_EQ(net::public_key(*key)->text(), key_of(issued));
    EXPECT_FALSE(has_secret(model::private_secret(id("phone"))));
    const auto again = cell.submit("peer.config", {{"id", "phone"}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::conflict);
    EXPECT_THAT(again.error().remedy, HasSubstr("picctl peer issue"));
}

TEST_F(Keys, ThatAreKeptCanBeShownAgainAfterARestartToo) {
    const auto issued = added({{"name", "phone"}, {"keep_key", true}});
    cell.restart();
    const auto file = cell.submit("peer.config", {{"id", "phone"}});
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_EQ(file->file->bytes, config(issued));
    EXPECT_EQ(file->file->name, "phone.conf");
}

TEST_F(Keys, OfTheCallersOwnAreNeverSeenHere) {
    const auto key = new_key();
    const auto issued = added({{"name", "phone"}, {"public_key", key}});
    EXPECT_EQ(key_of(issued), key);
    EXPECT_FALSE(has_secret(model::private_secret(id("phone"))));
    EXPECT_EQ(said(issued, "PrivateKey"), "");
    const auto file = cell.submit("peer.config", {{"id", "phone"}});
    ASSERT_TRUE(file) << "without the private key it may be shown again";
    EXPECT_EQ(file->file->bytes, config(issued));
    for (const auto* format : {"svg", "png", "terminal"}) {
        const auto code = cell.submit("peer.config", {{"id", "phone"}, {"format", format}});
        ASSERT_FALSE(code) << "a phone cannot complete what it scans: " << format;
        EXPECT_EQ(code.error().field, "/format");
        EXPECT_THAT(code.error().remedy, HasSubstr("PrivateKey"));
    }
}

TEST_F(Keys, ArePresharedUnlessToldOtherwise) {
    const auto shared = net::parse_secret_key(said(added({{"name", "phone"}}), "PresharedKey"));
    ASSERT_TRUE(shared);
    EXPECT_EQ(said(added({{"name", "plain"}, {"preshared", false}}), "PresharedKey"), "");
    EXPECT_FALSE(has_secret(model::preshared_secret(id("plain"))));
    const auto peer = std::get<ports::WgPeer>(
        cell.kernel.objects().at("wgpeer pic0 " + text(shown("phone").at("public_key"))));
    EXPECT_EQ(peer.preshared_key, *shared);
}

TEST_F(Keys, IssuedAnewEndTheOldOnes) {
    const auto before = added({{"name", "phone"}, {"keep_key", true}});
    const auto after = body("peer.issue", {{"id", "phone"}});
    EXPECT_NE(key_of(before), key_of(after));
    EXPECT_NE(said(before, "PresharedKey"), said(after, "PresharedKey"));
    EXPECT_FALSE(cell.kernel.has("wgpeer pic0 " + key_of(before)));
    EXPECT_TRUE(cell.kernel.has("wgpeer pic0 " + key_of(after)));
    EXPECT_EQ(before.at("peer").at("ipv4"), after.at("peer").at("ipv4"));
    EXPECT_FALSE(has_secret(model::private_secret(id("phone")))) << "not asked to be kept";
}

TEST_F(Keys, GoWithTheirPeer) {
    const auto issued = added({{"name", "phone"}, {"keep_key", true}});
    const auto was = id("phone");
    body("peer.remove", {{"id", "phone"}});
    EXPECT_FALSE(has_secret(model::private_secret(was)));
    EXPECT_FALSE(has_secret(model::preshared_secret(was)));
    EXPECT_FALSE(cell.kernel.has("wgpeer pic0 " + key_of(issued)));
    EXPECT_FALSE(cell.kernel.has("element peer 10.9.0.2"));
}

TEST_F(Keys, AreInNoAnswerToAReader) {
    const auto issued = added({{"name", "phone"}, {"keep_key", true}});
    const auto key = said(issued, "PrivateKey"), shared = said(issued, "PresharedKey");
    ASSERT_TRUE(net::parse_secret_key(key) && net::parse_secret_key(shared));
    for (const auto* operation : {"peer.list", "cell.status", "cell.plan", "wireguard.show"}) {
        const auto answer = json::serialize(body(operation, {}));
        EXPECT_THAT(answer, Not(HasSubstr(key))) << operation;
        EXPECT_THAT(answer, Not(HasSubstr(shared))) << operation;
    }
    EXPECT_THAT(json::serialize(shown("phone")), Not(HasSubstr(key)));
}

TEST_F(Keys, OfTheCallersOwnCannotBeKept) {
    const auto key = net::public_key(net::new_private_key())->text();
    const json::object own{{"public_key", key}, {"keep_key", true}};
    auto input = own;
    input["name"] = "phone";
    EXPECT_EQ(cell.submit("peer.add", input).error().field, "/keep_key");
    (void)added({{"name", "phone"}});
    input = own;
    input["id"] = "phone";
    EXPECT_EQ(cell.submit("peer.issue", input).error().field, "/keep_key");
}

TEST_F(Keys, AreInNoAuditEntry) {
    const auto key = said(added({{"name", "phone"}, {"keep_key", true}}), "PrivateKey");
    ASSERT_TRUE(net::parse_secret_key(key));
    for (const auto& row : cell.audit())
        EXPECT_THAT(row.entry.target + row.entry.result, Not(HasSubstr(key)));
}

} // namespace pic::peers
