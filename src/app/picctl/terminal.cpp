#include "app/picctl/terminal.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <termios.h>
#include <unistd.h>

#include "app/picctl/say.hpp"

namespace pic::picctl {

namespace {

// Where a signal's handler finds the question that is asked; there is one at a time.
struct Asked {
    termios before{}, quiet{};
    int shown = STDOUT_FILENO;
    std::string text;
} asked;

bool in_front() {
    return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

// Who breaks off, or stops the job, gets a terminal back that shows what he types. After a stop, or
// one that the kernel does not make of an orphan, it is asked again, unseen as before: the shell
// has given the terminal its own settings meanwhile. In the background that waits for the
// foreground.
void leave(int number) {
    if (in_front()) tcsetattr(STDIN_FILENO, TCSANOW, &asked.before);
    std::signal(number, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    sigprocmask(SIG_UNBLOCK, &one, nullptr);
    ::raise(number);
    std::signal(number, leave);
    tcsetattr(STDIN_FILENO, TCSANOW, &asked.quiet);
    [[maybe_unused]] const auto told = ::write(asked.shown, asked.text.data(), asked.text.size());
}

class NoEcho {
  public:
    NoEcho(const std::string& question, int shown) {
        if (tcgetattr(STDIN_FILENO, &asked.before) != 0) return;
        asked.quiet = asked.before;
        asked.quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        asked.shown = shown;
        asked.text = question + ": ";
        for (auto& [number, handler] : handlers_) {
            handler = std::signal(number, leave);
            if (handler == SIG_IGN) std::signal(number, SIG_IGN);
        }
        // It drops what was typed before, and nothing that answers.
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &asked.quiet);
        quiet_ = true;
    }
    ~NoEcho() {
        if (!quiet_) return;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &asked.before);
        for (const auto& [number, handler] : handlers_)
            std::signal(number, handler);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

  private:
    std::map<int, void (*)(int)> handlers_{{SIGINT, nullptr},
                                           {SIGQUIT, nullptr},
                                           {SIGTERM, nullptr},
                                           {SIGHUP, nullptr},
                                           {SIGTSTP, nullptr}};
    bool quiet_ = false;
};

} // namespace

bool is_interactive() {
    return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
}

Result<std::string> ask(const std::string& question, const std::string& proposal) {
    prompt(std::cout, question + (proposal.empty() ? "" : " [" + proposal + "]"));
    std::string line;
    if (!std::getline(std::cin, line)) return fail(Code::malformed, "no answer was given");
    return line.empty() ? proposal : line;
}

Result<std::string> ask_until(const std::string& question, const std::string& proposal,
                              const Judge& judge) {
    for (;;) {
        PIC_LET(answer, ask(question, proposal));
        const auto fine = judge(answer);
        if (fine) return answer;
        say(std::cout, fine.error().text());
    }
}

Result<Secret> ask_secret(const std::string& question) {
    // What is asked is no part of the answer that goes to a file.
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    auto& shown = terminal ? std::cout : std::cerr;
    const NoEcho quiet(question, terminal ? STDOUT_FILENO : STDERR_FILENO);
    prompt(shown, question);
    auto line = read_line();
    shown << '\n';
    return line;
}

Result<Secret> take_secret(const std::string& question) {
    return isatty(STDIN_FILENO) != 0 ? ask_secret(question) : read_line();
}

Result<Secret> read_line() {
    std::string line;
    if (!std::getline(std::cin, line))
        return fail(Code::malformed, "standard input ended before the line that was expected");
    Secret secret(line);
    explicit_bzero(line.data(), line.size());
    return secret;
}

} // namespace pic::picctl
