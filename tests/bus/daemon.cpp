#include "bus/daemon.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic::bus {

Daemon::Daemon() {
    char pattern[] = "/tmp/pic-bus-XXXXXX";
    folder_ = ::mkdtemp(pattern);
    address_ = "unix:path=" + folder_ + "/bus";
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
    const std::string listen = "--address=" + address_;
    const std::string print = "--print-address=" + std::to_string(writing.get());
    const char* arguments[] = {"dbus-daemon",  "--session",   "--nofork", "--nopidfile",
                               listen.c_str(), print.c_str(), nullptr};
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
