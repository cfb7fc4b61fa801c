// WireGuard's generic netlink (linux/wireguard.h). Pure; any thread. Messages carry keys and wipe
// themselves.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

// The number of the family "wireguard" (the kernel loads the module when asked for it).
Message find_family(std::string_view name);
std::uint16_t decode_family(Bytes payload); // 0: not found

Message get_wireguard(std::uint16_t family, const std::string& device);

// Which attributes of the device to set. Setting the mark makes the kernel forget where every peer
// was last seen, so what does not change is not sent.
struct DeviceChange {
    bool key = true, port = true, mark = true;
};
Message set_wireguard(std::uint16_t family, const ports::WgDevice& device,
                      const DeviceChange& change);

// What shall become of one peer. Its allowed addresses are emptied before they are set, which
// interrupts it for a moment: they are left alone unless `addresses` says that they differ, and a
// peer that is not there is then not made.
struct PeerChange {
    const ports::WgPeer* peer = nullptr;
    bool remove = false;
    bool addresses = true;
};
// Any number of peers in messages of one device each as large as the kernel reads at ease: it
// holds the lock of all network configuration for one message.
std::vector<Message> set_peers(std::uint16_t family, std::span<const PeerChange> changes);

// A device as read, from parts in the order they came.
class WgReading {
  public:
    void take(Bytes payload);

    ports::WgDevice device;
    struct Peer {
        ports::WgPeer peer;
        ports::PeerCounters counters;
    };
    std::vector<Peer> peers;

  private:
    void take_peer(Bytes attributes);
};

} // namespace pic::kernel
