// pic-forward: the job of pic-forward.service. Without arguments it turns IPv6 forwarding on and
// stays, because devices appear and ifupdown sets accept_ra anew whenever it brings one up; SIGHUP
// lets a new version take its place; --restore puts back what was changed, also by a process that
// crashed.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "base/log.hpp"
#include "forward/forwarding.hpp"

namespace pic::forward {

namespace {

// The unit's RuntimeDirectory=, which systemd keeps from one start to the next.
Result<std::string> record_path() {
    const char* directory = std::getenv("RUNTIME_DIRECTORY");
    if (!directory)
        return fail(Code::internal, "RUNTIME_DIRECTORY is not set", {},
                    "systemctl start pic-forward.service runs this program as it is meant to be");
    return std::string(directory) + "/changed";
}

// Readable whenever a device, or somebody's forwarding setting, changed.
Result<Fd> open_events() {
    Fd events(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = (1u << (RTNLGRP_LINK - 1)) | (1u << (RTNLGRP_IPV6_NETCONF - 1));
    if (!events || bind(events.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return fail(errno_error(errno, "cannot listen to changes of devices"));
    return events;
}

Result<Fd> open_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    Fd signals(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!signals) return fail(errno_error(errno, "cannot wait for signals"));
    return signals;
}

// An upgrade asks for it: the program that lies there now goes on where this one is, and nothing is
// put back and changed again meanwhile.
Status become_new(const char* program) {
    sd_notify(0, "RELOADING=1");
    char* const arguments[] = {const_cast<char*>(program), nullptr};
    execv(program, arguments);
    return fail(errno_error(errno, std::string("cannot run ") + program));
}

// What happened does not matter, only that something did; lost messages (ENOBUFS) are as good.
void drain(const Fd& events) {
    char buffer[8192];
    while (recv(events.get(), buffer, sizeof buffer, 0) >= 0 || errno == ENOBUFS) {
    }
}

Status run(const char* program) {
    PIC_LET(signals, open_signals());
    PIC_LET(events, open_events()); // before the first look, so that nothing falls between
    PIC_LET(path, record_path());
    PIC_LET(record, load_record(path));
    Forwarding forwarding(path, std::move(record));
    PIC_TRY(forwarding.settle());
    sd_notify(0, !has_ipv6()         ? "READY=1\nSTATUS=this kernel has no IPv6"
                 : forwarding.ours() ? "READY=1\nSTATUS=IPv6 forwarding is on for the cell"
                                     : "READY=1\nSTATUS=IPv6 forwarding was on already");
    pollfd waiting[] = {{signals.get(), POLLIN, 0}, {events.get(), POLLIN, 0}};
    while (true) {
        if (poll(waiting, 2, -1) < 0 && errno != EINTR)
            return fail(errno_error(errno, "cannot wait for events"));
        signalfd_siginfo signal{};
        if (read(signals.get(), &signal, sizeof signal) == sizeof signal) {
            if (signal.ssi_signo != SIGHUP) return {};
            return become_new(program);
        }
        drain(events);
        if (const auto settled = forwarding.settle(); !settled)
            log::warning(settled.error().text());
    }
}

Status restore() {
    PIC_LET(path, record_path());
    PIC_LET(record, load_record(path));
    return Forwarding(path, std::move(record)).restore();
}

} // namespace

} // namespace pic::forward

int main(int argc, char** argv) {
    const bool restoring = argc == 2 && std::strcmp(argv[1], "--restore") == 0;
    if (argc != 1 && !restoring) {
        pic::log::error("usage: pic-forward [--restore]");
        return 2;
    }
    const auto done = restoring ? pic::forward::restore() : pic::forward::run(argv[0]);
    if (!done) pic::log::error(done.error().text());
    return done ? 0 : 1;
}
