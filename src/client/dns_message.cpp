#include "client/dns_message.hpp"

#include <algorithm>

#include "client/dns_name.hpp"

namespace pic::client {

namespace {

constexpr std::uint16_t internet = 1, alias_type = 5;
constexpr std::uint16_t answer_bit = 0x8000, truncated_bit = 0x0200, wants_recursion = 0x0100;
constexpr int most_records = 256, most_aliases = 16;

struct Record {
    WireName owner;
    std::uint16_t type = 0;
    std::vector<net::Address> address; // one, or none
    WireName target;                   // of an alias
    std::optional<std::uint32_t> serial;
};

std::optional<std::uint32_t> read_serial(ByteView message, Reader& reader) {
    if (!read_name(message, reader) || !read_name(message, reader)) return std::nullopt;
    const auto serial = reader.u32();
    return reader.good() ? std::optional(serial) : std::nullopt;
}

std::optional<Record> read_record(ByteView message, Reader& reader) {
    const auto owner = read_name(message, reader);
    Record record{owner.value_or(""), reader.u16(), {}, {}, {}};
    const auto record_class = reader.u16();
    reader.u32(); // time to live
    const auto size = reader.u16();
    Reader value = reader; // names in the value may point anywhere in the message
    const auto bytes = reader.bytes(size);
    if (!owner || !reader.good()) return std::nullopt;
    if (record_class != internet) return record;
    if ((record.type == static_cast<int>(DnsType::a) && size == 4) ||
        (record.type == static_cast<int>(DnsType::aaaa) && size == 16))
        record.address.push_back(*net::Address::from_bytes(bytes));
    if (record.type == alias_type) record.target = read_name(message, value).value_or("");
    if (record.type == static_cast<int>(DnsType::soa)) record.serial = read_serial(message, value);
    return record;
}

void collect(const std::vector<Record>& records, const DnsQuestion& question, DnsAnswer& answer) {
    WireName name = to_wire(question.name);
    for (int aliases = 0; aliases <= most_aliases; ++aliases) {
        WireName target;
        for (const auto& record : records) {
            if (record.owner != name) continue;
            if (record.type == alias_type) target = record.target;
            if (record.type != static_cast<int>(question.type)) continue;
            answer.addresses.insert(answer.addresses.end(), record.address.begin(),
                                    record.address.end());
            if (record.serial) answer.serial = record.serial;
        }
        if (target.empty()) return;
        name = target;
    }
}

} // namespace

Bytes dns_query(const DnsQuestion& question) {
    const WireName name = to_wire(question.name);
    const Bytes wire(name.begin(), name.end());
    Writer writer;
    writer.u16(question.id).u16(wants_recursion).u16(1).u16(0).u16(0).u16(0);
    writer.bytes(wire).u16(static_cast<std::uint16_t>(question.type)).u16(internet);
    return writer.take();
}

Result<DnsAnswer> parse_dns(ByteView message, const DnsQuestion& question) {
    Reader reader(message);
    const auto id = reader.u16();
    const auto flags = reader.u16();
    const auto questions = reader.u16();
    const auto answers = reader.u16();
    reader.u32(); // authority and additional records
    const auto name = read_name(message, reader);
    const auto type = reader.u16();
    const auto question_class = reader.u16();
    if (!reader.good() || id != question.id || (flags & answer_bit) == 0 || questions != 1 ||
        name != to_wire(question.name) || type != static_cast<std::uint16_t>(question.type) ||
        question_class != internet)
        return fail(Code::malformed, "this is no answer to our DNS question");
    DnsAnswer answer{.rcode = flags & 15,
                     .truncated = (flags & truncated_bit) != 0,
                     .addresses = {},
                     .serial = {}};
    if (answer.truncated) return answer; // what did fit may be cut anywhere
    std::vector<Record> records;
    for (int i = 0; i < std::min<int>(answers, most_records); ++i) {
        auto record = read_record(message, reader);
        if (!record) return fail(Code::malformed, "the DNS answer is cut short");
        records.push_back(std::move(*record));
    }
    collect(records, question, answer);
    return answer;
}

} // namespace pic::client
