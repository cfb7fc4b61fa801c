// What the kernel says of a WireGuard device, in several parts.
#include "kernel/wireguard.hpp"

#include <algorithm>

#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    static_cast<void>(kernel::decode_family(bytes));
    kernel::WgReading reading;
    while (!bytes.empty()) {
        const std::size_t size = std::size_t{fuzz::take_choice(bytes)} * 4;
        // A part begins aligned, as it does in a buffer of the kernel's.
        const std::vector<std::uint8_t> part(
            bytes.begin(),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(size, bytes.size())));
        bytes = bytes.subspan(part.size());
        reading.take(part);
    }
    for (const auto& peer : reading.peers)
        fuzz::require(!peer.peer.public_key.empty(), "a peer has a key");
}
