// A server of the cell on fakes: what stands in its way is named, and gone when it is gone.
#include "control/server.hpp"

#include <atomic>
#include <gmock/gmock.h>

#include "control/servers.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* unit = "pic-test.service";
const ports::Port names{ports::Transport::udp, 53}, extra{ports::Transport::tcp, 443};

ports::PortHolder held(const ports::Port& port) {
    return {port, net::Address(), false, "dnsmasq.service", "dnsmasq", {}};
}

struct Bench {
    explicit Bench(bool early = true) : before_setup(early) {
        cell.systemd.install(unit);
        cell.restart();
    }

    ServerSpec spec() {
        ServerSpec spec;
        spec.unit = unit;
        spec.before_setup = before_setup;
        spec.lets_callers_in = true;
        spec.files = [this](const Context& context) -> Result<std::vector<ServerFile>> {
            const bool right = context.now >= clock_floor();
            cell.files.folders.insert("/run/pic/test");
            return std::vector{
                ServerFile{"/run/pic/test/conf", (right ? "right" : "wrong") + first},
                ServerFile{"/run/pic/test/more", text}};
        };
        spec.probe = [this](const Context&) -> ServerSpec::Question {
            return [this]() -> Result<Serves> {
                ++asked;
                if (!works) return fail(Code::unavailable, "no answer");
                return older ? Serves::older : Serves::newest;
            };
        };
        spec.listens = [](const Context&) {
            return std::vector<Listening>{{names, {net::Address()}, true},
                                          {extra, {net::Address()}, false}};
        };
        spec.sets_clock = true;
        return spec;
    }

    const ServerState& state() {
        static const ServerState none;
        const auto& servers = cell.observed().servers;
        const auto found = servers.find(unit);
        return found == servers.end() ? none : found->second;
    }
    bool becomes(Health health) {
        return cell.run_until([&] { return state().health == health; });
    }
    auto reloads() { return std::ranges::count(cell.systemd.calls(), "reload pic-test.service"); }
    void rewrite(std::string now) {
        text = std::move(now);
        cell.control().servers().refresh();
    }
    // One that lasts until systemd is told to end its jobs.
    void begin_reload(std::string now) {
        cell.systemd.hold_jobs(unit);
        rewrite(std::move(now));
        EXPECT_TRUE(cell.run_until([&] { return state().unit.active == "reloading"; }));
    }
    auto restarts() { return std::ranges::count(cell.systemd.calls(), "restart pic-test.service"); }

    const bool before_setup;
    std::string first, text = "old"; // in its two files
    std::atomic<bool> works = true, older = false;
    std::atomic<unsigned> asked = 0;
    fakes::Cell cell{[this](Control& control) { control.servers().add(spec()); }};
};

} // namespace

TEST(Server, NamesWhoHasItsPortAndKeepsItsLastLines) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good)); // else it is still about to be started, and is
    const ports::LogLine line{Time(1s), "listen udp :53: bind: address already in use"};
    world.cell.journal.say(unit, line);
    world.cell.kernel.set_holders({held(names)});
    world.cell.systemd.crash(unit, "exit-code");
    EXPECT_TRUE(world.cell.run_until(
        [&] { return !world.state().log.empty() && !world.state().taken.empty(); }));
    EXPECT_EQ(world.state().health, Health::bad);
    EXPECT_EQ(world.state().message, "port 53 is held by dnsmasq.service (user dnsmasq)");
    EXPECT_THAT(world.state().taken, ElementsAre(held(names)));
    EXPECT_THAT(world.state().log, ElementsAre(line));
}

TEST(Server, ForgetsTheHolderWhenItWorks) {
    Bench world;
    world.cell.kernel.set_holders({held(names)});
    world.works = false;
    EXPECT_TRUE(world.becomes(Health::bad));
    world.cell.kernel.set_holders({});
    world.works = true;
    EXPECT_TRUE(world.becomes(Health::good));
    EXPECT_EQ(world.state().message, "");
    EXPECT_THAT(world.state().taken, IsEmpty());
    EXPECT_THAT(world.state().log, IsEmpty());
}

TEST(Server, IsGoodWithoutAPortThatItDoesNotNeed) {
    Bench world;
    world.cell.kernel.set_holders({held(extra)});
    EXPECT_TRUE(world.cell.run_until([&] { return !world.state().taken.empty(); }));
    EXPECT_EQ(world.state().health, Health::good);
    EXPECT_EQ(world.state().message, "");
    world.cell.kernel.set_holders({});
    EXPECT_TRUE(world.cell.run_until([&] { return world.state().taken.empty(); }));
}

