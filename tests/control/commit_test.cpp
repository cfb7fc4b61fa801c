// Durable or not done: group commit, a full disk, a daemon that is killed.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <future>
#include <sys/wait.h>
#include <unistd.h>

#include "app/load.hpp"
#include "fakes/cell.hpp"
#include "fakes/full_disk.hpp"

namespace pic::control {

namespace {

using fakes::Cell;

struct Committing : testing::Test {
    Committing() { cell.set_up(); }

    Call adding(const std::string& name) {
        Call call;
        call.caller = fakes::admin();
        call.input = {{"name", name}};
        return call;
    }

    // Asks for `many` peers at once and waits for all answers.
    std::vector<Result<Reply>> add_at_once(int many) {
        std::vector<Result<Reply>> answers;
        for (int i = 0; i < many; ++i)
            cell.ask("peer.add", adding("peer" + std::to_string(i)),
                     [&](Result<Reply> reply) { answers.push_back(std::move(reply)); });
        EXPECT_TRUE(
            cell.run_until([&] { return answers.size() == static_cast<std::size_t>(many); }));
        return answers;
    }

    // Until the store thread has done all that was asked of it.
    void await_store() {
        std::promise<void> done;
        cell.control().world().store.read([&](store::Store&) { done.set_value(); });
        done.get_future().wait();
    }

    // The first on a disk that takes files of this size, the second before the first is heard of
    // again. The answers, in their order.
    std::vector<Result<Reply>> decide_both(const Decision& first, const Decision& second,
                                           rlim_t room = 512 << 10) {
        std::vector<Result<Reply>> answers;
        const auto noted = [&](Result<Reply> reply) { answers.push_back(std::move(reply)); };
        {
            const fakes::FullDisk full(room);
            cell.control().change(fakes::admin(), "test.first", first, noted);
            await_store();
        }
        cell.control().change(fakes::admin(), "test.second", second, noted);
        await_store();
        EXPECT_TRUE(cell.run_until([&] { return answers.size() == 2; }));
        return answers;
    }

