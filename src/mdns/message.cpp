#include "mdns/message.hpp"

#include <algorithm>

namespace pic::mdns {

using client::Reader;
using client::Writer;

namespace {

constexpr std::uint16_t internet = 1, any_class = 255;
constexpr std::uint16_t top_bit = 0x8000; // of a class: unicast wanted, or "this is all there is"
constexpr std::uint16_t response_bit = 0x8000, authoritative = 0x0400, truncated_bit = 0x0200;
constexpr std::uint16_t opcode_and_rcode = 0x780f;
constexpr std::uint16_t type_nsec = 47;
constexpr std::uint16_t name_pointer =
    0xc00c; // the first name of a message stands behind its header
constexpr int most_entries = 256;

std::uint16_t type_of(const net::Address& address) {
    return address.is_v4() ? type_a : type_aaaa;
}

struct Counts {
    int questions = 0, answers = 0, authorities = 0, additional = 0;
    int records() const { return answers + authorities + additional; }
};

Status read_questions(ByteView bytes, Reader& reader, int count, const WireName& name,
                      Message& message) {
    for (int i = 0; i < count; ++i) {
        const auto asked = client::read_name(bytes, reader);
        const auto type = reader.u16();
        const auto asked_class = reader.u16();
        if (!asked || !reader.good())
            return fail(Code::malformed, "a question of multicast DNS is cut short");
        const auto plain = asked_class & ~top_bit;
        if (*asked == name && (plain == internet || plain == any_class))
            message.questions.push_back({type, (asked_class & top_bit) != 0});
    }
    return {};
}

Status read_record(ByteView bytes, Reader& reader, const WireName& name, bool authority,
                   Message& message) {
    const auto owner = client::read_name(bytes, reader);
    const auto type = reader.u16();
    const auto record_class = reader.u16();
    const auto ttl = reader.u32();
    const auto data = reader.bytes(reader.u16());
    if (!owner || !reader.good())
        return fail(Code::malformed, "a record of multicast DNS is cut short");
    if (*owner != name || (record_class & ~top_bit) != internet) return {};
    if (authority && !message.response) {
        message.claim.emplace_back(type, Bytes(data.begin(), data.end()));
        return {};
    }
    if ((type == type_a && data.size() == 4) || (type == type_aaaa && data.size() == 16))
        message.known.push_back({*net::Address::from_bytes(data), ttl});
    return {};
}

void put_name(Writer& writer, const WireName& name) {
    writer.bytes(Bytes(name.begin(), name.end()));
}

// Every message of ours begins with the name, so that each later one is two bytes.
class Body {
  public:
    explicit Body(const WireName& name) : name_(name) {}

    Writer& owner() {
        if (std::exchange(named_, true)) return writer_.u16(name_pointer);
        put_name(writer_, name_);
        return writer_;
    }
    void question(std::uint16_t type) { owner().u16(type).u16(internet); }
    void record(const net::Address& address, std::uint32_t ttl, bool all) {
        owner().u16(type_of(address)).u16(all ? internet | top_bit : internet).u32(ttl);
        writer_.u16(static_cast<unsigned>(address.bytes().size())).bytes(address.bytes());
    }
    // RFC 4034, 4.1: the next name is this one; a bit for each type, in one block.
    void nothing_but(const std::vector<std::uint16_t>& types, std::uint32_t ttl) {
        constexpr unsigned bitmap = type_aaaa / 8 + 1;
        Bytes bits(bitmap);
        for (const auto type : types)
            bits[type / 8U] = static_cast<std::uint8_t>(bits[type / 8U] | 0x80U >> type % 8U);
        owner().u16(type_nsec).u16(internet | top_bit).u32(ttl);
        writer_.u16(static_cast<unsigned>(name_.size()) + 2 + bitmap);
        put_name(writer_, name_);
        writer_.u8(0).u8(bitmap).bytes(bits);
    }
    Bytes behind(std::uint16_t id, unsigned flags, const Counts& counts) {
        Writer header;
        header.u16(id).u16(flags);
        for (const int count :
             {counts.questions, counts.answers, counts.authorities, counts.additional})
            header.u16(static_cast<unsigned>(count));
        return header.bytes(writer_.take()).take();
    }

  private:
    WireName name_;
    Writer writer_;
    bool named_ = false;
};

} // namespace

Result<Message> parse(ByteView bytes, const WireName& name) {
    Reader reader(bytes);
    Message message;
    message.id = reader.u16();
    const auto flags = reader.u16();
    Counts counts;
    for (auto* count :
         {&counts.questions, &counts.answers, &counts.authorities, &counts.additional})
        *count = reader.u16();
    if (!reader.good() || (flags & opcode_and_rcode) != 0 ||
        counts.questions + counts.records() > most_entries)
        return fail(Code::malformed, "this is no message of multicast DNS");
    message.response = (flags & response_bit) != 0;
    message.truncated = !message.response && (flags & truncated_bit) != 0;
    PIC_TRY(read_questions(bytes, reader, counts.questions, name, message));
    for (int i = 0; i < counts.records(); ++i) {
        const bool authority = i >= counts.answers && i < counts.answers + counts.authorities;
        PIC_TRY(read_record(bytes, reader, name, authority, message));
    }
    if (message.response) message.questions.clear(); // to be passed over (18.6)
    std::ranges::sort(message.claim);
    return message;
}

Claim claim_of(const std::vector<net::Address>& addresses) {
    Claim claim;
    for (const auto& address : addresses)
        claim.emplace_back(type_of(address), Bytes(address.bytes().begin(), address.bytes().end()));
    std::ranges::sort(claim);
    return claim;
}

Bytes probe(const WireName& name, const std::vector<net::Address>& addresses) {
    Body body(name);
    body.question(type_any);
    for (const auto& address : addresses)
        body.record(address, usual_ttl, false);
    return body.behind(0, 0, {.questions = 1, .authorities = static_cast<int>(addresses.size())});
}

Bytes response(const WireName& name, const Answer& answer) {
    Body body(name);
    Counts counts{.answers = static_cast<int>(answer.addresses.size()),
                  .additional = static_cast<int>(answer.additional.size())};
    const bool all = answer.ttl != 0; // what is taken back says nothing of the rest
    for (const auto& address : answer.addresses)
        body.record(address, answer.ttl, all);
    // That there is nothing is the answer itself when there is no other.
    const bool alone = answer.no_others && answer.addresses.empty();
    if (alone) body.nothing_but(answer.types, answer.ttl);
    for (const auto& address : answer.additional)
        body.record(address, answer.ttl, all);
    if (answer.no_others && !alone) body.nothing_but(answer.types, answer.ttl);
    if (answer.no_others) ++(alone ? counts.answers : counts.additional);
    return body.behind(0, response_bit | authoritative, counts);
}

Bytes legacy_response(const WireName& name, std::uint16_t id, std::uint16_t type,
                      const std::vector<net::Address>& addresses) {
    Body body(name);
    body.question(type);
    for (const auto& address : addresses)
        body.record(address, legacy_ttl, false);
    return body.behind(id, response_bit | authoritative,
                       {.questions = 1, .answers = static_cast<int>(addresses.size())});
}

} // namespace pic::mdns