TEST(Server, IsStartingForAWhileAndThenBroken) {
    Bench world;
    world.works = false;
    EXPECT_TRUE(world.becomes(Health::starting));
    EXPECT_TRUE(world.cell.run_until([&] { return world.asked > 3; }, 20s));
    EXPECT_EQ(world.state().health, Health::starting);
    EXPECT_EQ(world.state().message, "no answer");
    world.cell.clock.advance(10s);
    EXPECT_TRUE(world.becomes(Health::bad));
}

TEST(Server, IsToldWhenTheClockBecomesRight) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.clock.set(clock_floor() - 1s);
    EXPECT_TRUE(world.cell.run_until(
        [&] { return world.cell.files.content["/run/pic/test/conf"] == "wrong"; }));
    EXPECT_TRUE(world.cell.run_until([&] { return world.restarts() == 1; })) << "it sets the clock";
    world.cell.clock.set(clock_floor());
    EXPECT_TRUE(world.cell.run_until(
        [&] { return world.cell.files.content["/run/pic/test/conf"] == "right"; }));
    EXPECT_EQ(world.restarts(), 1);
}

TEST(Server, IsRestartedAfterTheReloadDuringWhichTheClockWasLost) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.begin_reload("new");
    world.cell.clock.set(clock_floor() - 1s);
    EXPECT_TRUE(world.cell.run_until(
        [&] { return world.cell.files.content["/run/pic/test/conf"] == "wrong"; }));
    EXPECT_EQ(world.restarts(), 0);
    world.cell.systemd.end_jobs(unit);
    EXPECT_TRUE(world.cell.run_until([&] { return world.restarts() == 1; }));
    EXPECT_TRUE(world.becomes(Health::good));
    EXPECT_EQ(world.reloads(), 1) << "a restart reads the files as well";
}

TEST(Server, ReadsWhatWasWrittenWhileItReloaded) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.begin_reload("new");
    world.text = "newer";
    std::optional<std::vector<std::string>> pending;
    world.cell.control().servers().when_in_force([&](auto left) { pending = std::move(left); });
    EXPECT_TRUE(world.cell.run_until(
        [&] { return world.cell.files.content["/run/pic/test/more"] == "newer"; }));
    EXPECT_FALSE(pending);
    world.cell.systemd.end_jobs(unit);
    EXPECT_TRUE(world.cell.run_until([&] { return pending.has_value(); }));
    EXPECT_THAT(*pending, IsEmpty());
    EXPECT_EQ(world.reloads(), 2);
}

TEST(Server, ThatDidNotReadItsFilesIsToldAgain) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.systemd.refuse_reload(unit, true);
    world.rewrite("new");
    EXPECT_TRUE(world.becomes(Health::bad));
    world.cell.systemd.refuse_reload(unit, false);
    EXPECT_TRUE(world.becomes(Health::good));
    EXPECT_EQ(world.reloads(), 2);
}

TEST(Server, ThatCouldNotCarryOutAReloadIsToldAgain) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.older = true;
    world.rewrite("new");
    EXPECT_TRUE(world.cell.run_until([&] { return world.reloads() == 2; }, 20s));
    world.older = false;
    EXPECT_TRUE(world.becomes(Health::good));
}

TEST(Server, IsWaitedForByTheChangeThatItReads) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    std::vector<std::string> pending{"not asked"};
    const auto wait = [&](std::string text) {
        world.text = std::move(text);
        bool over = false;
        world.cell.control().servers().when_in_force([&](auto left) {
            pending = std::move(left);
            over = true;
        });
        EXPECT_TRUE(world.cell.run_until([&] { return over; }));
    };
    wait("new");
    EXPECT_THAT(pending, IsEmpty());
    EXPECT_EQ(world.reloads(), 1);
    world.cell.systemd.refuse_reload(unit, true);
    wait("newer");
    EXPECT_THAT(pending,
                ElementsAre(testing::StartsWith(
                    "pic-test.service goes on with its earlier settings and is told again")));
    world.cell.files.broken = {"/run/pic/test/more"};
    wait("newest");
    EXPECT_THAT(pending, ElementsAre(testing::HasSubstr("cannot write /run/pic/test/more")));
}