    Cell cell;
};

// A document larger than the store keeps in memory before it writes.
Result<Change> large_change(const Context&) {
    model::Peer peer;
    peer.name = "large";
    peer.note = std::string(4 << 20, 'x');
    return std::move(Change().put("aaaaaaaaaa", std::move(peer)));
}

Result<Change> audit_only(const Context&) {
    Change change;
    change.target = "noted";
    return change;
}

} // namespace

TEST_F(Committing, ManyAtOnceAreEachAnsweredWithTheirOwn) {
    std::set<std::string> addresses, generations;
    for (const auto& answer : add_at_once(50)) {
        ASSERT_TRUE(answer) << answer.error().text();
        addresses.insert(std::string(answer->body.at("peer").at("ipv4").as_string()));
        generations.insert(std::to_string(answer->generation));
    }
    EXPECT_EQ(addresses.size(), 50U);
    EXPECT_EQ(generations.size(), 50U);
    EXPECT_EQ(cell.view().peers.size(), 50U);
    cell.restart();
    EXPECT_EQ(cell.view().peers.size(), 50U);
}

TEST_F(Committing, OnAFullDiskNothingIsChangedAndTheNextOneWorks) {
    const auto generation = cell.view().generation;
    const auto objects = cell.kernel.objects();
    {
        const fakes::FullDisk full;
        for (const auto& answer : add_at_once(3)) {
            ASSERT_FALSE(answer);
            EXPECT_NE(answer.error().text().find("nothing could be stored"), std::string::npos);
        }
    }
    EXPECT_EQ(cell.view().generation, generation);
    EXPECT_EQ(cell.kernel.objects(), objects);
    const auto next = cell.submit("peer.add", {{"name", "peer0"}});
    ASSERT_TRUE(next) << next.error().text();
    EXPECT_EQ(next->body.at("peer").at("ipv4").as_string(), "10.9.0.2");
    cell.restart();
    EXPECT_EQ(cell.view().peers.size(), 1U);
    EXPECT_EQ(cell.view().generation, generation + 1);
}

// The doctor names it until the disk takes something again, and picd looks by itself.
TEST_F(Committing, AFullDiskIsTheDoctorsFindingUntilItTakesChangesAgain) {
    const auto refused = [&] {
        return std::ranges::any_of(cell.control().snapshot()->observed->findings,
                                   [](const Finding& each) { return each.id == "store.refused"; });
    };
    {
        const fakes::FullDisk full;
        EXPECT_FALSE(cell.submit("peer.add", {{"name", "phone"}}));
        EXPECT_TRUE(refused());
        // What writes nothing, as of a stranger who signs out, says nothing of the disk.
        EXPECT_TRUE(
            cell.submit("auth.logout", {}, Caller{.actor = "anonymous", .address = "10.0.0.2"}));
        EXPECT_TRUE(refused());
    }
    EXPECT_TRUE(cell.run_until([&] { return !refused(); })) << "nobody changed anything";
    EXPECT_EQ(cell.audit().front().entry.action, "store.recover");
}

TEST_F(Committing, AnAuditEntryBehindAFailedChangeDoesNotBringItBack) {
    const auto answers = decide_both(large_change, audit_only);
    EXPECT_FALSE(answers.at(0));
    EXPECT_TRUE(answers.at(1));
    EXPECT_EQ(cell.view().peers.size(), 0U);
    EXPECT_EQ(cell.control().state().view.peers.size(), 0U);
    EXPECT_TRUE(cell.submit("peer.add", {{"name", "phone"}}));
}

TEST_F(Committing, AFailedAuditEntryTakesNoChangeBehindItWithIt) {
    const auto answers = decide_both(audit_only, large_change, 0);
    EXPECT_FALSE(answers.at(0));
    EXPECT_TRUE(answers.at(1));
    EXPECT_EQ(cell.view().peers.size(), 1U);
    EXPECT_EQ(cell.control().state().view.peers.size(), 1U);
}

TEST_F(Committing, WhatWasBuiltOnAFailedChangeFailsWithIt) {
    const auto answers = decide_both(large_change, [](const Context& context) -> Result<Change> {
        auto peer = context.view.peers.find("aaaaaaaaaa")->value;
        peer.name = "renamed";
        return std::move(Change().put("aaaaaaaaaa", std::move(peer)));
    });
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_FALSE(answers[0]);
    ASSERT_FALSE(answers[1]);
    EXPECT_EQ(answers[1].error(), answers[0].error());
    EXPECT_EQ(cell.view().peers.size(), 0U);
}

namespace {

// Adds peers until it is killed, and says over `told` which ones were answered.
[[noreturn]] void add_forever(int told) {
    Cell cell;
    const auto say = [&](const std::string& line) {
        if (write(told, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(1);
    };
    say(cell.folder() + "\n" + std::string(cell.key().reveal()));
    cell.set_up();
    for (int i = 0;; ++i) {
        const auto name = "peer" + std::to_string(1000 + i);
        if (!cell.submit("peer.add", {{"name", name}})) _exit(1);
        say(name);
    }
}

std::string read_all(int from) {
    std::string text;
    for (char part[4096];;) {
        const auto size = read(from, part, sizeof part);
        if (size <= 0) return text;
        text.append(part, static_cast<std::size_t>(size));
    }
}

} // namespace

TEST(Killed, PicdLosesNoChangeThatItAnswered) {
    constexpr std::size_t key_size = 32, name_size = 8;
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto child = fork();
    if (child == 0) add_forever(pipe[1]);
    close(pipe[1]);
    std::string text(200, '\0'); // the folder, the key and some names
    for (std::size_t got = 0; got < text.size();) {
        const auto size = read(pipe[0], text.data() + got, text.size() - got);
        ASSERT_GT(size, 0);
        got += static_cast<std::size_t>(size);
    }
    kill(child, SIGKILL);
    text += read_all(pipe[0]);
    close(pipe[0]);
    waitpid(child, nullptr, 0);

    const auto folder = text.substr(0, text.find('\n'));
    const Secret key(std::string_view(text).substr(folder.size() + 1, key_size));
    auto store = store::Store::open(folder, key);
    ASSERT_TRUE(store) << store.error().text();
    const auto state = app::load_state(**store);
    ASSERT_TRUE(state) << state.error().text();
    const auto names = text.substr(folder.size() + 1 + key_size);
    ASSERT_GE(names.size() / name_size, 10U);
    for (std::size_t at = 0; at + name_size <= names.size(); at += name_size) {
        const auto name = names.substr(at, name_size);
        EXPECT_NE(
            state->view.peers.find_if([&](const auto& peer) { return peer.value.name == name; }),
            nullptr)
            << name;
    }
    EXPECT_FALSE((*store)->audit().verify()->broken);
    std::filesystem::remove_all(folder);
}

} // namespace pic::control
