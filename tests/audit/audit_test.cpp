#include "access/house.hpp"
#include "app/operations.hpp"
#include "store/schema.hpp"

namespace pic::audit {

namespace {

using namespace std::chrono_literals;
using control::json::object;

struct Audit : access::House {
    // Changes to look at: four, a minute between them.
    Audit() {
        for (const auto* name : {"one", "two", "three", "four"}) {
            EXPECT_TRUE(cell.submit("user.add", {{"name", name}}));
            cell.clock.advance(60s);
        }
    }
    std::vector<std::string> targets(object input) {
        std::vector<std::string> found;
        input["action"] = "user.add";
        const auto reply = cell.submit("audit.list", input);
        EXPECT_TRUE(reply) << reply.error().text();
        for (const auto& entry : reply->body.at("entries").as_array())
            found.emplace_back(entry.at("target").as_string());
        return found;
    }
    // While nobody has the file for himself.
    void tamper(const char* sql) {
        cell.stop();
        {
            auto database = store::open_database(cell.folder() + "/store.db");
            ASSERT_TRUE(database) << database.error().text();
            ASSERT_TRUE(store::execute(database->get(), sql));
        }
        cell.restart();
    }
    bool told() {
        return std::ranges::any_of(cell.observed().findings, [](const auto& finding) {
            return finding.id == "audit.broken";
        });
    }
    using Names = std::vector<std::string>;
};

struct AuditOfACell : access::People {
    AuditOfACell() { cell.set_up(); }
};

} // namespace

TEST_F(Audit, IsListedNewestFirst) {
    EXPECT_EQ(targets({}), (Names{"four", "three", "two", "one"}));
}

TEST_F(Audit, IsListedInPages) {
    const auto first = cell.submit("audit.list", {{"action", "user.add"}, {"limit", 3}})->body;
    EXPECT_EQ(first.at("entries").as_array().size(), 3U);
    const auto& cursor = first.at("next");
    const auto second =
        cell.submit("audit.list", {{"action", "user.add"}, {"limit", 3}, {"cursor", cursor}})->body;
    EXPECT_EQ(second.at("entries").as_array().size(), 1U);
    EXPECT_EQ(second.at("next"), "");
}

TEST_F(Audit, IsSearched) {
    const auto now = cell.clock.now();
    EXPECT_EQ(targets({{"target", "two"}}), Names{"two"});
    EXPECT_EQ(targets({{"actor", "anna"}}).size(), 4U);
    EXPECT_EQ(targets({{"actor", "paul"}}), Names{});
    EXPECT_EQ(targets({{"since", format_time(now - 120s)}}), (Names{"four", "three"}));
    EXPECT_EQ(targets({{"until", format_time(now - 180s)}}), (Names{"two", "one"}));
}

TEST_F(Audit, RefusesACursorThatIsNone) {
    for (const auto* cursor : {"x", "-1", "0", "1x", "99999999999999999999"}) {
        const auto reply = cell.submit("audit.list", {{"cursor", cursor}});
        ASSERT_FALSE(reply) << cursor;
        EXPECT_EQ(reply.error().field, "/cursor");
    }
}

TEST_F(Audit, HasNoPageOfNone) {
    EXPECT_EQ(cell.submit("audit.list", {{"limit", 0}}).error().field, "/limit");
}

TEST_F(Audit, OfAnHonestCellIsIntact) {
    const auto body = cell.submit("audit.verify")->body;
    EXPECT_EQ(body.at("intact"), true);
    EXPECT_TRUE(body.at("broken").is_null());
    EXPECT_EQ(body.at("newest").as_string().size(), 64U);
}

TEST_F(Audit, NamesTheEntryThatSomebodyChanged) {
    const auto number = audit("user.add").front().number;
    tamper("UPDATE audit SET actor='mallory' WHERE target='four'");
    const auto body = cell.submit("audit.verify")->body;
    EXPECT_EQ(body.at("intact"), false);
    EXPECT_EQ(body.at("broken"), number);
    EXPECT_TRUE(told());
    tamper("UPDATE audit SET actor='anna' WHERE target='four'");
    EXPECT_EQ(cell.submit("audit.verify")->body.at("intact"), true);
    EXPECT_FALSE(told());
}

TEST_F(Audit, ThatItWasChangedIsFoundByItself) {
    tamper("UPDATE audit SET actor='mallory' WHERE target='four'");
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_FALSE(told()); // a start has enough to do
    cell.clock.advance(11min);
    EXPECT_TRUE(cell.run_until([&] { return told(); }));
}

TEST_F(Audit, ALongOneIsVerifiedAndExportedInPieces) {
    tamper("WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i+1 FROM n WHERE i<13000) "
           "INSERT INTO audit SELECT i,0,'','','','filler','','',x'00' FROM n");
    const auto text = cell.submit("audit.csv", {{"action", "filler"}})->file->bytes;
    EXPECT_EQ(std::ranges::count(text, '\n'), 12002);
    EXPECT_EQ(cell.submit("audit.verify")->body.at("intact"), false);
}

TEST_F(Audit, IsATableForOtherPrograms) {
    const auto reply = cell.submit("audit.csv", {{"target", "one"}});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_TRUE(reply->file->bytes.starts_with("\"number\",\"time\",\"actor\""));
    EXPECT_NE(reply->file->bytes.find("\"anna\",\"admin\",\"\",\"user.add\",\"one\",\"done\""),
              std::string::npos)
        << reply->file->bytes;
    EXPECT_EQ(std::ranges::count(reply->file->bytes, '\n'), 2);
}

TEST_F(Audit, IsForAdministrators) {
    for (const auto* name : {"audit.list", "audit.verify", "audit.csv"})
        EXPECT_EQ(cell.submit(name, {}, fakes::peer_user("paulaaaaaa")).error().code,
                  Code::not_permitted);
}

TEST_F(AuditOfACell, HasEveryChangeOnceAndNoRefusal) {
    const auto before = audit().size();
    ASSERT_TRUE(cell.submit("peer.add", {{"name", "phone"}, {"keep_key", true}}));
    ASSERT_TRUE(cell.submit("peer.config", {{"id", "phone"}}));
    ASSERT_TRUE(cell.submit("dns.update", {{"lan", true}}));
    ASSERT_TRUE(cell.submit("peer.remove", {{"id", "phone"}}));
    EXPECT_FALSE(cell.submit("peer.remove", {{"id", "phone"}}));
    EXPECT_FALSE(cell.submit("peer.add", {{"name", "tablet"}}, fakes::nobody()));
    EXPECT_FALSE(cell.submit("peer.add", {{"name", "tablet"}}, fakes::peer_user("paulaaaaaa")));
    control::Call dry;
    dry.caller = fakes::admin();
    dry.input = {{"name", "tablet"}};
    dry.dry_run = true;
    EXPECT_TRUE(cell.submit("peer.add", dry));
    EXPECT_EQ(audit().size(), before + 4);
}

} // namespace pic::audit
