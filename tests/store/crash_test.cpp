// A process that is killed while it commits: every commit it was told of is there afterwards.
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "store/folder.hpp"

namespace pic::store {

namespace {

[[noreturn]] void commit_forever(const std::string& path, const Secret& key, int told) {
    auto store = Store::open(path, key);
    for (std::uint64_t i = 0; store; ++i) {
        const auto outcome = commit_one(
            **store, {i, {{"peers", std::to_string(i), "{}"}}, {}, {}, {}, {entry("x")}});
        if (!outcome || write(told, &*outcome, sizeof *outcome) != sizeof *outcome) break;
    }
    _exit(1);
}

} // namespace

TEST_F(Folder, NothingThatWasAnsweredIsLostInACrash) {
    open();
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto child = fork();
    if (child == 0) commit_forever(path, key, pipe[1]);
    close(pipe[1]);
    std::uint64_t newest = 0;
    while (newest < 20)
        ASSERT_EQ(read(pipe[0], &newest, sizeof newest), ssize_t{sizeof newest});
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (std::uint64_t more = 0; read(pipe[0], &more, sizeof more) == ssize_t{sizeof more};)
        newest = more;
    close(pipe[0]);

    auto store = open();
    EXPECT_GE(store->generation(), newest);
    EXPECT_EQ(store->scan()->size(), store->generation());
    const auto verdict = store->audit().verify();
    EXPECT_FALSE(verdict->broken);
    EXPECT_EQ(verdict->entries, static_cast<std::int64_t>(store->generation()));
}

} // namespace pic::store
