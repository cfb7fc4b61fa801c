// Values that are one JSON string: each has one parser and one printer, in net/ or base/.
#pragma once

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "net/address.hpp"
#include "net/host_port.hpp"
#include "net/ledger.hpp"
#include "net/wg_key.hpp"

namespace pic::codec {

// Specialised for a type that JSON holds as a string: parse, text, and the schema's `format`.
template <class T>
struct TextForm;

template <>
struct TextForm<net::Address> {
    static Result<net::Address> parse(std::string_view text) { return net::Address::parse(text); }
    static std::string text(const net::Address& value) { return value.text(); }
    static constexpr std::string_view format = "ip";
};

template <>
struct TextForm<net::Prefix> {
    static Result<net::Prefix> parse(std::string_view text) { return net::Prefix::parse(text); }
    static std::string text(const net::Prefix& value) { return value.text(); }
    static constexpr std::string_view format = "cidr";
};

template <>
struct TextForm<net::HostPort> {
    static Result<net::HostPort> parse(std::string_view text) { return net::HostPort::parse(text); }
    static std::string text(const net::HostPort& value) { return value.text(); }
    static constexpr std::string_view format = "host-port";
};

template <>
struct TextForm<net::WgKey> {
    static Result<net::WgKey> parse(std::string_view text) {
        if (text.empty()) return net::WgKey();
        return net::WgKey::parse(text);
    }
    static std::string text(const net::WgKey& value) {
        return value.empty() ? std::string() : value.text();
    }
    static constexpr std::string_view format = "wireguard-key";
};

template <>
struct TextForm<Time> {
    static Result<Time> parse(std::string_view text) { return parse_time(text); }
    static std::string text(Time value) { return format_time(value); }
    static constexpr std::string_view format = "date-time";
};

template <class T>
concept HasTextForm = requires(const T& value) {
    TextForm<T>::text(value);
};

} // namespace pic::codec
