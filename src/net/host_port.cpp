#include "net/host_port.hpp"

#include <charconv>

#include "net/name.hpp"

namespace pic::net {

namespace {

struct Split {
    std::string_view host;
    std::optional<std::string_view> port; // what follows the colon
    bool bracketed = false;
};

// An unbracketed text with several colons is an IPv6 address without a port.
Split split(std::string_view text) {
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return {text, {}, true};
        const auto rest = text.substr(close + 1);
        if (rest.empty()) return {text.substr(1, close - 1), {}, true};
        return {text.substr(1, close - 1), rest.starts_with(':') ? rest.substr(1) : "", true};
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return {text, {}, false};
    return {text.substr(0, colon), text.substr(colon + 1), false};
}

} // namespace

Result<std::uint16_t> parse_port(std::string_view text) {
    unsigned port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535)
        return fail(Code::invalid, "a port is a number from 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

Result<HostPort> HostPort::parse(std::string_view text) {
    if (text.find("://") != std::string_view::npos)
        return fail(Code::invalid, "this is a web address; write what stands behind its //");
    const auto [host, port_text, bracketed] = split(text);
    HostPort result;
    if (const auto address = Address::parse(host); address) {
        if (bracketed && address->is_v4()) return fail(Code::invalid, "brackets are for IPv6");
        result.host = address->text();
    } else {
        if (bracketed) return fail(Error(address.error()));
        // Digits and dots alone would be an address; a mistyped one is not a name.
        if (host.find_first_not_of("0123456789.") == std::string_view::npos)
            return fail(Error(address.error()));
        PIC_LET(name, parse_host_name(host));
        result.host = name;
    }
    if (port_text) {
        PIC_LET(port, parse_port(*port_text));
        result.port = port;
    }
    return result;
}

std::optional<Address> HostPort::address() const {
    const auto parsed = Address::parse(host);
    return parsed ? std::optional(*parsed) : std::nullopt;
}

std::string HostPort::text() const {
    if (port == 0) return host;
    const bool brackets = host.find(':') != std::string::npos;
    return (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

} // namespace pic::net
