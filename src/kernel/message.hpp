// Building and reading netlink messages (netlink(7), linux/netlink.h). Pure; any thread.
#pragma once

#include <linux/netlink.h>

#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "net/address.hpp"

namespace pic::kernel {

using Bytes = std::span<const std::uint8_t>;

// One or more messages in a row, grown as attributes are put. Wiped when freed: it may have held
// a key.
class Message {
  public:
    // Attribute lengths are 16 bits wide: a nest must stay below this.
    static constexpr std::size_t longest_attribute = 65535;

    Message() = default;
    Message(std::uint16_t type, std::uint16_t flags) { begin(type, flags); }
    Message(Message&&) = default;
    Message& operator=(Message&&) = delete;
    ~Message();

    // Starts the next message; the one before is complete.
    Message& begin(std::uint16_t type, std::uint16_t flags);

    template <class Header>
    requires std::is_trivially_copyable_v<Header> Message& header(const Header& value) {
        append(&value, sizeof value);
        return *this;
    }
    template <std::unsigned_integral T>
    Message& put(std::uint16_t type, T value) {
        return put(type, Bytes(reinterpret_cast<const std::uint8_t*>(&value), sizeof value));
    }
    Message& put(std::uint16_t type, Bytes value);
    Message& put(std::uint16_t type, std::string_view text); // with the closing zero
    Message& put(std::uint16_t type, const net::Address& address) {
        return put(type, address.bytes());
    }
    // Many of nftables' numbers are big-endian.
    Message& put_be32(std::uint16_t type, std::uint32_t value);

    // Everything that `fill` puts becomes the content of one attribute.
    template <class Fill>
    Message& nest(std::uint16_t type, Fill fill) {
        const auto at = open_nest(type);
        fill(*this);
        close_nest(at);
        return *this;
    }

    Bytes bytes() const { return bytes_; }
    std::size_t size() const { return bytes_.size(); }
    std::uint32_t messages() const { return messages_; }
    // Numbers the messages from `first` on.
    void number(std::uint32_t first);
    // Asks for an answer to the message that was begun last.
    void ask_for_answer();
    // Of the messages, the one that asked last; 0: none did.
    std::uint32_t asking() const { return asking_; }

  private:
    void append(const void* data, std::size_t size);
    std::size_t open_nest(std::uint16_t type);
    void close_nest(std::size_t at);
    nlmsghdr* at(std::size_t offset) { return reinterpret_cast<nlmsghdr*>(bytes_.data() + offset); }

    std::vector<std::uint8_t> bytes_;
    std::size_t current_ = 0; // where the last message begins
    std::uint32_t messages_ = 0, asking_ = 0;
};

// One attribute as it was received. The reads give zero when the length is not what the type asks.
struct Attribute {
    std::uint16_t type = 0;
    Bytes value;

    template <std::unsigned_integral T>
    T as() const {
        T number = 0;
        if (value.size() == sizeof number) std::memcpy(&number, value.data(), sizeof number);
        return number;
    }
    std::uint32_t as_be32() const;
    std::string text() const; // up to the closing zero
    net::Address address() const;
};

// The attributes in `bytes`, in order, up to the first that does not fit.
std::vector<Attribute> attributes(Bytes bytes);

// The content of a message behind a header of the given type; false when it is too short.
template <class Header>
bool split(Bytes payload, Header& header, Bytes& rest) {
    if (payload.size() < sizeof header) return false;
    std::memcpy(&header, payload.data(), sizeof header);
    const std::size_t aligned = NLMSG_ALIGN(sizeof header);
    rest = payload.size() > aligned ? payload.subspan(aligned) : Bytes();
    return true;
}

} // namespace pic::kernel
