#include "store/folder.hpp"
#include "store/schema.hpp"

namespace pic::store {

namespace {

struct AuditLog : Folder {
    void fill() {
        auto store = open();
        for (const auto* action : {"peer.add", "peer.update", "peer.remove"})
            ASSERT_TRUE(commit_one(*store, {0, {}, {}, {}, {}, {entry(action)}}));
    }
    void tamper(const char* sql) {
        auto database = open_database(path + "/store.db");
        ASSERT_TRUE(execute(database->get(), sql));
    }
};

} // namespace

TEST_F(AuditLog, AnHonestChainFits) {
    fill();
    const auto verdict = open()->audit().verify();
    EXPECT_EQ(verdict->entries, 3);
    EXPECT_FALSE(verdict->broken);
}

TEST_F(AuditLog, AChangedEntryIsNamed) {
    fill();
    tamper("UPDATE audit SET actor='somebody' WHERE number=2");
    EXPECT_EQ(open()->audit().verify()->broken, 2);
}

TEST_F(AuditLog, AMissingEntryIsNamed) {
    fill();
    tamper("DELETE FROM audit WHERE number=2");
    EXPECT_EQ(open()->audit().verify()->broken, 2);
}

TEST_F(AuditLog, EntriesCutOffWhileItRunsAreNoticed) {
    fill();
    auto store = open();
    auto longer = store->audit().tail(); // as if the file had lost an entry since
    ++longer.number;
    store->audit().restore(longer);
    EXPECT_EQ(store->audit().verify()->broken, 4);
}

TEST_F(AuditLog, ComesNewestFirstInPages) {
    fill();
    auto store = open();
    const auto first = store->audit().list({.limit = 2});
    ASSERT_EQ(first->rows.size(), 2U);
    EXPECT_EQ(first->rows[0].entry.action, "peer.remove");
    const auto second = store->audit().list({.before = first->before});
    ASSERT_EQ(second->rows.size(), 1U);
    EXPECT_EQ(second->rows[0].entry.action, "peer.add");
    EXPECT_EQ(second->before, 0);
    EXPECT_EQ(store->audit().list({.action = "peer.update"})->rows.size(), 1U);
}

TEST_F(AuditLog, IsSearchedInPieces) {
    fill();
    auto store = open();
    const store::AuditFilter oldest{.action = "peer.add"};
    const auto newer = store->audit().list(oldest, 2);
    EXPECT_TRUE(newer->rows.empty());
    EXPECT_EQ(newer->before, 2);
    const auto rest = store->audit().list({.before = newer->before, .action = "peer.add"}, 2);
    EXPECT_EQ(rest->rows.size(), 1U);
    EXPECT_EQ(rest->before, 0);
}

} // namespace pic::store
