// Finding peers: by id and by name, page by page, and only one's own.
#include "peers/peers.hpp"

namespace pic::peers {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Listed : Peers {
    std::vector<std::string> names(const json::value& page) {
        std::vector<std::string> result;
        for (const auto& peer : page.at("peers").as_array())
            result.push_back(text(peer.at("name")));
        std::ranges::sort(result);
        return result;
    }
};

} // namespace

TEST_F(Listed, PagesCoverEveryPeerOnce) {
    for (int i = 0; i < 7; ++i)
        added({{"name", "peer" + std::to_string(i)}});
    std::vector<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        const auto page = body("peer.list", {{"limit", 3}, {"cursor", cursor}});
        EXPECT_EQ(page.at("total").to_number<int>(), 7);
        for (auto& name : names(page))
            seen.push_back(name);
        cursor = text(page.at("next"));
    } while (!cursor.empty() && ++pages < 10);
    std::ranges::sort(seen);
    EXPECT_THAT(seen, ElementsAre("peer0", "peer1", "peer2", "peer3", "peer4", "peer5", "peer6"));
    EXPECT_EQ(pages, 2);
}

TEST_F(Listed, APageThatIsNoneIsRefused) {
    for (const auto limit : {0, 1001})
        EXPECT_EQ(cell.submit("peer.list", {{"limit", limit}}).error().field, "/limit");
    EXPECT_TRUE(cell.submit("peer.list", {{"limit", 1000}}));
    for (const auto* cursor : {"zzz", "AAAAAAAAAA", "aaaaaaaaaaa", "../aaaaaaa"})
        EXPECT_EQ(cell.submit("peer.list", {{"cursor", cursor}}).error().field, "/cursor");
}

TEST_F(Listed, WordsAreFoundInNameNoteAndTags) {
    added({{"name", "phone"}, {"note", "of Anna"}});
    added({{"name", "laptop"}, {"tags", {"office"}}});
    EXPECT_THAT(names(body("peer.list", {{"q", "Anna"}})), ElementsAre("phone"));
    EXPECT_THAT(names(body("peer.list", {{"q", "anna"}})), ElementsAre("phone"));
    EXPECT_THAT(names(body("peer.list", {{"q", "office"}})), ElementsAre("laptop"));
    EXPECT_THAT(names(body("peer.list", {{"q", "lap"}})), ElementsAre("laptop"));
    EXPECT_THAT(names(body("peer.list", {{"q", "nothing"}})), IsEmpty());
}

TEST_F(Listed, AUserSeesWhatIsHisOwnAndNothingElse) {
    cell.put("uuuuuuuuuu", model::User{.name = "paul"});
    added({{"name", "hers"}});
    added({{"name", "his"}, {"owner", "Paul"}});
    const auto paul = fakes::peer_user("uuuuuuuuuu");
    const auto page = body("peer.list", {}, paul);
    EXPECT_THAT(names(page), ElementsAre("his"));
    EXPECT_EQ(shown("his").at("owner_name"), "paul");
    EXPECT_EQ(shown("hers").at("owner_name"), "");
    EXPECT_EQ(page.at("total").to_number<int>(), 1);
    EXPECT_EQ(cell.submit("peer.show", {{"id", "hers"}}, paul).error().code, Code::not_found);
    EXPECT_EQ(cell.submit("peer.issue", {{"id", "hers"}}, paul).error().code, Code::not_found);
    EXPECT_TRUE(cell.submit("peer.issue", {{"id", "his"}}, paul));
}

TEST_F(Listed, AUserMayNotAddChangeOrRemove) {
    cell.put("uuuuuuuuuu", model::User{.name = "paul"});
    added({{"name", "his"}, {"owner", "uuuuuuuuuu"}});
    const auto paul = fakes::peer_user("uuuuuuuuuu");
    EXPECT_EQ(cell.submit("peer.add", {{"name", "more"}}, paul).error().code, Code::not_permitted);
    EXPECT_EQ(cell.submit("peer.update", {{"id", "his"}, {"enabled", true}}, paul).error().code,
              Code::not_permitted);
    EXPECT_EQ(cell.submit("peer.remove", {{"id", "his"}}, paul).error().code, Code::not_permitted);
    EXPECT_EQ(cell.submit("peer.list", {}, fakes::nobody()).error().code, Code::not_signed_in);
}

TEST_F(Listed, ANameOfAnyCaseFindsThePeer) {
    added({{"name", "Phone"}});
    EXPECT_EQ(text(shown("PHONE").at("name")), "phone");
}

TEST_F(Listed, ARenameKeepsIdentityAndAddress) {
    added({{"name", "phone"}});
    const auto before = shown("phone");
    body("peer.update", {{"id", "phone"}, {"name", "telephone"}});
    const auto after = shown("telephone");
    EXPECT_EQ(after.at("id"), before.at("id"));
    EXPECT_EQ(after.at("ipv4"), before.at("ipv4"));
    EXPECT_EQ(after.at("public_key"), before.at("public_key"));
    EXPECT_FALSE(cell.submit("peer.show", {{"id", "phone"}}));
    EXPECT_TRUE(add({{"name", "phone"}})) << "the old name is free";
}

TEST_F(Listed, TheLowestFreeAddressIsGiven) {
    for (const auto* expected : {"10.9.0.2", "10.9.0.3", "10.9.0.4"})
        EXPECT_EQ(
            text(added({{"name", "at-" + std::string(expected).substr(7)}}).at("peer").at("ipv4")),
            expected);
}

TEST_F(Listed, AFullRangeIsAConflictThatSaysWhatToDo) {
    body("wireguard.update", {{"ipv4", "10.9.0.0/29"}});
    for (int i = 2; i <= 6; ++i)
        added({{"name", "peer" + std::to_string(i)}});
    const auto reply = add({{"name", "one-more"}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::conflict);
    EXPECT_THAT(reply.error().remedy, testing::HasSubstr("wider range"));
}

TEST_F(Listed, ADisabledPeerIsKeptAndNotLetIn) {
    const auto issued = added({{"name", "phone"}});
    body("peer.update", {{"id", "phone"}, {"enabled", false}});
    EXPECT_FALSE(cell.kernel.has("wgpeer pic0 " + key_of(issued)));
    EXPECT_FALSE(cell.kernel.has("element peer 10.9.0.2"));
    body("peer.update", {{"id", "phone"}, {"enabled", true}});
    EXPECT_TRUE(cell.kernel.has("wgpeer pic0 " + key_of(issued)));
}

TEST_F(Listed, AnOptionGoesAwayWithNull) {
    added({{"name", "phone"}, {"expires", "2090-01-01T00:00:00Z"}});
    body("peer.update", {{"id", "phone"}, {"expires", nullptr}});
    EXPECT_TRUE(shown("phone").at("expires").is_null());
}

} // namespace pic::peers