TEST(Server, ReadsTheFileThatWasWrittenBeforeAnotherFailed) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.files.broken = {"/run/pic/test/more"};
    world.first = " again";
    world.rewrite("new");
    EXPECT_TRUE(world.becomes(Health::bad));
    EXPECT_EQ(world.cell.files.content["/run/pic/test/conf"], "right again");
    EXPECT_EQ(world.reloads(), 0);
    world.cell.files.broken.clear();
    world.rewrite("old"); // as it is: no file changes now
    EXPECT_TRUE(world.cell.run_until([&] { return world.reloads() == 1; }));
}

// What systemd was asked for, and how that ended, are two lines of the audit.
TEST(Server, TheAuditTellsHowACommandEnded) {
    Bench world;
    world.cell.set_up();
    ASSERT_TRUE(world.becomes(Health::good));
    world.cell.clock.advance(5s);
    ASSERT_TRUE(world.cell.submit("unit.stop", {{"unit", "test"}}));
    ASSERT_TRUE(world.becomes(Health::stopped));
    world.cell.systemd.break_start(unit, "exit-code");
    EXPECT_FALSE(world.cell.submit("unit.start", {{"unit", "test"}}));
    std::vector<std::string> results;
    for (const auto& row : world.cell.audit())
        if (row.entry.action.starts_with("unit."))
            results.push_back(row.entry.action + " " + row.entry.result);
    EXPECT_THAT(results, ElementsAre(testing::StartsWith("unit.start systemd's job"),
                                     "unit.start asked", "unit.stop done", "unit.stop asked"));
}

// Whoever came in through a server would shut himself out by stopping it.
TEST(Server, TheWayInIsNotStoppedThroughItself) {
    Bench world;
    world.cell.set_up();
    ASSERT_TRUE(world.becomes(Health::good));
    auto elsewhere = fakes::admin();
    elsewhere.address = "10.1.2.3";
    const auto refused = world.cell.submit("unit.stop", {{"unit", "test"}}, elsewhere);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_EQ(refused.error().field, "/unit");
    EXPECT_EQ(world.state().health, Health::good);
    EXPECT_TRUE(world.cell.submit("unit.restart", {{"unit", "test"}}, elsewhere));
    EXPECT_TRUE(world.cell.submit("unit.stop", {{"unit", "test"}}));
}

TEST(Server, StoppedByAPersonBetweenItsCrashesStaysSo) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.clock.advance(5s);
    world.cell.systemd.restart_on_failure(unit);
    world.cell.systemd.crash(unit, "exit-code");
    EXPECT_TRUE(world.becomes(Health::bad));
    world.cell.systemd.stop(unit);
    EXPECT_TRUE(world.becomes(Health::stopped));
    ASSERT_TRUE(world.cell.run_ticks());
    EXPECT_EQ(world.state().health, Health::stopped);
}

TEST(Server, AStopThatHadToBeForcedIsAStop) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.clock.advance(5s);
    const auto before = world.cell.systemd.calls();
    world.cell.systemd.stop_by_force(unit);
    EXPECT_TRUE(world.becomes(Health::stopped));
    world.cell.run_for(2s); // longer than until a first try
    EXPECT_EQ(world.state().health, Health::stopped);
    EXPECT_EQ(world.cell.systemd.calls(), before);
    world.cell.systemd.start(unit);
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.systemd.crash(unit, "timeout");
    EXPECT_TRUE(world.becomes(Health::bad)) << "it ended by itself";
}

// It stands on the device to start, and says itself how it is.
TEST(Server, ThatRunsIsNotStoppedBecauseTheDeviceIsAway) {
    Bench world(false);
    world.cell.set_up();
    ASSERT_TRUE(world.becomes(Health::good));
    const auto repaired = world.cell.observed().repairs + 1;
    world.cell.kernel.disturb(ports::KernelEvent::links, [](auto& objects) { objects.clear(); });
    bool stopped = false;
    EXPECT_TRUE(world.cell.run_until([&] {
        stopped = stopped || world.state().health == Health::stopped;
        return world.cell.observed().repairs == repaired;
    }));
    ASSERT_TRUE(world.cell.run_ticks());
    EXPECT_FALSE(stopped || world.state().health == Health::stopped);
}

TEST(Server, StoppedByAPersonStaysSoWhateverTheClockSays) {
    Bench world;
    EXPECT_TRUE(world.becomes(Health::good));
    world.cell.clock.advance(5s);
    world.cell.clock.set(clock_floor() - 10000h);
    world.cell.systemd.stop(unit);
    EXPECT_TRUE(world.becomes(Health::stopped));
    ASSERT_TRUE(world.cell.run_ticks());
    EXPECT_EQ(world.state().health, Health::stopped);
}

} // namespace pic::control
