#include "kernel/netfilter.hpp"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <sys/socket.h>

#include "kernel/netfilter_expression.hpp"

namespace pic::kernel {

using namespace ports::netfilter;

namespace {

// A list of a hundred thousand banned addresses is not worth its memory here.
constexpr std::size_t most_elements = 20000;

constexpr int type_of(int message) {
    return (NFNL_SUBSYS_NFTABLES << 8) | message;
}

Message request(int message, std::uint16_t flags, std::uint8_t family) {
    Message result(static_cast<std::uint16_t>(type_of(message)), flags);
    result.header(nfgenmsg{family, NFNETLINK_V0, 0});
    return result;
}

// The numbers of family and hook are the kernel's own.
bool carries_ip(std::uint8_t family) {
    return family == NFPROTO_INET || family == NFPROTO_IPV4 || family == NFPROTO_IPV6;
}

std::optional<Base> decode_hook(Bytes bytes) {
    Base base;
    std::uint32_t hook = 0;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_HOOK_HOOKNUM) hook = attribute.as_be32();
        if (attribute.type == NFTA_HOOK_PRIORITY)
            base.priority = static_cast<std::int32_t>(attribute.as_be32());
    }
    if (hook > NF_INET_POST_ROUTING) return {};
    base.hook = static_cast<Hook>(hook);
    return base;
}

std::vector<std::size_t> decode_fields(Bytes description) {
    std::vector<std::size_t> lengths;
    for (const auto& part : attributes(description)) {
        if (part.type != NFTA_SET_DESC_CONCAT) continue;
        for (const auto& field : attributes(part.value))
            for (const auto& length : attributes(field.value))
                if (length.type == NFTA_SET_FIELD_LEN) lengths.push_back(length.as_be32());
    }
    return lengths;
}

Element decode_element(Bytes bytes) {
    Element element;
    for (const auto& attribute : attributes(bytes)) {
        const auto flags = attribute.type == NFTA_SET_ELEM_FLAGS ? attribute.as_be32() : 0;
        element.interval_end = element.interval_end || (flags & NFT_SET_ELEM_INTERVAL_END) != 0;
        element.catch_all = element.catch_all || (flags & NFT_SET_ELEM_CATCHALL) != 0;
        if (attribute.type == NFTA_SET_ELEM_KEY) element.key = decode_data(attribute.value).value;
        if (attribute.type == NFTA_SET_ELEM_KEY_END)
            element.end = decode_data(attribute.value).value;
        if (attribute.type != NFTA_SET_ELEM_DATA) continue;
        auto data = decode_data(attribute.value);
        element.value = std::move(data.value);
        element.verdict = std::move(data.verdict);
    }
    return element;
}

} // namespace

Message list_netfilter(int what) {
    return request(what, NLM_F_DUMP, AF_UNSPEC);
}

Message list_netfilter_elements(const Set& set) {
    auto message = request(NFT_MSG_GETSETELEM, NLM_F_DUMP, static_cast<std::uint8_t>(set.family));
    message.put(NFTA_SET_ELEM_LIST_TABLE, std::string_view(set.table));
    message.put(NFTA_SET_ELEM_LIST_SET, std::string_view(set.name));
    return message;
}

Message ask_netfilter_generation() {
    return request(NFT_MSG_GETGEN, 0, AF_UNSPEC);
}

std::uint32_t decode_netfilter_generation(Bytes payload) {
    nfgenmsg header{};
    Bytes rest;
    if (!split(payload, header, rest)) return 0;
    for (const auto& attribute : attributes(rest))
        if (attribute.type == NFTA_GEN_ID) return attribute.as_be32();
    return 0;
}

void NetfilterReading::take(std::uint16_t type, Bytes payload) {
    nfgenmsg header{};
    Bytes rest;
    if (!split(payload, header, rest) || !carries_ip(header.nfgen_family)) return;
    switch (type) {
    case type_of(NFT_MSG_NEWTABLE):
        return take_table(header.nfgen_family, rest);
    case type_of(NFT_MSG_NEWCHAIN):
        return take_chain(header.nfgen_family, rest);
    case type_of(NFT_MSG_NEWRULE):
        return take_rule(header.nfgen_family, rest);
    case type_of(NFT_MSG_NEWSET):
        return take_set(header.nfgen_family, rest);
    case type_of(NFT_MSG_NEWSETELEM):
        return take_elements(header.nfgen_family, rest);
    default:
        return;
    }
}

