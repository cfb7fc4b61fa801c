#include "bus/daemon.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic::bus {

namespace {

constexpr const char* config = R"(<busconfig>
 <listen>@ADDRESS@</listen>
 <policy context="default">
  <allow user="*"/><allow own="*"/>
  <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
 </policy>
</busconfig>
)";

} // namespace

Daemon::Daemon() {
    char pattern[] = "/tmp/pic-bus-XXXXXX";
    folder_ = ::mkdtemp(pattern);
    std::filesystem::permissions(folder_, std::filesystem::perms(0711)); // for other users
    address_ = "unix:path=" + folder_ + "/bus";
    std::string text = config;
    text.replace(text.find("@ADDRESS@"), 9, address_);
    std::ofstream(folder_ + "/config") << text;
    start();
}

Daemon::~Daemon() {
    stop();
    std::filesystem::remove_all(folder_);
}

void Daemon::start() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    const Fd reading(ends[0]);
    Fd writing(ends[1]);
    const std::string file = "--config-file=" + folder_ + "/config";
    const std::string print = "--print-address=" + std::to_string(writing.get());
    const char* arguments[] = {"dbus-daemon", file.c_str(),  "--nofork",
                               "--nopidfile", print.c_str(), nullptr};
    std::filesystem::remove(folder_ + "/bus");
    if (::posix_spawnp(&pid_, "dbus-daemon", nullptr, nullptr, const_cast<char* const*>(arguments),
                       environ) != 0)
        throw std::runtime_error("dbus-daemon does not start; apt install dbus-daemon");
    writing = Fd();
    char printed[256];
    if (::read(reading.get(), printed, sizeof printed) <= 0)
        throw std::runtime_error("dbus-daemon ended");
}

void Daemon::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

bool run_until(boost::asio::io_context& io, const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    io.restart();
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        io.run_one_for(std::chrono::milliseconds(200));
        io.restart();
    }
    return true;
}

} // namespace pic::bus
