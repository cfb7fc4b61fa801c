#include "kernel/message.hpp"

#include <arpa/inet.h>
#include <cassert>
#include <libmnl/libmnl.h>
#include <sodium.h>

namespace pic::kernel {

namespace {

constexpr std::size_t aligned(std::size_t size) {
    return (size + 3) & ~std::size_t{3};
}

} // namespace

Message::~Message() {
    if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
}

Message& Message::begin(std::uint16_t type, std::uint16_t flags) {
    current_ = bytes_.size();
    ++messages_;
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST);
    append(&header, sizeof header);
    return *this;
}

Message& Message::put(std::uint16_t type, Bytes value) {
    const nlattr header{static_cast<std::uint16_t>(sizeof header + value.size()), type};
    append(&header, sizeof header);
    append(value.data(), value.size());
    return *this;
}

Message& Message::put(std::uint16_t type, std::string_view text) {
    std::vector<std::uint8_t> closed(text.begin(), text.end());
    closed.push_back(0);
    return put(type, Bytes(closed));
}

Message& Message::put_be32(std::uint16_t type, std::uint32_t value) {
    return put(type, htonl(value));
}

void Message::number(std::uint32_t first) {
    for (std::size_t offset = 0; offset < bytes_.size(); offset += aligned(at(offset)->nlmsg_len))
        at(offset)->nlmsg_seq = first++;
}

void Message::ask_for_answer() {
    at(current_)->nlmsg_flags |= NLM_F_ACK;
    asking_ = messages_;
}

void Message::append(const void* data, std::size_t size) {
    // Growth by hand: the old block must be wiped, not just freed.
    if (const auto need = bytes_.size() + aligned(size); need > bytes_.capacity()) {
        std::vector<std::uint8_t> larger;
        larger.reserve(std::max<std::size_t>(2 * need, 1024));
        larger.assign(bytes_.begin(), bytes_.end());
        bytes_.swap(larger);
        if (!larger.empty()) sodium_memzero(larger.data(), larger.size());
    }
    const auto* begin = static_cast<const std::uint8_t*>(data);
    bytes_.insert(bytes_.end(), begin, begin + size);
    bytes_.resize(aligned(bytes_.size()));
    at(current_)->nlmsg_len = static_cast<std::uint32_t>(bytes_.size() - current_);
}

std::size_t Message::open_nest(std::uint16_t type) {
    const auto where = bytes_.size();
    const nlattr header{sizeof header, static_cast<std::uint16_t>(type | NLA_F_NESTED)};
    append(&header, sizeof header);
    return where;
}

void Message::close_nest(std::size_t where) {
    assert(bytes_.size() - where <= longest_attribute);
    reinterpret_cast<nlattr*>(bytes_.data() + where)->nla_len =
        static_cast<std::uint16_t>(bytes_.size() - where);
}

std::uint32_t Attribute::as_be32() const {
    return ntohl(as<std::uint32_t>());
}

std::string Attribute::text() const {
    const auto* begin = reinterpret_cast<const char*>(value.data());
    return value.empty() ? std::string() : std::string(begin, strnlen(begin, value.size()));
}

net::Address Attribute::address() const {
    return net::Address::from_bytes(value).value_or(net::Address());
}

std::vector<Attribute> attributes(Bytes bytes) {
    std::vector<Attribute> found;
    const auto* next = reinterpret_cast<const nlattr*>(bytes.data());
    auto left = static_cast<int>(bytes.size());
    while (left > 0 && mnl_attr_ok(next, left)) {
        found.push_back({mnl_attr_get_type(next),
                         {static_cast<const std::uint8_t*>(mnl_attr_get_payload(next)),
                          mnl_attr_get_payload_len(next)}});
        left -= static_cast<int>(aligned(next->nla_len));
        next = mnl_attr_next(next);
    }
    return found;
}

} // namespace pic::kernel
