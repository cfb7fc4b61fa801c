#include "ca/authority.hpp"

#include <gtest/gtest.h>

#include "ca/certificate.hpp"
#include "control/founding.hpp"
#include "fakes/cell.hpp"

namespace pic::ca {

namespace {

using std::chrono::days;

struct AuthorityTest : testing::Test {
    AuthorityTest() : right(cell.clock.now()) {}
    ~AuthorityTest() override { cell.stop(); }

    const std::string& root() { return cell.view().authority.value.root; }
    // Makes what has to be made at that time, from nothing or anew.
    void ensure_at(Time now) {
        cell.clock.set(now);
        const auto before = cell.view().authority.value.intermediate;
        ensure_authority(cell.control(), [](const Status&) {});
        ASSERT_TRUE(
            cell.run_until([&] { return cell.view().authority.value.intermediate != before; }));
    }
    // What the doctor is told of the root; "": nothing.
    std::string told() {
        for (const auto& finding : cell.observed().findings)
            if (finding.id == "ca.root") return finding.what;
        return {};
    }
    bool tells() { return !told().empty(); }
    // Time passes, and picd looks after its authority.
    void keep_at(Time now) {
        cell.clock.set(now);
        ensure_authority(cell.control(), [](const Status&) {});
    }

    fakes::Cell cell;
    Time right;
};

} // namespace

TEST_F(AuthorityTest, OfAClockThatRanAheadIsMadeAgainBeforeSetUp) {
    ensure_at(right + days(400));
    ensure_at(right);
    EXPECT_LE(inspect(root())->from, right);
    EXPECT_FALSE(tells());
}

TEST_F(AuthorityTest, OfACellThatIsSetUpKeepsItsRootAndSaysSo) {
    ensure_at(right + days(400));
    const auto first = root();
    cell.clock.set(right);
    cell.set_up();
    const auto before = cell.view().authority.value;
    keep_at(right);
    EXPECT_TRUE(cell.run_until([&] { return tells(); }));
    EXPECT_EQ(cell.view().authority.value, before) << "what is made of it begins with it, too";
    EXPECT_EQ(root(), first);
    keep_at(right + days(400));
    EXPECT_TRUE(cell.run_until([&] { return !tells(); }));
}

TEST_F(AuthorityTest, OfACellBearsItsNameFromSetUpOn) {
    ensure_at(right);
    const auto before = cell.view().authority.value;
    EXPECT_NE(inspect(before.root)->subject.find("Cell root of"), std::string::npos);
    EXPECT_EQ(cell.submit("ca.root").error().code, Code::not_set_up) << "nobody installs that one";
    cell.control().part<control::Founding>().add(found);
    ASSERT_TRUE(cell.submit(
        "cell.setup",
        {{"name", "nest"}, {"password", "four words of a test"}, {"time_zone", "UTC"}}));
    const auto after = cell.view().authority.value;
    EXPECT_NE(inspect(after.root)->subject.find("Cell root of nest"), std::string::npos);
    EXPECT_NE(after.root, before.root);
    const auto leaf = issue(cell.control().context(), {{"nest.cell"}, {}});
    ASSERT_TRUE(leaf) << leaf.error().text();
    EXPECT_NE(leaf->certificate.find(after.intermediate), std::string::npos);
    EXPECT_EQ(cell.submit("ca.root")->file->bytes, after.root);
    // It is on people's devices from now on.
    ensure_authority(cell.control(), [](const Status&) {});
    cell.restart();
    ensure_authority(cell.control(), [](const Status&) {});
    EXPECT_EQ(cell.view().authority.value, after);
}

TEST_F(AuthorityTest, OfACellWithALongNameIsMadeToo) {
    cell.control().part<control::Founding>().add(found);
    const auto done = cell.submit("cell.setup", {{"name", std::string(63, 'a')},
                                                 {"password", "four words of a test"},
                                                 {"time_zone", "UTC"}});
    EXPECT_TRUE(done) << done.error().text();
}

TEST_F(AuthorityTest, ThatRunsOutIsToldInTimeAndReplacedWhenAPersonWantsIt) {
    ensure_at(right);
    cell.set_up();
    const auto first = root();
    const auto end = inspect(first)->until;
    ensure_at(end - days(366));
    EXPECT_EQ(told(), "");
    const auto renewed = cell.view().authority.value.intermediate;
    EXPECT_EQ(inspect(renewed)->until, end);
    keep_at(end - days(364));
    EXPECT_TRUE(cell.run_until([&] { return told().find("runs out") != std::string::npos; }));
    keep_at(end + days(1)); // nothing is tried, and the one that has ended stays
    EXPECT_TRUE(cell.run_until([&] { return told().find("has run out") != std::string::npos; }));
    EXPECT_EQ(cell.view().authority.value.intermediate, renewed) << "another one would end with it";
    ASSERT_FALSE(issue(cell.control().context(), {{"home.cell"}, {}}));

    control::Call call;
    call.caller = fakes::admin();
    call.dry_run = true;
    const auto tried = cell.submit("ca.replace", call);
    ASSERT_TRUE(tried) << tried.error().text();
    EXPECT_EQ(root(), first);
    const auto asked = cell.submit("ca.replace");
    EXPECT_EQ(asked.error().field, "/confirm");
    EXPECT_EQ(root(), first);
    const auto done = cell.submit("ca.replace", {{"confirm", true}});
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_NE(std::string(done->body.at("notes").at(0).as_string()).find("install"),
              std::string::npos);
    EXPECT_NE(root(), first);
    EXPECT_TRUE(cell.run_until([&] { return told().empty(); }));
    EXPECT_TRUE(issue(cell.control().context(), {{"home.cell"}, {}}));
}

TEST_F(AuthorityTest, ThatCannotBeReadIsToldAndNotMadeAnewUnasked) {
    ensure_at(right);
    cell.set_up();
    auto damaged = cell.view().authority.value;
    damaged.root = "damaged";
    (void)cell.change([&](const control::Context&) -> Result<control::Change> {
        control::Change change;
        change.put("authority", damaged);
        return change;
    });
    keep_at(right);
    EXPECT_TRUE(cell.run_until([&] { return told().find("cannot be read") != std::string::npos; }));
    EXPECT_EQ(cell.view().authority.value, damaged);
}

} // namespace pic::ca
