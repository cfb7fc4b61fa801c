#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/fsuid.h>
#include <sys/resource.h>

#include "store/folder.hpp"
#include "store/schema.hpp"
#include "store/store_thread.hpp"

namespace pic::store {

namespace {

// A disk that is full at `bytes`; returns what the limit was.
rlim_t limit_file_size(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const auto before = limit.rlim_cur;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    return before;
}

// Root may write everything: for that time this thread's files are nobody's business (setfsuid(2)).
void make_writable(const std::string& folder, bool writable) {
    using std::filesystem::permissions;
    constexpr uid_t root = 0, nobody = 65534;
    setfsuid(root);
    const auto mode = writable ? 0666 : 0444;
    for (const auto& file : std::filesystem::directory_iterator(folder))
        permissions(file, static_cast<std::filesystem::perms>(mode));
    permissions(folder, static_cast<std::filesystem::perms>(mode | 0111));
    if (!writable) setfsuid(nobody);
}

Status copy(Store& store, const std::string& folder) {
    for (bool whole = false; !whole;) {
        PIC_LET(there, store.copy_some());
        whole = there;
    }
    return Store::keep_copy(folder);
}

// What the disk may do to a file: a page that is another one than was written.
void damage(const std::string& file, std::size_t pages = 1) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(4096 * 2);
    bytes << std::string(4096 * pages, 'x');
}

} // namespace

TEST_F(Folder, ADamagedStoreIsRefusedAndItsCopyIsNamedAndOpens) {
    ASSERT_TRUE(commit_one(*open(), {0, {{"peers", "a", "{}"}}, {}, {}, {}, {}}));
    damage(path + "/store.db");
    const auto alone = Store::open(path, key);
    ASSERT_FALSE(alone);
    EXPECT_NE(alone.error().remedy.find("from a backup"), std::string::npos)
        << alone.error().text();

    std::filesystem::remove_all(path);
    std::filesystem::create_directory(path);
    ASSERT_TRUE(commit_one(*open(), {0, {{"peers", "a", "{}"}}, {}, {}, {}, {}}));
    for (int day = 0; day < 2; ++day)
        ASSERT_TRUE(copy(*open(), path));
    damage(path + "/store.db");
    const auto refused = Store::open(path, key);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().remedy.find("cp -p store.copy store.db"), std::string::npos);
    std::filesystem::create_directory(path + "/damaged");
    std::filesystem::rename(path + "/store.db", path + "/damaged/store.db");
    std::filesystem::copy(path + "/store.copy", path + "/store.db");
    EXPECT_EQ(open()->scan()->size(), 1U);
}

namespace {

Commit three_thousand() { // more than the store keeps in memory, and than one piece of a copy
    Commit many{0, {}, {}, {}, {}, {}};
    for (int i = 0; i < 3000; ++i)
        many.puts.push_back({"peers", std::to_string(i), '"' + std::string(1000, 'x') + '"'});
    return many;
}

} // namespace

TEST_F(Folder, ADamagedStoreDoesNotTakeThePlaceOfItsLastCopy) {
    auto store = open();
    ASSERT_TRUE(commit_one(*store, three_thousand()));
    ASSERT_TRUE(copy(*store, path));
    store.reset();
    store = open();
    damage(path + "/store.db", 400);
    const auto copied = copy(*store, path);
    ASSERT_FALSE(copied);
    EXPECT_NE(copied.error().detail.find("damaged"), std::string::npos) << copied.error().text();
    store.reset();
    std::filesystem::rename(path + "/store.copy", path + "/store.db");
    EXPECT_EQ(open()->scan()->size(), 3000U);
    for (const auto& file : std::filesystem::directory_iterator(path))
        EXPECT_EQ(file.path().filename().string().find("copy"), std::string::npos) << file.path();
}

TEST_F(Folder, WhatIsCommittedWhileACopyIsMadeIsInIt) {
    auto store = open();
    ASSERT_TRUE(commit_one(*store, three_thousand()));
    ASSERT_FALSE(store->copy_some().value_or(true));
    EXPECT_TRUE(commit_one(*store, {1, {{"users", "a", "{}"}}, {}, {}, {}, {}}));
    EXPECT_FALSE(commit_one(*store, {1, {{"users", "b", "{}"}}, {}, {}, {}, {}}));
    ASSERT_TRUE(copy(*store, path));
    store.reset();
    std::filesystem::rename(path + "/store.copy", path + "/store.db");
    EXPECT_EQ(open()->scan()->size(), 3001U);
}

