// A terminal of the test's own, with picctl's code at its end.
#pragma once

#include <array>
#include <cstdio>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace pic::picctl {

// A process at the other end of a terminal.
class AtTerminal {
  public:
    template <class Work>
    explicit AtTerminal(Work work, unsigned short columns = 80) {
        const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        std::fflush(nullptr); // else both print what waits to be printed
        process_ = forkpty(&terminal_, nullptr, nullptr, &size);
        if (process_ != 0) return;
        std::clearerr(stdin);
        std::cin.clear();
        const bool well = work();
        std::cout.flush();
        ::_exit(well ? 0 : 1);
    }
    ~AtTerminal() {
        ::close(terminal_); // hangs up, where it still runs
        if (process_ > 0) ::waitpid(process_, nullptr, 0);
    }
    AtTerminal(const AtTerminal&) = delete;
    AtTerminal& operator=(const AtTerminal&) = delete;

    // Types `line` when `question` stands there.
    void answer(const std::string& question, const std::string& line) {
        read_until([&] { return shown_.ends_with(question); });
        EXPECT_EQ(::write(terminal_, (line + "\n").data(), line.size() + 1), line.size() + 1);
    }
    bool ended_well() {
        read_until([] { return false; });
        int status = 1;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return status == 0;
    }
    const std::string& shown() const { return shown_; }

  private:
    void read_until(const std::function<bool()>& condition) {
        std::array<char, 256> part{};
        pollfd readable{terminal_, POLLIN, 0};
        while (!condition() && ::poll(&readable, 1, 10'000) > 0) {
            const auto size = ::read(terminal_, part.data(), part.size());
            if (size <= 0) return;
            shown_.append(part.data(), static_cast<std::size_t>(size));
        }
    }

    int terminal_ = -1;
    std::string shown_;
    pid_t process_ = -1;
};

} // namespace pic::picctl
