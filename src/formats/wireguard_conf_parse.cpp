#include "formats/wireguard_conf.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "net/name.hpp"

namespace pic::formats {

namespace {

constexpr std::size_t longest_file = 64 << 10;
constexpr std::size_t most_values = 1024; // in one list, over all its lines

enum class Section { none, interface, peer };

struct Draft {
    ClientConf conf{.search_domain = {}, .keepalive = 0};
    Section section = Section::none;
    bool interface_seen = false, peer_seen = false;
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string folded(std::string_view text) {
    std::string lower(text.substr(0, 32));
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

// Calls take(item) -> Status for each item of a list; empty items are passed over, as wg does.
Status each_item(std::string_view list, auto take) {
    for (std::size_t start = 0; start <= list.size();) {
        const auto comma = std::min(list.find(',', start), list.size());
        if (const auto item = trimmed(list.substr(start, comma - start)); !item.empty())
            PIC_TRY(take(item));
        start = comma + 1;
    }
    return {};
}

Status add(auto& list, auto value) {
    if (list.size() == most_values)
        return fail(Code::invalid, "more than " + std::to_string(most_values) + " values");
    list.push_back(std::move(value));
    return {};
}

// wg(8) and wg-quick(8) allow host bits where Prefix::parse does not: an interface's own address
// carries them by design, and a route's are masked.
Result<std::pair<net::Address, int>> parse_with_length(std::string_view text) {
    const auto slash = text.find('/');
    PIC_LET(address, net::Address::parse(text.substr(0, slash)));
    if (slash == std::string_view::npos) return std::pair(address, address.bits());
    const auto digits = text.substr(slash + 1);
    PIC_LET(prefix, net::Prefix::parse((address.is_v4() ? "0.0.0.0/" : "::/") +
                                       std::string(digits.substr(0, 4))));
    return std::pair(address, prefix.length());
}

Status read_addresses(Draft& draft, std::string_view value) {
    return each_item(value, [&](std::string_view item) -> Status {
        PIC_LET(parsed, parse_with_length(item));
        return add(draft.conf.addresses, parsed.first);
    });
}

Status read_dns(Draft& draft, std::string_view value) {
    return each_item(value, [&](std::string_view item) -> Status {
        if (const auto address = net::Address::parse(item); address)
            return add(draft.conf.dns, *address);
        PIC_LET(domain, net::parse_host_name(item));
        draft.conf.search_domain = domain;
        return {};
    });
}

Status read_routes(Draft& draft, std::string_view value) {
    return each_item(value, [&](std::string_view item) -> Status {
        PIC_LET(parsed, parse_with_length(item));
        return add(draft.conf.allowed_ips, net::Prefix::of(parsed.first, parsed.second));
    });
}

Status read_private_key(Draft& draft, std::string_view value) {
    PIC_LET(key, net::parse_secret_key(value));
    draft.conf.private_key = std::move(key);
    return {};
}

Status read_preshared_key(Draft& draft, std::string_view value) {
    PIC_LET(key, net::parse_secret_key(value));
    draft.conf.preshared_key = std::move(key);
    return {};
}

Status read_public_key(Draft& draft, std::string_view value) {
    PIC_LET(key, net::WgKey::parse(value));
    draft.conf.peer_public_key = key;
    return {};
}

Status read_endpoint(Draft& draft, std::string_view value) {
    PIC_LET(endpoint, net::HostPort::parse(value));
    if (endpoint.port == 0) return fail(Code::invalid, "the port is missing");
    draft.conf.endpoint = endpoint;
    return {};
}

Status read_keepalive(Draft& draft, std::string_view value) {
    if (folded(value) == "off") return {};
    const auto* end = value.data() + value.size();
    const auto [rest, failure] = std::from_chars(value.data(), end, draft.conf.keepalive);
    if (failure != std::errc() || rest != end)
        return fail(Code::invalid,
                    "PersistentKeepalive is a number of seconds up to 65535, or off");
    return {};
}

Status ignore(Draft&, std::string_view) {
    return {};
}

Status refuse_hook(Draft&, std::string_view) {
    return fail(Code::invalid, "a command in an imported file is not run", {},
                "remove the PreUp, PostUp, PreDown and PostDown lines");
}

struct Key {
    Section section;
    std::string_view name; // folded
    Status (*read)(Draft&, std::string_view);
};

constexpr std::array<Key, 17> keys{{
    {Section::interface, "privatekey", read_private_key},
    {Section::interface, "address", read_addresses},
    {Section::interface, "dns", read_dns},
    {Section::interface, "mtu", ignore},
    {Section::interface, "listenport", ignore},
    {Section::interface, "table", ignore},
    {Section::interface, "fwmark", ignore},
    {Section::interface, "saveconfig", ignore},
    {Section::interface, "preup", refuse_hook},
    {Section::interface, "postup", refuse_hook},
    {Section::interface, "predown", refuse_hook},
    {Section::interface, "postdown", refuse_hook},
    {Section::peer, "publickey", read_public_key},
    {Section::peer, "presharedkey", read_preshared_key},
    {Section::peer, "allowedips", read_routes},
    {Section::peer, "endpoint", read_endpoint},
    {Section::peer, "persistentkeepalive", read_keepalive},
}};

Status read_section(Draft& draft, std::string_view line) {
    const std::string name = folded(line);
    const bool interface = name == "[interface]";
    if (!interface && name != "[peer]")
        return fail(Code::malformed, "this section is neither [Interface] nor [Peer]");
    bool& seen = interface ? draft.interface_seen : draft.peer_seen;
    if (seen) return fail(Code::invalid, "this section is there twice; a client has one peer");
    seen = true;
    draft.section = interface ? Section::interface : Section::peer;
    return {};
}

Status read_line(Draft& draft, std::string_view line) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) return {};
    if (line.starts_with('[')) return read_section(draft, line);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
        return fail(Code::malformed, "this is not \"Key = value\"");
    const std::string name = folded(trimmed(line.substr(0, equals)));
    const auto* key = std::ranges::find_if(
        keys, [&](const Key& k) { return k.section == draft.section && k.name == name; });
    if (key == keys.end()) return fail(Code::invalid, "this section has no such key");
    return key->read(draft, trimmed(line.substr(equals + 1)));
}

Status complete(const ClientConf& conf) {
    const auto missing = [](const char* what) {
        return fail(Code::invalid, std::string("the file has no ") + what);
    };
    if (conf.addresses.empty()) return missing("Address in [Interface]");
    if (conf.peer_public_key.empty()) return missing("PublicKey in [Peer]");
    if (conf.endpoint.empty()) return missing("Endpoint in [Peer]");
    if (conf.allowed_ips.empty()) return missing("AllowedIPs in [Peer]");
    return {};
}

} // namespace

Result<ClientConf> parse_client_conf(std::string_view text) {
    if (text.size() > longest_file)
        return fail(Code::invalid, "a WireGuard file has at most 64 KiB");
    Draft draft;
    std::size_t number = 1;
    for (std::size_t start = 0; start < text.size(); ++number) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (auto read = read_line(draft, text.substr(start, end - start)); !read)
            return fail(std::move(read).error().within("line " + std::to_string(number)));
        start = end + 1;
    }
    PIC_TRY(complete(draft.conf));
    return std::move(draft.conf);
}

} // namespace pic::formats
