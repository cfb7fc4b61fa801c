#include "kernel/wireguard.hpp"

#include <linux/genetlink.h>
#include <linux/wireguard.h>
#include <sys/socket.h>

#include <array>

namespace pic::kernel {

namespace {

constexpr std::size_t message_size = 16384; // of peers that come
constexpr std::size_t removals = 16;        // each costs a grace period under the lock
constexpr std::array<std::uint8_t, WG_KEY_LEN> no_key{};

genlmsghdr command(std::uint8_t number, std::uint8_t version) {
    return {number, version, 0};
}

void put_allowed(Message& message, const net::Prefix& prefix) {
    message.nest(0, [&](Message& entry) {
        const std::uint16_t family = prefix.base().is_v4() ? AF_INET : AF_INET6;
        entry.put(WGALLOWEDIP_A_FAMILY, family);
        entry.put(WGALLOWEDIP_A_IPADDR, prefix.base());
        entry.put(WGALLOWEDIP_A_CIDR_MASK, static_cast<std::uint8_t>(prefix.length()));
    });
}

void put_peer(Message& message, const PeerChange& change) {
    const auto& peer = *change.peer;
    message.nest(0, [&](Message& entry) {
        entry.put(WGPEER_A_PUBLIC_KEY, Bytes(peer.public_key.bytes()));
        if (change.remove) {
            entry.put(WGPEER_A_FLAGS, std::uint32_t{WGPEER_F_REMOVE_ME});
            return;
        }
        // Gone meanwhile, a peer is made whole or not at all: without its addresses it would be
        // there, and nothing could be sent to it.
        entry.put(WGPEER_A_FLAGS, std::uint32_t{change.addresses ? WGPEER_F_REPLACE_ALLOWEDIPS
                                                                 : WGPEER_F_UPDATE_ONLY});
        entry.put(WGPEER_A_PRESHARED_KEY,
                  peer.preshared_key.empty() ? Bytes(no_key) : peer.preshared_key.bytes());
        entry.put(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, peer.keepalive);
        if (!change.addresses) return;
        entry.nest(WGPEER_A_ALLOWEDIPS, [&](Message& allowed) {
            for (const auto& prefix : peer.allowed)
                put_allowed(allowed, prefix);
        });
    });
}

} // namespace

Message find_family(std::string_view name) {
    Message message(GENL_ID_CTRL, 0);
    message.header(command(CTRL_CMD_GETFAMILY, 1)).put(CTRL_ATTR_FAMILY_NAME, name);
    return message;
}

Message get_wireguard(std::uint16_t family, const std::string& device) {
    Message message(family, NLM_F_DUMP);
    message.header(command(WG_CMD_GET_DEVICE, WG_GENL_VERSION));
    message.put(WGDEVICE_A_IFNAME, std::string_view(device));
    return message;
}

Message set_wireguard(std::uint16_t family, const ports::WgDevice& device,
                      const DeviceChange& change) {
    Message message(family, 0);
    message.header(command(WG_CMD_SET_DEVICE, WG_GENL_VERSION));
    message.put(WGDEVICE_A_IFNAME, std::string_view(device.name));
    if (change.key) message.put(WGDEVICE_A_PRIVATE_KEY, device.private_key.bytes());
    if (change.port) message.put(WGDEVICE_A_LISTEN_PORT, device.port);
    if (change.mark) message.put(WGDEVICE_A_FWMARK, device.fwmark);
    return message;
}

std::vector<Message> set_peers(std::uint16_t family, std::span<const PeerChange> changes) {
    std::vector<Message> messages;
    std::size_t next = 0;
    while (next < changes.size()) {
        const auto& device = changes[next].peer->device;
        Message message(family, 0);
        message.header(command(WG_CMD_SET_DEVICE, WG_GENL_VERSION));
        message.put(WGDEVICE_A_IFNAME, std::string_view(device));
        message.nest(WGDEVICE_A_PEERS, [&](Message& peers) {
            std::size_t removed = 0;
            for (; next < changes.size() && changes[next].peer->device == device; ++next) {
                if (peers.size() > message_size || removed == removals) return;
                put_peer(peers, changes[next]);
                if (changes[next].remove) ++removed;
            }
        });
        messages.push_back(std::move(message));
    }
    return messages;
}

} // namespace pic::kernel
