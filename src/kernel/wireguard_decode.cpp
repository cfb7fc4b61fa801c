#include <linux/genetlink.h>
#include <linux/wireguard.h>
#include <netinet/in.h>

#include <algorithm>

#include "kernel/wireguard.hpp"
#include "net/host_port.hpp"

namespace pic::kernel {

namespace {

net::WgKey as_key(Bytes value) {
    net::WgKey::Bytes bytes{};
    if (value.size() == bytes.size()) std::ranges::copy(value, bytes.begin());
    return net::WgKey(bytes);
}

// The kernel gives all zeros for "none".
Secret as_secret(Bytes value) {
    const bool none = std::ranges::all_of(value, [](auto byte) { return byte == 0; });
    return none ? Secret() : Secret(value);
}

std::string as_endpoint(Bytes value) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (value.size() == sizeof v4) {
        std::memcpy(&v4, value.data(), sizeof v4);
        const auto address = net::Address::v4(ntohl(v4.sin_addr.s_addr));
        return net::HostPort{address.text(), ntohs(v4.sin_port)}.text();
    }
    if (value.size() == sizeof v6) {
        std::memcpy(&v6, value.data(), sizeof v6);
        const auto address = net::Address::from_bytes(v6.sin6_addr.s6_addr);
        return net::HostPort{address->text(), ntohs(v6.sin6_port)}.text();
    }
    return {};
}

std::int64_t as_seconds(Bytes value) {
    std::int64_t seconds = 0; // struct __kernel_timespec begins with them
    if (value.size() >= sizeof seconds) std::memcpy(&seconds, value.data(), sizeof seconds);
    return seconds;
}

void take_allowed(Bytes list, std::vector<net::Prefix>& allowed) {
    for (const auto& entry : attributes(list)) {
        std::optional<net::Address> address;
        int length = -1;
        for (const auto& attribute : attributes(entry.value)) {
            if (attribute.type == WGALLOWEDIP_A_IPADDR)
                if (auto read = net::Address::from_bytes(attribute.value)) address = *read;
            if (attribute.type == WGALLOWEDIP_A_CIDR_MASK) length = attribute.as<std::uint8_t>();
        }
        if (address && length >= 0) allowed.push_back(net::Prefix::of(*address, length));
    }
}

} // namespace

std::uint16_t decode_family(Bytes payload) {
    genlmsghdr header{};
    Bytes rest;
    if (!split(payload, header, rest)) return 0;
    for (const auto& attribute : attributes(rest))
        if (attribute.type == CTRL_ATTR_FAMILY_ID) return attribute.as<std::uint16_t>();
    return 0;
}

void WgReading::take(Bytes payload) {
    genlmsghdr header{};
    Bytes rest;
    if (!split(payload, header, rest)) return;
    for (const auto& attribute : attributes(rest)) {
        switch (attribute.type) {
        case WGDEVICE_A_IFNAME:
            device.name = attribute.text();
            break;
        case WGDEVICE_A_PRIVATE_KEY:
            device.private_key = as_secret(attribute.value);
            break;
        case WGDEVICE_A_LISTEN_PORT:
            device.port = attribute.as<std::uint16_t>();
            break;
        case WGDEVICE_A_FWMARK:
            device.fwmark = attribute.as<std::uint32_t>();
            break;
        case WGDEVICE_A_PEERS:
            for (const auto& peer : attributes(attribute.value))
                take_peer(peer.value);
            break;
        default:
            break;
        }
    }
}

void WgReading::take_peer(Bytes bytes) {
    Peer read;
    for (const auto& attribute : attributes(bytes)) {
        switch (attribute.type) {
        case WGPEER_A_PUBLIC_KEY:
            read.peer.public_key = as_key(attribute.value);
            break;
        case WGPEER_A_PRESHARED_KEY:
            read.peer.preshared_key = as_secret(attribute.value);
            break;
        case WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL:
            read.peer.keepalive = attribute.as<std::uint16_t>();
            break;
        case WGPEER_A_ALLOWEDIPS:
            take_allowed(attribute.value, read.peer.allowed);
            break;
        case WGPEER_A_ENDPOINT:
            read.counters.endpoint = as_endpoint(attribute.value);
            break;
        case WGPEER_A_LAST_HANDSHAKE_TIME:
            read.counters.last_handshake = as_seconds(attribute.value);
            break;
        case WGPEER_A_RX_BYTES:
            read.counters.received = attribute.as<std::uint64_t>();
            break;
        case WGPEER_A_TX_BYTES:
            read.counters.sent = attribute.as<std::uint64_t>();
            break;
        default:
            break;
        }
    }
    if (read.peer.public_key.empty()) return;
    read.counters.public_key = read.peer.public_key;
    // A peer whose addresses did not fit goes on in the next part, with its key and them alone.
    if (!peers.empty() && peers.back().peer.public_key == read.peer.public_key) {
        auto& allowed = peers.back().peer.allowed;
        allowed.insert(allowed.end(), read.peer.allowed.begin(), read.peer.allowed.end());
        std::ranges::sort(allowed);
        return;
    }
    std::ranges::sort(read.peer.allowed);
    peers.push_back(std::move(read));
}

} // namespace pic::kernel
