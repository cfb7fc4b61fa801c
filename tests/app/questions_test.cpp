// What a command reads from a terminal, at a real one.
#include "app/picctl/questions.hpp"

#include <array>
#include <cstdio>
#include <functional>
#include <gmock/gmock.h>
#include <iostream>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/operations.hpp"

namespace pic::picctl {

namespace {

using testing::HasSubstr;
using testing::Not;

// A process at the other end of a terminal.
class AtTerminal {
  public:
    template <class Work>
    explicit AtTerminal(Work work) : process_(forkpty(&terminal_, nullptr, nullptr, nullptr)) {
        if (process_ != 0) return;
        std::clearerr(stdin);
        std::cin.clear();
        ::_exit(work() ? 0 : 1);
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
    pid_t process_;
};

} // namespace

TEST(Questions, ASecretThatIsTypedForStandardInputIsAskedForAndNotShown) {
    AtTerminal picctl([] {
        const std::string_view words[] = {"user", "reset-password", "anna", "--password-stdin"};
        const auto command = parse(words, app::operations(), Time());
        if (!command) return false;
        const auto input = complete(*command);
        return input && input->at("password") == "plenty of owls here";
    });
    picctl.answer("Password: ", "plenty of owls here");
    EXPECT_TRUE(picctl.ended_well()) << picctl.shown();
    EXPECT_THAT(picctl.shown(), HasSubstr("Password: "));
    EXPECT_THAT(picctl.shown(), Not(HasSubstr("owls")));
}

} // namespace pic::picctl
