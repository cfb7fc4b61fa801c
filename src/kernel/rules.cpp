#include "kernel/rules.hpp"

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pic::kernel {

namespace {

Message encode(std::uint16_t type, std::uint16_t flags, const ports::Rule& rule) {
    fib_rule_hdr header{};
    header.family = rule.family == net::Family::v4 ? AF_INET : AF_INET6;
    header.action = rule.table ? FR_ACT_TO_TBL : FR_ACT_UNREACHABLE;
    Message message(type, flags);
    message.header(header).put(FRA_PRIORITY, rule.priority);
    if (rule.table) message.put(FRA_TABLE, *rule.table);
    if (!rule.input_device.empty()) message.put(FRA_IIFNAME, std::string_view(rule.input_device));
    if (rule.mask != 0) message.put(FRA_FWMARK, rule.mark).put(FRA_FWMASK, rule.mask);
    message.put(FRA_PROTOCOL, std::uint8_t{RTPROT_KERNEL});
    return message;
}

// Attributes that every rule has and that select nothing, when they have this value.
bool selects_nothing(const Attribute& attribute) {
    constexpr std::uint32_t none = 0xffffffff;
    switch (attribute.type) {
    case FRA_SUPPRESS_PREFIXLEN:
    case FRA_SUPPRESS_IFGROUP:
        return attribute.as<std::uint32_t>() == none;
    case FRA_FLOW:
        return attribute.as<std::uint32_t>() == 0;
    case FRA_PAD:
        return true;
    default:
        return false;
    }
}

// Takes one attribute into the rule; false when the rule cannot be one of the cell's.
bool take(const Attribute& attribute, ports::Rule& rule, std::uint8_t& protocol) {
    switch (attribute.type) {
    case FRA_PRIORITY:
        rule.priority = attribute.as<std::uint32_t>();
        return true;
    case FRA_TABLE:
        if (rule.table) rule.table = attribute.as<std::uint32_t>();
        return true;
    case FRA_IIFNAME:
        rule.input_device = attribute.text();
        return true;
    case FRA_FWMARK:
        rule.mark = attribute.as<std::uint32_t>();
        return true;
    case FRA_FWMASK:
        rule.mask = attribute.as<std::uint32_t>();
        return true;
    case FRA_PROTOCOL:
        protocol = attribute.as<std::uint8_t>();
        return true;
    default:
        return selects_nothing(attribute);
    }
}

} // namespace

Message add_rule(const ports::Rule& rule) {
    // Without NLM_F_EXCL the kernel makes a second rule equal to the first.
    return encode(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);
}

Message remove_rule(const ports::Rule& rule) {
    return encode(RTM_DELRULE, 0, rule);
}

Message list_rules(net::Family family) {
    fib_rule_hdr header{};
    header.family = family == net::Family::v4 ? AF_INET : AF_INET6;
    Message message(RTM_GETRULE, NLM_F_DUMP);
    message.header(header);
    return message;
}

std::optional<ports::Rule> decode_rule(std::uint16_t type, Bytes payload) {
    fib_rule_hdr header{};
    Bytes rest;
    if (type != RTM_NEWRULE || !split(payload, header, rest)) return {};
    if (header.family != AF_INET && header.family != AF_INET6) return {};
    if (header.src_len != 0 || header.dst_len != 0 || header.tos != 0) return {};
    if ((header.flags & FIB_RULE_INVERT) != 0) return {};
    ports::Rule rule;
    rule.family = header.family == AF_INET ? net::Family::v4 : net::Family::v6;
    if (header.action == FR_ACT_TO_TBL)
        rule.table = header.table;
    else if (header.action != FR_ACT_UNREACHABLE)
        return {};
    std::uint8_t protocol = 0;
    for (const auto& attribute : attributes(rest))
        if (!take(attribute, rule, protocol)) return {};
    if (protocol != RTPROT_KERNEL) return {};
    return rule;
}

} // namespace pic::kernel
