#include "firewall/order.hpp"

#include <charconv>

namespace pic::firewall {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    if (port == 0 || text.front() == '0') return {};
    return port;
}

} // namespace

std::string_view name_of(Kind kind) {
    static constexpr std::array<std::string_view, kinds.size()> names = {"ufw", "firewalld",
                                                                         "docker"};
    return names[static_cast<std::size_t>(kind)];
}

Result<Order> parse_order(std::string_view text) {
    using Verb = Order::Verb;
    if (text == "all:again") return Order{Verb::again, {}, 0};
    if (text == "all:close") return Order{Verb::close, {}, 0};
    for (const auto kind : kinds) {
        auto rest = text;
        if (!rest.starts_with(name_of(kind))) continue;
        rest.remove_prefix(name_of(kind).size());
        if (rest == ":close") return Order{Verb::close, kind, 0};
        constexpr std::string_view open = ":open:", again = ":again:";
        const auto opens = rest.starts_with(open) ? open : again;
        if (!rest.starts_with(opens)) continue;
        if (const auto port = parse_port(rest.substr(opens.size())))
            return Order{opens == open ? Verb::open : Verb::again, kind, *port};
    }
    return fail(
        Code::invalid, "this is no order for pic-firewall", {},
        "one of FIREWALL:open:PORT, FIREWALL:again:PORT, FIREWALL:close, all:again and all:close, "
        "where FIREWALL is ufw, firewalld or docker");
}

} // namespace pic::firewall
