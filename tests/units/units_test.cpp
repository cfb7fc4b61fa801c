#include <gmock/gmock.h>

#include "units/systemd.hpp"

namespace pic::units {

using ports::UnitState;
using ports::UnitVerb;
using namespace std::chrono_literals;

void OnSystemd::SetUp() {
    systemd = GetParam()();
    if (!systemd) GTEST_SKIP() << "changes systemd's units: runs where PIC_THROWAWAY=1 is set";
}

void OnSystemd::run_until(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (!condition() && std::chrono::steady_clock::now() < end) {
        systemd->loop().restart();
        systemd->loop().run_for(20ms);
    }
    EXPECT_TRUE(condition());
}

Status OnSystemd::call(UnitVerb verb) {
    std::optional<Status> outcome;
    systemd->units().call(verb, test_unit, [&](Status status) { outcome = std::move(status); });
    run_until([&] { return outcome.has_value(); });
    return *outcome;
}

UnitState OnSystemd::state() {
    std::optional<Result<UnitState>> answer;
    systemd->units().state(test_unit, [&](Result<UnitState> now) { answer = std::move(now); });
    run_until([&] { return answer.has_value(); });
    return answer->value_or(UnitState());
}

TEST_P(OnSystemd, AUnitThatNobodyInstalledIsNotFound) {
    EXPECT_EQ(state().load, "not-found");
    EXPECT_EQ(state().active, "inactive");
    EXPECT_EQ(state().result, "success");
    EXPECT_FALSE(state().overridden);
    EXPECT_EQ(call(UnitVerb::start).error().detail, "systemd refused a job for " + test_unit);
}

TEST_P(OnSystemd, AUnitNeverStartedHasNeverChanged) {
    systemd->install();
    const auto now = state();
    EXPECT_EQ(now.load, "loaded");
    EXPECT_EQ(now.active, "inactive");
    EXPECT_EQ(now.since, 0);
    EXPECT_FALSE(now.overridden);
}

TEST_P(OnSystemd, AStartIsAnsweredWhenTheUnitRuns) {
    systemd->install();
    ASSERT_TRUE(call(UnitVerb::start));
    const auto now = state();
    EXPECT_EQ(now.active, "active");
    EXPECT_EQ(now.sub, "running");
    EXPECT_EQ(now.result, "success");
    EXPECT_GT(now.since, 0);
    EXPECT_FALSE(now.job);
    EXPECT_TRUE(call(UnitVerb::start)) << "once more changes nothing";
    EXPECT_EQ(state().changed, now.changed);
}

TEST_P(OnSystemd, ARestartEndsWhatRuns) {
    systemd->install();
    ASSERT_TRUE(call(UnitVerb::restart)) << "starts what did not run";
    std::vector<UnitState> seen;
    systemd->units().watch(test_unit, [&](const UnitState& now) { seen.push_back(now); });
    run_until([&] { return !seen.empty() && !seen.back().job; });
    const auto before = seen.size();
    ASSERT_TRUE(call(UnitVerb::restart));
    run_until([&] { return seen.size() > before && seen.back().active == "active"; });
}

TEST_P(OnSystemd, TwoStartsAtOnceAreBothAnswered) {
    systemd->install();
    int answered = 0;
    for (int i = 0; i < 2; ++i)
        systemd->units().call(UnitVerb::start, test_unit, [&](const Status& outcome) {
            EXPECT_TRUE(outcome);
            ++answered;
        });
    run_until([&] { return answered == 2; });
    EXPECT_EQ(active(), "active");
}

TEST_P(OnSystemd, AStopLeavesItInactiveAndSuccessful) {
    systemd->install();
    ASSERT_TRUE(call(UnitVerb::start));
    ASSERT_TRUE(call(UnitVerb::stop));
    const auto now = state();
    EXPECT_EQ(now.active, "inactive");
    EXPECT_EQ(now.sub, "dead");
    EXPECT_EQ(now.result, "success");
    EXPECT_TRUE(call(UnitVerb::stop)) << "once more changes nothing";
}

TEST_P(OnSystemd, AStopBeforeTheNextStartLeavesItSuccessful) {
    systemd->install();
    systemd->restart_on_failure();
    ASSERT_TRUE(call(UnitVerb::start));
    systemd->kill();
    run_until([&] { return state().sub == "auto-restart"; });
    EXPECT_EQ(active(), "activating");
    systemd->stop();
    run_until([&] { return active() == "inactive"; });
    EXPECT_EQ(state().result, "success");
}

TEST_P(OnSystemd, AProgramThatEndsAtOnceFailsTheJobAndTheUnit) {
    systemd->install();
    systemd->break_start();
    const auto outcome = call(UnitVerb::start);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::unavailable);
    EXPECT_EQ(state().active, "failed");
    EXPECT_EQ(state().result, "exit-code");
}

