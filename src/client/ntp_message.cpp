#include "client/ntp_message.hpp"

namespace pic::client {

namespace {

constexpr std::uint8_t version = 4, client_mode = 3, server_mode = 4;
constexpr std::uint8_t unsynchronised = 3; // leap indicator
constexpr int most_stratum = 15;
constexpr std::int64_t epoch_1900 = 2208988800; // seconds before 1970

// A 32.32 difference in nanoseconds, without overflow.
std::int64_t nanoseconds(std::int64_t fixed) {
    const std::int64_t whole = fixed >> 32, fraction = fixed & 0xffffffff;
    return whole * 1'000'000'000 + (fraction * 1'000'000'000 >> 32);
}

} // namespace

NtpTime to_ntp(std::chrono::system_clock::time_point time) {
    const auto since =
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto rest = static_cast<std::uint64_t>((since - seconds).count());
    return static_cast<std::uint64_t>(seconds.count() + epoch_1900) << 32 |
           (rest << 32) / 1'000'000'000;
}

Bytes ntp_request(std::uint64_t cookie) {
    Writer writer;
    writer.u8(version << 3 | client_mode).bytes(Bytes(39)).u64(cookie);
    return writer.take();
}

Result<NtpReply> parse_ntp(ByteView datagram, std::uint64_t cookie) {
    Reader reader(datagram);
    const auto first = reader.u8();
    const auto stratum = reader.u8();
    reader.bytes(2 + 4 + 4 + 4 + 8); // poll, precision, root delay and dispersion, id, reference
    const auto echoed = reader.u64();
    const auto received = reader.u64();
    const auto sent = reader.u64();
    if (!reader.good() || (first & 7) != server_mode || echoed != cookie)
        return fail(Code::malformed, "this is no answer to our NTP request");
    if (stratum == 0) return fail(Code::unavailable, "the time server refuses to answer us");
    const bool synchronised = first >> 6 != unsynchronised && stratum <= most_stratum && sent != 0;
    return NtpReply{synchronised, stratum, received, sent};
}

std::chrono::nanoseconds ntp_offset(const NtpReply& reply, NtpTime asked, NtpTime answered) {
    const auto there = nanoseconds(static_cast<std::int64_t>(reply.received - asked));
    const auto back = nanoseconds(static_cast<std::int64_t>(reply.sent - answered));
    return std::chrono::nanoseconds(there / 2 + back / 2);
}

} // namespace pic::client
