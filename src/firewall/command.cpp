#include "firewall/command.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic::firewall {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience(60);
constexpr std::size_t most_output = 16384;

std::string shown(const Words& command) {
    std::string text;
    for (const auto& word : command)
        text += (text.empty() ? "" : " ") + word;
    return text;
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

// Until the other end is closed; false: the time is up.
bool read_all(int from, Clock::time_point until, std::string& output) {
    std::array<char, 4096> part;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd waiting{from, POLLIN, 0};
        const int ready = left <= 0 ? 0 : poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        const auto size = ::read(from, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return true;
        output.append(part.data(),
                      std::min(static_cast<std::size_t>(size), most_output - output.size()));
    }
}

} // namespace

Result<Ran> run(const Words& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(errno_error(errno, "cannot make a pipe"));
    const Fd from(ends[0]);
    Fd into(ends[1]);
    PIC_LET(pid, spawn(command, into.get()));
    into = Fd();
    Ran ran;
    const bool in_time = read_all(from.get(), Clock::now() + patience, ran.output);
    if (!in_time) kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time || !WIFEXITED(status))
        return fail(Error{Code::unavailable,
                          shown(command) + (in_time ? " died of a signal" : " took too long"),
                          {},
                          {},
                          {ran.output}});
    ran.status = WEXITSTATUS(status);
    return ran;
}

Result<std::string> must(const Words& command) {
    PIC_LET(ran, run(command));
    if (ran.status == 0) return std::move(ran.output);
    while (!ran.output.empty() && ran.output.back() == '\n')
        ran.output.pop_back();
    return fail(Error{Code::unavailable,
                      shown(command) + " ended with " + std::to_string(ran.status),
                      {},
                      {},
                      {ran.output}});
}

Words words_of(const std::string& text) {
    std::istringstream stream(text);
    Words words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

} // namespace pic::firewall
