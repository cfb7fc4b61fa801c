#include "client/ntp_message.hpp"

namespace pic::client {

namespace {

constexpr std::uint8_t version = 4, client_mode = 3, server_mode = 4;
constexpr std::uint8_t unsynchronised = 3; // leap indicator
constexpr int most_stratum = 15;

} // namespace

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
    reader.bytes(8); // when it received the question
    const auto sent = reader.u64();
    if (!reader.good() || (first & 7) != server_mode || echoed != cookie)
        return fail(Code::malformed, "this is no answer to our NTP request");
    if (stratum == 0) return fail(Code::unavailable, "the time server refuses to answer us");
    const bool synchronised = first >> 6 != unsynchronised && stratum <= most_stratum && sent != 0;
    return NtpReply{synchronised, stratum};
}

} // namespace pic::client