TEST_F(Folder, ACopyThatFailsLeavesTheOneOfBefore) {
    auto store = open();
    ASSERT_TRUE(copy(*store, path));
    const auto size = std::filesystem::file_size(path + "/store.copy");
    const auto before = limit_file_size(8192);
    const auto copied = copy(*store, path);
    limit_file_size(before);
    ASSERT_FALSE(copied);
    EXPECT_EQ(std::filesystem::file_size(path + "/store.copy"), size);
    EXPECT_FALSE(std::filesystem::exists(path + "/store.copy.new"));
}

TEST_F(Folder, WhatWasCommittedIsThereAfterOpeningAgain) {
    const Commit commit{0,  {{"peers", "a", R"({"name":"phone"})"}},
                        {}, {{"wireguard", Secret(std::string_view("hidden"))}},
                        {}, {}};
    EXPECT_EQ(commit_one(*open(), commit), 1U);
    auto store = open();
    EXPECT_EQ(store->generation(), 1U);
    const auto documents = store->scan();
    ASSERT_EQ(documents->size(), 1U);
    EXPECT_EQ(documents->front().json, R"({"name":"phone"})");
    EXPECT_EQ(documents->front().generation, 1U);
    const auto secrets = store->secrets();
    ASSERT_EQ(secrets->size(), 1U);
    EXPECT_EQ(secrets->front().value.reveal(), "hidden");
}

TEST_F(Folder, NoSecretIsReadableInAnyFile) {
    auto store = open();
    const Commit commit{0, {}, {}, {{"root", Secret(std::string_view("do-not-find-me"))}}, {}, {}};
    ASSERT_TRUE(commit_one(*store, commit));
    ASSERT_TRUE(copy(*store, path));
    for (const auto& file : std::filesystem::directory_iterator(path)) {
        std::ostringstream bytes;
        bytes << std::ifstream(file.path()).rdbuf();
        EXPECT_EQ(bytes.str().find("do-not-find-me"), std::string::npos) << file.path();
        EXPECT_EQ(file.status().permissions() & std::filesystem::perms(077),
                  std::filesystem::perms::none);
    }
}

TEST_F(Folder, ACommitForAnotherGenerationIsRefusedAndTheOthersStand) {
    auto store = open();
    const std::vector<Commit> commits{{0, {{"peers", "a", "{}"}}, {}, {}, {}, {}},
                                      {0, {{"peers", "b", "{}"}}, {}, {}, {}, {}},
                                      {1, {{"peers", "c", "{}"}}, {}, {}, {}, {}}};
    const auto outcomes = store->commit(commits);
    EXPECT_EQ(outcomes[0], 1U);
    EXPECT_EQ(outcomes[1].error().code, Code::conflict);
    EXPECT_EQ(outcomes[2], 2U);
    EXPECT_EQ(store->scan()->size(), 2U);
}

TEST_F(Folder, TheAuditAloneMakesNoGeneration) {
    auto store = open();
    EXPECT_EQ(commit_one(*store, {7, {}, {}, {}, {}, {entry("auth.sign_in")}}), 0U);
    EXPECT_EQ(store->generation(), 0U);
    EXPECT_EQ(store->audit().list({})->rows.front().entry, entry("auth.sign_in"));
}

TEST_F(Folder, AnotherKeyIsRefusedWithTheRemedy) {
    open();
    const auto store =
        Store::open(path, Secret(std::string_view("another key, of the same length.")));
    ASSERT_FALSE(store);
    EXPECT_NE(store.error().remedy.find("pic.key"), std::string::npos);
}

TEST_F(Folder, ANewerStoreIsRefused) {
    open();
    auto database = open_database(path + "/store.db");
    ASSERT_TRUE(execute(database->get(), "PRAGMA user_version=99"));
    database->reset();
    const auto store = Store::open(path, key);
    ASSERT_FALSE(store);
    EXPECT_NE(store.error().text().find("newer picd"), std::string::npos);
}