TEST_P(OnSystemd, AMaskedUnitCannotBeStarted) {
    systemd->install();
    systemd->mask();
    const auto outcome = call(UnitVerb::start);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().remedy, testing::HasSubstr("sudo systemctl unmask "));
    EXPECT_EQ(state().load, "masked");
    EXPECT_EQ(active(), "inactive");
}

TEST_P(OnSystemd, WhatDoesNotRunCannotBeReloaded) {
    systemd->install();
    EXPECT_FALSE(call(UnitVerb::reload));
    EXPECT_EQ(active(), "inactive");
    ASSERT_TRUE(call(UnitVerb::start));
    EXPECT_TRUE(call(UnitVerb::reload));
}

TEST_P(OnSystemd, AReloadIsShownUntilItIsAnsweredAndALittleLonger) {
    systemd->install();
    systemd->slow_reload();
    ASSERT_TRUE(call(UnitVerb::start));
    std::vector<UnitState> seen;
    systemd->units().watch(test_unit, [&](const UnitState& now) { seen.push_back(now); });
    run_until([&] { return !seen.empty() && seen.back().active == "active" && !seen.back().job; });
    std::optional<UnitState> when_answered;
    systemd->units().call(UnitVerb::reload, test_unit, [&](const Status& outcome) {
        EXPECT_TRUE(outcome);
        when_answered = seen.back();
    });
    run_until([&] { return when_answered.has_value(); });
    EXPECT_EQ(when_answered->active, "reloading");
    EXPECT_TRUE(when_answered->job);
    run_until([&] { return seen.back().active == "active" && !seen.back().job; });
}

TEST_P(OnSystemd, ADropInOfTheAdministratorIsSeen) {
    systemd->install();
    systemd->override_it();
    EXPECT_TRUE(state().overridden);
    EXPECT_EQ(state().load, "loaded");
}

TEST_P(OnSystemd, AKilledProgramFailsTheUnit) {
    systemd->install();
    ASSERT_TRUE(call(UnitVerb::start));
    systemd->kill();
    run_until([&] { return active() == "failed"; });
    EXPECT_EQ(state().result, "signal");
    EXPECT_TRUE(call(UnitVerb::start));
    EXPECT_EQ(state().result, "success");
}

TEST_P(OnSystemd, AWatchTellsTheFirstStateAndWhatOthersDo) {
    systemd->install();
    std::vector<UnitState> seen;
    systemd->units().watch(test_unit, [&](const UnitState& now) { seen.push_back(now); });
    run_until([&] { return !seen.empty(); });
    EXPECT_EQ(seen.back().active, "inactive");
    systemd->start();
    run_until([&] { return seen.back().active == "active" && !seen.back().job; });
    systemd->stop();
    run_until([&] { return seen.back().active == "inactive" && !seen.back().job; });
    EXPECT_EQ(seen.back().result, "success");
    for (std::size_t i = 1; i < seen.size(); ++i)
        EXPECT_NE(seen[i], seen[i - 1]);
}

} // namespace pic::units
