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
    ASSERT_EQ(first->size(), 2U);
    EXPECT_EQ(first->at(0).entry.action, "peer.remove");
    const auto second = store->audit().list({.before = first->at(1).number});
    ASSERT_EQ(second->size(), 1U);
    EXPECT_EQ(second->at(0).entry.action, "peer.add");
    EXPECT_EQ(store->audit().list({.action = "peer.update"})->size(), 1U);
}

} // namespace pic::store
