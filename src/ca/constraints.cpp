#include "ca/constraints.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "net/name.hpp"

namespace pic::ca {

namespace {

constexpr std::array<std::string_view, 2> domains{"cell", "local"};

const std::vector<net::Prefix>& ranges() {
    static const std::vector<net::Prefix> parsed = [] {
        std::vector<net::Prefix> list;
        for (const auto* text :
             {"10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
              "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"})
            list.push_back(*net::Prefix::parse(text));
        return list;
    }();
    return parsed;
}

net::Address mask_of(const net::Prefix& prefix) {
    const auto* ones =
        prefix.base().is_v4() ? "255.255.255.255" : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    return net::Prefix::of(*net::Address::parse(ones), prefix.length()).base();
}

} // namespace

bool may_vouch_for(std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    const auto parsed = net::parse_host_name(name);
    return parsed && *parsed == name && std::ranges::any_of(domains, [&](std::string_view domain) {
               return name == domain || name.ends_with("." + std::string(domain));
           });
}

bool may_vouch_for(const net::Address& address) {
    return std::ranges::any_of(ranges(),
                               [&](const net::Prefix& range) { return range.contains(address); });
}

std::string constraints_text() {
    // A type that is not mentioned is not constrained (RFC 5280, 4.2.1.10).
    std::string text = "critical";
    for (const auto* type : {"DNS:", "email:", "URI:"})
        for (const auto domain : domains)
            text.append(",permitted;").append(type).append(domain);
    for (const auto& range : ranges())
        text += ",permitted;IP:" + range.base().text() + "/" + mask_of(range).text();
    return text;
}

} // namespace pic::ca