TEST_F(Folder, SomebodyElsesFileIsLeftAlone) {
    std::ofstream(path + "/store.db") << std::string(5000, 'x');
    EXPECT_FALSE(Store::open(path, key));
    EXPECT_EQ(std::filesystem::file_size(path + "/store.db"), 5000U);
}

TEST_F(Folder, SomebodyElsesDatabaseIsLeftAsItIs) {
    const auto file = path + "/store.db";
    for (const auto* made : {"CREATE TABLE theirs (a)", "PRAGMA application_id=7",
                             "PRAGMA user_version=1; CREATE TABLE theirs (a)"}) {
        sqlite3* opened = nullptr;
        ASSERT_EQ(sqlite3_open(file.c_str(), &opened), SQLITE_OK);
        ASSERT_TRUE(execute(opened, made));
        sqlite3_close(opened);
        const auto content = [&] {
            std::ostringstream bytes;
            bytes << std::ifstream(file, std::ios::binary).rdbuf();
            return bytes.str();
        };
        const auto before = content();
        const auto store = Store::open(path, key);
        ASSERT_FALSE(store) << made;
        EXPECT_NE(store.error().text().find("not a cell's"), std::string::npos)
            << store.error().text();
        EXPECT_EQ(content(), before) << made;
        std::filesystem::remove(file);
    }
}

TEST_F(Folder, AFullDiskLosesNothingAndHeals) {
    auto store = open();
    ASSERT_TRUE(commit_one(*store, {0, {{"peers", "a", "{}"}}, {}, {}, {}, {}}));
    const std::string large(1 << 20, 'x');
    const auto limit = limit_file_size(64 << 10);
    const auto refused = commit_one(*store, {1, {{"peers", "b", large}}, {}, {}, {}, {}});
    limit_file_size(limit);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("disk"), std::string::npos) << refused.error().text();
    EXPECT_EQ(store->scan()->size(), 1U);
    EXPECT_EQ(commit_one(*store, {1, {{"peers", "c", large}}, {}, {}, {}, {}}), 2U);
}

TEST_F(Folder, WhatIsWrittenAtOnceIsWrittenOrNotAtAll) {
    auto store = open();
    const std::string large(1 << 20, 'x');
    const std::vector<Commit> commits{
        {0, {{"peers", "a", "{}"}}, {}, {{"psk/a", Secret("one")}}, {}, {entry("peer.add")}},
        {1, {{"peers", "b", large}}, {}, {}, {}, {entry("peer.add")}}};
    const auto limit = limit_file_size(64 << 10);
    const auto outcomes = store->commit(commits);
    limit_file_size(limit);
    ASSERT_EQ(outcomes.size(), 2U);
    for (const auto& outcome : outcomes)
        EXPECT_FALSE(outcome);
    EXPECT_TRUE(store->scan()->empty());
    EXPECT_TRUE(store->secrets()->empty());
    EXPECT_EQ(store->commit(commits)[1], 2U);
    const auto verdict = store->audit().verify({}, 100);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->entries, 2);
    EXPECT_FALSE(verdict->broken);
}

TEST_F(Folder, AReadOnlyDiskIsRefusedAndHeals) {
    ASSERT_TRUE(commit_one(*open(), {0, {{"peers", "a", "{}"}}, {}, {}, {}, {}}));
    make_writable(path, false);
    const auto refused = Store::open(path, key);
    make_writable(path, true);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("look at the disk"), std::string::npos)
        << refused.error().text();
    EXPECT_EQ(commit_one(*open(), {1, {{"peers", "b", "{}"}}, {}, {}, {}, {}}), 2U);
}

TEST_F(Folder, TheThreadAnswersInOrderAndFinishesBeforeItEnds) {
    std::vector<std::uint64_t> seen;
    {
        StoreThread thread(open());
        for (std::uint64_t i = 0; i < 50; ++i)
            thread.commit({i, {{"peers", std::to_string(i), "{}"}}, {}, {}, {}, {}},
                          [&](Result<std::uint64_t> outcome) { seen.push_back(outcome.value()); });
        thread.read([&](Store& store) { seen.push_back(1000 + store.generation()); });
    }
    ASSERT_EQ(seen.size(), 51U);
    for (std::uint64_t i = 0; i < 50; ++i)
        EXPECT_EQ(seen[i], i + 1);
    EXPECT_EQ(seen[50], 1050U);
}

} // namespace pic::store
