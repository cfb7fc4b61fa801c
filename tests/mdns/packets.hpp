// What others send about home.local, as recorded from Avahi 0.8 (without its reverse names where
// they say nothing) or laid out as Apple's devices do.
#pragma once

#include "client/bytes.hpp"
#include "mdns/message.hpp"

namespace pic::mdns {

using client::hex;

inline const WireName home = client::to_wire("home.local");

inline net::Address address(const char* text) {
    return *net::Address::parse(text);
}

inline Bytes avahi_question() {
    return hex("00 00 00 00 00 01 00 00 00 00 00 00 "
               "04 68 6f 6d 65 05 6c 6f 63 61 6c 00 00 01 00 01");
}

// Avahi's probe by 192.168.7.2: its reverse names, compressed into each other, before and after.
inline Bytes avahi_probe() {
    return hex(
        "00 00 00 00 00 03 00 00 00 04 00 00 01 64 01 37 01 36 01 62 01 64 01 32 01 65 01 66 "
        "01 66 01 66 01 38 01 39 01 62 01 33 01 30 01 66 01 30 01 30 01 30 01 30 01 30 01 30 "
        "01 30 01 30 01 30 01 30 01 30 01 30 01 30 01 38 01 65 01 66 03 69 70 36 04 61 72 70 "
        "61 00 00 ff 00 01 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 00 ff 00 01 01 32 01 37 03 31 "
        "36 38 03 31 39 32 07 69 6e 2d 61 64 64 72 c0 50 00 ff 00 01 c0 5a 00 01 00 01 00 00 "
        "00 78 00 04 c0 a8 07 02 c0 6a 00 0c 00 01 00 00 00 78 00 02 c0 5a c0 5a 00 1c 00 01 "
        "00 00 00 78 00 10 fe 80 00 00 00 00 00 00 f0 3b 98 ff fe 2d b6 7d c0 0c 00 0c 00 01 "
        "00 00 00 78 00 02 c0 5a");
}

inline Bytes avahi_announcement() {
    return hex(
        "00 00 84 00 00 00 00 04 00 00 00 00 01 64 01 37 01 36 01 62 01 64 01 32 01 65 01 66 "
        "01 66 01 66 01 38 01 39 01 62 01 33 01 30 01 66 01 30 01 30 01 30 01 30 01 30 01 30 "
        "01 30 01 30 01 30 01 30 01 30 01 30 01 30 01 38 01 65 01 66 03 69 70 36 04 61 72 70 "
        "61 00 00 0c 80 01 00 00 00 78 00 0c 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 c0 60 00 01 "
        "80 01 00 00 00 78 00 04 c0 a8 07 02 01 32 01 37 03 31 36 38 03 31 39 32 07 69 6e 2d "
        "61 64 64 72 c0 50 00 0c 80 01 00 00 00 78 00 02 c0 60 c0 60 00 1c 80 01 00 00 00 78 "
        "00 10 fe 80 00 00 00 00 00 00 f0 3b 98 ff fe 2d b6 7d");
}

// Avahi stops: the same names with no time to live.
inline Bytes avahi_goodbye() {
    return hex(
        "00 00 84 00 00 00 00 02 00 00 00 00 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 00 1c 80 01 "
        "00 00 00 00 00 10 fe 80 00 00 00 00 00 00 f0 3b 98 ff fe 2d b6 7d c0 0c 00 01 80 01 "
        "00 00 00 00 00 04 c0 a8 07 02");
}

// A telephone asks for both addresses and for HTTPS parameters, by unicast, with an EDNS option.
inline Bytes phone_question() {
    return hex(
        "00 00 00 00 00 03 00 00 00 00 00 01 04 48 6f 6d 65 05 6c 6f 63 61 6c 00 00 01 80 01 "
        "c0 0c 00 1c 80 01 c0 0c 00 41 80 01 00 00 29 05 a0 00 00 11 94 00 12 00 04 00 0e 00 "
        "00 5a 3c 1e 4b 7d 02 5a 3c 1e 4b 7d 03");
}

// A question with an address that the asker has, for `ttl` seconds still.
inline Bytes knowing(std::uint16_t type, const net::Address& known, std::uint32_t ttl,
                     bool more = false) {
    client::Writer writer;
    writer.u16(0).u16(more ? 0x0200 : 0).u16(type == 0 ? 0 : 1).u16(1).u16(0).u16(0);
    const Bytes name(home.begin(), home.end());
    if (type != 0) writer.bytes(name).u16(type).u16(1);
    writer.bytes(name).u16(known.is_v4() ? type_a : type_aaaa).u16(0x8001).u32(ttl);
    writer.u16(static_cast<unsigned>(known.bytes().size())).bytes(known.bytes());
    return writer.take();
}

} // namespace pic::mdns
