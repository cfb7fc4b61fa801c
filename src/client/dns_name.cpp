#include "client/dns_name.hpp"

#include <algorithm>

#include "base/lowercase.hpp"

namespace pic::client {

namespace {

constexpr std::uint8_t pointer_bits = 0xc0;
constexpr int most_jumps = 64;
constexpr std::size_t longest_name = 255;

} // namespace

WireName to_wire(std::string_view name) {
    WireName wire;
    for (std::size_t start = 0; start < name.size();) {
        const auto dot = std::min(name.find('.', start), name.size());
        wire += static_cast<char>(dot - start);
        wire += name.substr(start, dot - start);
        start = dot + 1;
    }
    return wire + '\0';
}

std::optional<WireName> read_name(ByteView message, Reader& reader) {
    WireName name;
    Reader elsewhere = reader;
    Reader* from = &reader;
    for (int jumps = 0; name.size() <= longest_name;) {
        const auto length = from->u8();
        if (!from->good()) return std::nullopt;
        if ((length & pointer_bits) == pointer_bits) {
            const std::size_t target = (length & ~pointer_bits & 0xffU) << 8U | from->u8();
            if (!from->good() || ++jumps > most_jumps) return std::nullopt;
            elsewhere = Reader(message);
            elsewhere.bytes(target);
            from = &elsewhere;
            continue;
        }
        if ((length & pointer_bits) != 0) return std::nullopt;
        name += static_cast<char>(length);
        if (length == 0) return name;
        for (const auto byte : from->bytes(length))
            name += lowercase(static_cast<char>(byte));
    }
    return std::nullopt;
}

} // namespace pic::client
