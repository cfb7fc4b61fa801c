// pic-forward on the real kernel, against real router advertisements.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "forward/host_and_router.hpp"
#include "forward/pic_forward_program.hpp"

using namespace std::chrono_literals;

namespace pic::forward {

// The unit, as systemd runs it: ready by notification, its directory kept, --restore after it.
class Unit {
  public:
    Unit() {
        char name[] = "/tmp/pic-forward-test-XXXXXX";
        directory_ = mkdtemp(name);
        const std::string path = directory_ + "/notify";
        notify_ = Fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(bind(notify_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        setenv("RUNTIME_DIRECTORY", directory_.c_str(), 1);
    }
    ~Unit() {
        if (pid_ > 0) stop();
        unsetenv("NOTIFY_SOCKET");
        unsetenv("RUNTIME_DIRECTORY");
        std::filesystem::remove_all(directory_);
    }

    void start() {
        pid_ = spawn({});
        EXPECT_EQ(said().substr(0, 7), "READY=1");
    }
    void become_new() {
        kill(pid_, SIGHUP);
        EXPECT_EQ(said(), "RELOADING=1");
        EXPECT_EQ(said(), "READY=1\nSTATUS=IPv6 forwarding is on for the cell");
    }
    void die(int signal) {
        kill(pid_, signal);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
    void restore() {
        int status = -1;
        waitpid(spawn("--restore"), &status, 0);
        EXPECT_EQ(status, 0);
    }
    // As a stop that did not come further than the switch for all.
    void restore_half() {
        die(SIGTERM);
        std::ofstream(directory_ + "/changed", std::ios::app) << "restoring\n";
        shell("sysctl -qw net.ipv6.conf.all.forwarding=0");
    }
    void stop() {
        die(SIGTERM);
        restore();
    }

    bool without_ipv6 = false; // as on a kernel that was started with ipv6.disable=1

  private:
    std::string said() {
        pollfd waiting{notify_.get(), POLLIN, 0};
        EXPECT_EQ(poll(&waiting, 1, 10000), 1) << "pic-forward says nothing";
        char message[256];
        const auto length = recv(notify_.get(), message, sizeof message, MSG_DONTWAIT);
        return {message, static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
    }
    pid_t spawn(const std::string& argument) const {
        const pid_t pid = fork();
        if (pid != 0) return pid;
        const auto command = "exec " + std::string(pic_forward_program) + " " + argument;
        const auto script = "mount -t tmpfs none /proc/sys/net/ipv6 && " + command;
        if (without_ipv6)
            execlp("unshare", "unshare", "-m", "sh", "-c", script.c_str(), nullptr);
        else
            execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        _exit(127);
    }

    std::string directory_;
    Fd notify_;
    pid_t pid_ = 0;
};

class Forward : public testing::Test {
  protected:
    void hear_router() {
        ASSERT_TRUE(within(5s, [&] {
            net.advertise(1800s);
            return has_default_route();
        }));
    }

    HostAndRouter net;
    Unit unit;
};

// What this program exists for; without this case the next one would prove nothing.
TEST_F(Forward, PlainForwardingCostsTheDefaultRoute) {
    hear_router();
    shell("sysctl -qw net.ipv6.conf.all.forwarding=1");
    EXPECT_FALSE(has_default_route());
    net.advertise(1800s);
    EXPECT_FALSE(within(500ms, [] { return has_default_route(); }));
}

TEST_F(Forward, KeepsTheDefaultRouteOverTwoRouterLifetimes) {
    hear_router();
    unit.start();
    EXPECT_EQ(setting("all", "forwarding"), 1);
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (std::chrono::steady_clock::now() < end) {
        net.advertise(2s);
        ASSERT_TRUE(has_default_route());
        std::this_thread::sleep_for(100ms);
    }
    // It lived on what was heard while forwarding: left without advertisements, it expires.
    EXPECT_TRUE(within(5s, [] { return !has_default_route(); }));
}

TEST_F(Forward, AKernelWithoutIpv6IsNoFailure) {
    unit.without_ipv6 = true;
    unit.start();
    unit.stop();
    EXPECT_EQ(setting("all", "forwarding"), 0);
}

TEST_F(Forward, ADeviceThatAppearsLaterIsHeardToo) {
    unit.start();
    net.add_cable("up1", "down1");
    EXPECT_TRUE(within(5s, [] { return setting("up1", "accept_ra") == 2; }));
    net.advertise(1800s, "down1");
    EXPECT_TRUE(within(5s, [] { return has_default_route("up1"); }));
}

TEST_F(Forward, IfupdownSettingADeviceAnewIsAnswered) {
    unit.start();
    shell("ip link set up0 down && sysctl -qw net.ipv6.conf.up0.accept_ra=1 && "
          "ip link set up0 up");
    EXPECT_TRUE(within(5s, [] { return setting("up0", "accept_ra") == 2; }));
}

TEST_F(Forward, LeavesDevicesAloneThatOthersReadAdvertisementsFor) {
    shell("sysctl -qw net.ipv6.conf.up0.accept_ra=0");
    shell("ip link add pic0 type veth peer name far0");
    unit.start();
    EXPECT_EQ(setting("up0", "accept_ra"), 0);
    EXPECT_EQ(setting("far0", "accept_ra"), 2);
    EXPECT_EQ(setting("pic0", "accept_ra"), 1);
}

TEST_F(Forward, StopPutsEverythingBack) {
    shell("ip link add br0 type veth peer name br1 && sysctl -qw net.ipv6.conf.br0.accept_ra=2");
    unit.start();
    unit.stop();
    EXPECT_EQ(setting("all", "forwarding"), 0);
    EXPECT_EQ(setting("up0", "forwarding"), 0);
    EXPECT_EQ(setting("up0", "accept_ra"), 1);
    EXPECT_EQ(setting("br0", "accept_ra"), 2);
}

// The switch for all writes every device's.
class Router : public Forward {
  protected:
    Router() {
        shell("ip link add lan0 type veth peer name lan1 && "
              "sysctl -qw net.ipv6.conf.lan0.forwarding=1 net.ipv6.conf.default.forwarding=1");
        unit.start();
    }
};

TEST_F(Router, IsOneAgainWhenTheCellStops) {
    EXPECT_EQ(setting("lan0", "accept_ra"), 1) << "a router hears no advertisements";
    unit.stop();
    EXPECT_EQ(setting("all", "forwarding"), 0);
    EXPECT_EQ(setting("up0", "forwarding"), 0);
    EXPECT_EQ(setting("lan0", "forwarding"), 1);
    EXPECT_EQ(setting("default", "forwarding"), 1);
}

TEST_F(Router, StaysNoneWhereSomebodyTurnedItOff) {
    shell("sysctl -qw net.ipv6.conf.lan0.forwarding=0");
    unit.stop();
    EXPECT_EQ(setting("lan0", "forwarding"), 0);
    EXPECT_EQ(setting("default", "forwarding"), 1);
}

TEST_F(Router, IsOneAgainAfterAStopThatWasInterrupted) {
    unit.restore_half();
    EXPECT_EQ(setting("lan0", "forwarding"), 0);
    unit.restore();
    EXPECT_EQ(setting("lan0", "forwarding"), 1);
    EXPECT_EQ(setting("up0", "forwarding"), 0);
}

// Every change of such a setting is told to whoever listens (RTNLGRP_IPV6_NETCONF).
TEST_F(Forward, ANewVersionTakesOverWithoutAMomentInBetween) {
    unit.start();
    const Fd events(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = 1U << (RTNLGRP_IPV6_NETCONF - 1);
    ASSERT_EQ(bind(events.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    char event[4096];
    unit.become_new();
    EXPECT_LT(recv(events.get(), event, sizeof event, 0), 0) << "something was put back";
    net.add_cable("up1", "down1");
    EXPECT_TRUE(within(5s, [] { return setting("up1", "accept_ra") == 2; })) << "it still works";
    EXPECT_GT(recv(events.get(), event, sizeof event, 0), 0);
    unit.stop();
    EXPECT_EQ(setting("all", "forwarding"), 0);
    EXPECT_EQ(setting("up0", "accept_ra"), 1);
}

TEST_F(Forward, StopFindsARenamedDevice) {
    unit.start();
    shell("ip link set up0 down && ip link set up0 name wan0 && ip link set wan0 up");
    unit.stop();
    EXPECT_EQ(setting("wan0", "accept_ra"), 1);
}

TEST_F(Forward, ACrashLosesNothing) {
    hear_router();
    unit.start();
    unit.die(SIGKILL);
    unit.restore();
    EXPECT_EQ(setting("all", "forwarding"), 0);
    EXPECT_EQ(setting("up0", "accept_ra"), 1);
    unit.start();
    EXPECT_EQ(setting("all", "forwarding"), 1);
    EXPECT_TRUE(has_default_route());
}

TEST_F(Forward, AMachineThatForwardedBeforeIsLeftAlone) {
    shell("sysctl -qw net.ipv6.conf.all.forwarding=1");
    unit.start();
    EXPECT_EQ(setting("up0", "accept_ra"), 1);
    unit.stop();
    EXPECT_EQ(setting("all", "forwarding"), 1);
}

TEST_F(Forward, ForwardingTurnedOffBySomebodyIsTurnedOnAgain) {
    hear_router();
    unit.start();
    shell("sysctl -qw net.ipv6.conf.all.forwarding=0");
    EXPECT_TRUE(within(5s, [] { return setting("all", "forwarding") == 1; }));
    EXPECT_TRUE(has_default_route());
}

TEST_F(Forward, RefusesOtherArguments) {
    EXPECT_NE(std::system((std::string(pic_forward_program) + " up0 2>/dev/null").c_str()), 0);
}

} // namespace pic::forward
