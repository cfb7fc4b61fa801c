#include "firewall/command.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic::firewall {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t most_output = 1 << 22, most_shown = 4096;

std::string shown(const Words& command) {
    std::string text;
    for (const auto& word : command)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

// As much of what a program said as an error shows.
std::string beginning(std::string output) {
    output.resize(std::min(output.size(), most_shown));
    while (output.ends_with('\n'))
        output.pop_back();
    return output;
}

Result<pid_t> spawn(const Words& command, int output) {
    std::vector<char*> argv;
    for (const auto& word : command)
        argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    // Untranslated: what these programs say is read below and in the journal.
    std::array environment = {const_cast<char*>("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                              const_cast<char*>("LC_ALL=C"), static_cast<char*>(nullptr)};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    pid_t pid = 0;
    const int failure =
        posix_spawn(&pid, argv.front(), &actions, nullptr, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failure == 0) return pid;
    auto error = errno_error(failure, "cannot run " + command.front());
    if (failure == ENOENT) error.code = Code::not_found;
    return fail(std::move(error));
}

Status await(int fd, Clock::time_point until) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        pollfd waiting{fd, POLLIN, 0};
        const int ready = poll(&waiting, 1, std::max(0, static_cast<int>(left.count())));
        if (ready > 0) return {};
        if (ready == 0) return fail(Code::unavailable, "it took too long");
        if (errno != EINTR) return fail(errno_error(errno, "it cannot be waited for"));
    }
}

// Until the other end is closed.
Status read_all(int from, Clock::time_point until, Ran& ran) {
    std::array<char, 4096> part;
    for (;;) {
        PIC_TRY(await(from, until));
        const auto size = ::read(from, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return fail(errno_error(errno, "what it says cannot be read"));
        if (size == 0) return {};
        const auto room = most_output - ran.output.size();
        ran.cut = ran.cut || static_cast<std::size_t>(size) > room;
        ran.output.append(part.data(), std::min(static_cast<std::size_t>(size), room));
    }
}

// A program may close its output long before it ends.
Status follow(pid_t pid, int output, Clock::time_point until, Ran& ran) {
    // Not by glibc's function: the header of 2.36 declares it as C++.
    const Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process) return fail(errno_error(errno, "it cannot be followed"));
    PIC_TRY(read_all(output, until, ran));
    return await(process.get(), until);
}

} // namespace

Result<Ran> run(const Words& command, std::chrono::milliseconds patience) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(errno_error(errno, "cannot make a pipe"));
    const Fd from(ends[0]);
    Fd into(ends[1]);
    PIC_LET(pid, spawn(command, into.get()));
    into = Fd();
    Ran ran;
    const auto followed = follow(pid, from.get(), Clock::now() + patience, ran);
    if (!followed) kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!followed || !WIFEXITED(status))
        return fail(Error{Code::unavailable,
                          shown(command) + " did not end by itself",
                          {},
                          {},
                          {followed ? "it died of a signal" : followed.error().detail,
                           beginning(std::move(ran.output))}});
    ran.status = WEXITSTATUS(status);
    return ran;
}

Error ended(const Words& command, Ran ran) {
    return {Code::unavailable,
            shown(command) + " ended with " + std::to_string(ran.status),
            {},
            {},
            {beginning(std::move(ran.output))}};
}

Result<std::string> must(const Words& command) {
    PIC_LET(ran, run(command));
    if (ran.cut) // what is missing may be what matters
        return fail(Code::unavailable, shown(command) + " says more than can be read");
    if (ran.status == 0) return std::move(ran.output);
    return fail(ended(command, std::move(ran)));
}

Words words_of(const std::string& text) {
    std::istringstream stream(text);
    Words words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

} // namespace pic::firewall
