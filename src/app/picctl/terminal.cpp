#include "app/picctl/terminal.hpp"

#include <cstdio>
#include <cstring>
#include <iostream>
#include <termios.h>
#include <unistd.h>

#include "app/picctl/say.hpp"

namespace pic::picctl {

namespace {

class NoEcho {
  public:
    NoEcho() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~NoEcho() {
        if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

  private:
    termios before_{};
    bool changed_ = false;
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
    auto& shown = isatty(STDOUT_FILENO) != 0 ? std::cout : std::cerr;
    const NoEcho quiet; // first: it drops what was typed before, and nothing that answers
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
