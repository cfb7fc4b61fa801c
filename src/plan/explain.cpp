#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plan/diff.hpp"

namespace pic::plan {

using namespace ports;

namespace {

std::string via(const Route& route) {
    if (route.device.empty()) return "unreachable";
    return route.gateway ? fmt::format("by {} on {}", route.gateway->text(), route.device)
                         : "on " + route.device;
}

struct Name {
    std::string operator()(const WgDevice& o) const {
        return fmt::format("WireGuard device {} (port {}, MTU {})", o.name, o.port, o.mtu);
    }
    std::string operator()(const DeviceSettings& o) const {
        return fmt::format("IPv4 settings of {} (forwarding {}, src_valid_mark {})", o.device,
                           o.forwarding ? "on" : "off", o.src_valid_mark ? "on" : "off");
    }
    std::string operator()(const DeviceAddress& o) const {
        return fmt::format("address {}/{} of {}", o.address.text(), o.length, o.device);
    }
    std::string operator()(const Rule& o) const {
        return fmt::format("{} routing rule {}{}{}: {}",
                           o.family == net::Family::v4 ? "IPv4" : "IPv6", o.priority,
                           o.input_device.empty() ? "" : " from " + o.input_device,
                           o.mask == 0 ? "" : fmt::format(" with mark {:#x}", o.mark),
                           o.table ? fmt::format("table {}", *o.table) : "unreachable");
    }
    std::string operator()(const Route& o) const {
        return fmt::format("route to {} {} in table {}", o.destination.text(), via(o), o.table);
    }
    std::string operator()(const Ruleset&) const { return "rules of table inet pic"; }
    std::string operator()(const SetElement& o) const {
        static constexpr std::string_view uses[] = {"the way out of", "the internet for",
                                                    "the LAN for", "other peers for",
                                                    "the cell's services for"};
        return fmt::format("{} {}", uses[static_cast<std::size_t>(o.set)], o.address.text());
    }
    std::string operator()(const WgPeer& o) const {
        std::vector<std::string> allowed;
        for (const auto& prefix : o.allowed)
            allowed.push_back(prefix.text());
        return fmt::format("peer {} ({})", o.public_key.text(), fmt::join(allowed, ", "));
    }
};

// What their names do not show. Of secrets, that they differ.
struct Difference {
    std::vector<std::string> operator()(const WgDevice& now, const WgDevice& was) const {
        std::vector<std::string> texts;
        // A device that is down reads as one without a key.
        if (now.private_key != was.private_key)
            texts.push_back(was.private_key.empty() ? "it is down or has no key" : "key differs");
        if (now.fwmark != was.fwmark)
            texts.push_back(fmt::format("mark {:#x} was {:#x}", now.fwmark, was.fwmark));
        return texts;
    }
    std::vector<std::string> operator()(const WgPeer& now, const WgPeer& was) const {
        std::vector<std::string> texts;
        if (now.preshared_key != was.preshared_key) texts.push_back("preshared key differs");
        if (now.keepalive != was.keepalive)
            texts.push_back(fmt::format("keepalive {} was {}", now.keepalive, was.keepalive));
        return texts;
    }
    std::vector<std::string> operator()(const Route& now, const Route& was) const {
        if (now.source == was.source) return {};
        const auto text = [](const auto& source) { return source ? source->text() : "none"; };
        return {fmt::format("source {} was {}", text(now.source), text(was.source))};
    }
    std::vector<std::string> operator()(const SetElement& now, const SetElement& was) const {
        if (now.mark == was.mark) return {};
        return {fmt::format("mark {:#x} was {:#x}", now.mark, was.mark)};
    }
    std::vector<std::string> operator()(const auto&, const auto&) const { return {}; }
};

} // namespace

std::string explain(const KernelStep& step) {
    static constexpr std::string_view verbs[] = {"add", "change", "remove"};
    const auto now = std::visit(Name{}, step.object);
    auto text = fmt::format("{} {}", verbs[static_cast<std::size_t>(step.verb)], now);
    if (!step.present) return text;
    const auto was = std::visit(Name{}, *step.present);
    const auto more = std::visit(Difference{}, step.object, *step.present);
    return text + (was == now ? "" : "; was " + was) +
           (more.empty() ? "" : fmt::format("; {}", fmt::join(more, ", ")));
}

} // namespace pic::plan