bool NetfilterReading::foreign(std::uint8_t family, const std::string& table) const {
    return !(family == NFPROTO_INET && table == own_) && !dormant_.contains({family, table});
}

void NetfilterReading::take_table(std::uint8_t family, Bytes bytes) {
    std::string name;
    std::uint32_t flags = 0;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_TABLE_NAME) name = attribute.text();
        if (attribute.type == NFTA_TABLE_FLAGS) flags = attribute.as_be32();
    }
    if ((flags & NFT_TABLE_F_DORMANT) != 0) dormant_.insert({family, name});
}

void NetfilterReading::take_chain(std::uint8_t family, Bytes bytes) {
    Chain chain{static_cast<Family>(family), {}, {}, {}, {}};
    std::string type;
    bool drops = false;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_CHAIN_TABLE) chain.table = attribute.text();
        if (attribute.type == NFTA_CHAIN_NAME) chain.name = attribute.text();
        if (attribute.type == NFTA_CHAIN_TYPE) type = attribute.text();
        if (attribute.type == NFTA_CHAIN_POLICY) drops = attribute.as_be32() == NF_DROP;
        if (attribute.type == NFTA_CHAIN_HOOK) chain.base = decode_hook(attribute.value);
    }
    if (!foreign(family, chain.table)) return;
    if (chain.base) {
        chain.base->type = std::move(type);
        chain.base->drops = drops;
    }
    chains_[{family, chain.table, chain.name}] = ruleset_.chains.size();
    ruleset_.chains.push_back(std::move(chain));
}

void NetfilterReading::take_rule(std::uint8_t family, Bytes bytes) {
    std::string table, chain;
    Rule rule;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_RULE_TABLE) table = attribute.text();
        if (attribute.type == NFTA_RULE_CHAIN) chain = attribute.text();
        if (attribute.type == NFTA_RULE_HANDLE)
            rule.handle = be64toh(attribute.as<std::uint64_t>());
        if (attribute.type != NFTA_RULE_EXPRESSIONS) continue;
        for (const auto& element : attributes(attribute.value))
            if (element.type == NFTA_LIST_ELEM)
                rule.expressions.push_back(decode_expression(element.value));
    }
    const auto found = chains_.find({family, table, chain});
    if (found != chains_.end()) ruleset_.chains[found->second].rules.push_back(std::move(rule));
}

void NetfilterReading::take_set(std::uint8_t family, Bytes bytes) {
    Set set;
    set.family = static_cast<Family>(family);
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_SET_TABLE) set.table = attribute.text();
        if (attribute.type == NFTA_SET_NAME) set.name = attribute.text();
        if (attribute.type == NFTA_SET_FLAGS)
            set.interval = (attribute.as_be32() & NFT_SET_INTERVAL) != 0;
        if (attribute.type == NFTA_SET_KEY_LEN) set.key_length = attribute.as_be32();
        if (attribute.type == NFTA_SET_DESC) set.fields = decode_fields(attribute.value);
    }
    if (!foreign(family, set.table)) return;
    sets_[{family, set.table, set.name}] = ruleset_.sets.size();
    ruleset_.sets.push_back(std::move(set));
}

void NetfilterReading::take_elements(std::uint8_t family, Bytes bytes) {
    std::string table, name;
    Bytes elements;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_SET_ELEM_LIST_TABLE) table = attribute.text();
        if (attribute.type == NFTA_SET_ELEM_LIST_SET) name = attribute.text();
        if (attribute.type == NFTA_SET_ELEM_LIST_ELEMENTS) elements = attribute.value;
    }
    const auto found = sets_.find({family, table, name});
    if (found == sets_.end()) return;
    auto& set = ruleset_.sets[found->second];
    for (const auto& element : attributes(elements)) {
        if (set.elements.size() == most_elements) {
            set.whole = false;
            return;
        }
        if (element.type == NFTA_LIST_ELEM) set.elements.push_back(decode_element(element.value));
    }
}

} // namespace pic::kernel
