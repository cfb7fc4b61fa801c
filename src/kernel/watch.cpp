#include "kernel/watch.hpp"

#include <array>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/message.hpp"

namespace pic::kernel {

namespace {

using ports::KernelEvent;

// NETCONF: who writes to a device's settings (sysctl) is heard of there and nowhere else.
constexpr std::array route_groups = {RTNLGRP_LINK,        RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV4_IFADDR,
                                     RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE,   RTNLGRP_IPV6_ROUTE,
                                     RTNLGRP_IPV4_RULE,   RTNLGRP_IPV6_RULE};
constexpr int room = 1 << 20;

Result<Fd> subscribe(int protocol, std::span<const rtnetlink_groups> groups) {
    Fd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
    if (!fd) return fail(errno_error(errno, "Cannot open a netlink socket"));
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    sockaddr_nl self{};
    self.nl_family = AF_NETLINK;
    if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&self), sizeof self) != 0)
        return fail(errno_error(errno, "Cannot bind a netlink socket"));
    for (const int group : groups)
        if (setsockopt(fd.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) != 0)
            return fail(errno_error(errno, "Cannot hear of the kernel's changes"));
    return fd;
}

KernelEvent kind_of(std::uint16_t type) {
    switch (type) {
    case RTM_NEWADDR:
    case RTM_DELADDR:
        return KernelEvent::addresses;
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
        return KernelEvent::routes;
    case RTM_NEWRULE:
    case RTM_DELRULE:
        return KernelEvent::rules;
    default: // RTM_*LINK, RTM_*NETCONF
        return KernelEvent::links;
    }
}

// The thread that a transaction of nftables came from; 0 when the message does not say.
std::uint32_t author(Bytes payload) {
    nfgenmsg header{};
    Bytes rest;
    if (!split(payload, header, rest)) return 0;
    for (const auto& attribute : attributes(rest))
        if (attribute.type == NFTA_GEN_PROC_PID) return attribute.as_be32();
    return 0;
}

} // namespace

Result<std::unique_ptr<Watch>> Watch::start(std::set<std::uint32_t> own_ports,
                                            std::function<void(KernelEvent)> changed) {
    std::unique_ptr<Watch> watch(new Watch);
    static constexpr std::array nft_groups = {static_cast<rtnetlink_groups>(NFNLGRP_NFTABLES)};
    PIC_LET(route, subscribe(NETLINK_ROUTE, route_groups));
    PIC_LET(nftables, subscribe(NETLINK_NETFILTER, nft_groups));
    watch->route_ = std::move(route);
    watch->nftables_ = std::move(nftables);
    watch->own_thread_ = static_cast<std::uint32_t>(gettid());
    watch->wake_ = Fd(eventfd(0, EFD_CLOEXEC));
    watch->own_ports_ = std::move(own_ports);
    watch->changed_ = std::move(changed);
    watch->thread_ = std::thread([raw = watch.get()] { raw->run(); });
    return watch;
}

Watch::~Watch() {
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    if (write(wake_.get(), &one, sizeof one) == sizeof one) thread_.join();
}

void Watch::run() {
    std::array<pollfd, 3> waiting = {
        {{wake_.get(), POLLIN, 0}, {route_.get(), POLLIN, 0}, {nftables_.get(), POLLIN, 0}}};
    for (;;) {
        if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (waiting[0].revents != 0) return;
        if (waiting[1].revents != 0)
            while (receive(route_.get(), false)) {
            }
        if (waiting[2].revents != 0)
            while (receive(nftables_.get(), true)) {
            }
    }
}

bool Watch::receive(int socket, bool nftables) {
    alignas(nlmsghdr) std::array<std::uint8_t, 32768> buffer;
    const auto size = recv(socket, buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == ENOBUFS) { // too much at once: all may have changed
        changed_(nftables ? KernelEvent::ruleset : KernelEvent::routes);
        return true;
    }
    if (size <= 0) return false;
    int left = static_cast<int>(size);
    const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
    for (; mnl_nlmsg_ok(header, left); header = mnl_nlmsg_next(header, &left)) {
        const Bytes payload(static_cast<const std::uint8_t*>(mnl_nlmsg_get_payload(header)),
                            mnl_nlmsg_get_payload_len(header));
        if (nftables) {
            const bool end = header->nlmsg_type == ((NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_NEWGEN);
            if (end && author(payload) != own_thread_) changed_(KernelEvent::ruleset);
        } else if (!own_ports_.contains(header->nlmsg_pid)) {
            changed_(kind_of(header->nlmsg_type));
        }
    }
    return true;
}

} // namespace pic::kernel
