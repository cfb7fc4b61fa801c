#include "kernel/elements.hpp"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "net/ledger.hpp"

namespace pic::kernel {

namespace {

using ports::KernelStep;
using ports::SetElement;
using ports::Verb;

// A nest holds 65,535 bytes; an element of a map of IPv6 addresses takes 60.
constexpr std::size_t elements_per_message = 1000;

std::uint16_t nft_type(int type) {
    return static_cast<std::uint16_t>((NFNL_SUBSYS_NFTABLES << 8) | type);
}

nfgenmsg family_header() {
    return {NFPROTO_INET, NFNETLINK_V0, 0};
}

void frame(Message& message, std::uint16_t type) {
    message.begin(type, 0);
    message.header(nfgenmsg{AF_UNSPEC, NFNETLINK_V0, htons(NFNL_SUBSYS_NFTABLES)});
}

const SetElement& element_of(const KernelStep& step) {
    return std::get<SetElement>(step.object);
}

// A map's element cannot be changed in place: the old one goes and the new one comes, in one
// transaction.
std::vector<std::pair<bool, SetElement>> parts_of(std::span<const KernelStep> steps) {
    std::vector<std::pair<bool, SetElement>> parts; // first: removed
    for (const auto& step : steps) {
        if (step.verb == Verb::change)
            parts.emplace_back(true, std::get<SetElement>(*step.present));
        parts.emplace_back(step.verb == Verb::remove, element_of(step));
    }
    return parts;
}

bool same_place(const std::pair<bool, SetElement>& a, const std::pair<bool, SetElement>& b) {
    return a.first == b.first && a.second.set == b.second.set &&
           a.second.address.family() == b.second.address.family();
}

void put_element(Message& list, bool removed, const SetElement& element) {
    list.nest(NFTA_LIST_ELEM, [&](Message& entry) {
        entry.nest(NFTA_SET_ELEM_KEY,
                   [&](Message& key) { key.put(NFTA_DATA_VALUE, element.address); });
        if (element.set == ports::Set::peer && !removed)
            entry.nest(NFTA_SET_ELEM_DATA,
                       [&](Message& data) { data.put(NFTA_DATA_VALUE, element.mark); });
    });
}

} // namespace

Message change_elements(std::span<const KernelStep> steps) {
    const auto parts = parts_of(steps);
    Message message;
    frame(message, NFNL_MSG_BATCH_BEGIN);
    for (std::size_t next = 0; next < parts.size();) {
        const auto& first = parts[next];
        message.begin(nft_type(first.first ? NFT_MSG_DELSETELEM : NFT_MSG_NEWSETELEM),
                      first.first ? 0 : NLM_F_CREATE);
        message.header(family_header());
        message.put(NFTA_SET_ELEM_LIST_TABLE, net::nft_table);
        message.put(NFTA_SET_ELEM_LIST_SET, std::string_view(ports::set_name(
                                                first.second.set, first.second.address.family())));
        message.nest(NFTA_SET_ELEM_LIST_ELEMENTS, [&](Message& list) {
            for (std::size_t i = 0;
                 i < elements_per_message && next < parts.size() && same_place(first, parts[next]);
                 ++i, ++next)
                put_element(list, parts[next].first, parts[next].second);
        });
    }
    message.ask_for_answer();
    frame(message, NFNL_MSG_BATCH_END);
    return message;
}

Message list_elements(ports::Set set, net::Family family) {
    Message message(nft_type(NFT_MSG_GETSETELEM), NLM_F_DUMP);
    message.header(family_header());
    message.put(NFTA_SET_ELEM_LIST_TABLE, net::nft_table);
    message.put(NFTA_SET_ELEM_LIST_SET, std::string_view(ports::set_name(set, family)));
    return message;
}

namespace {

std::optional<SetElement> decode_element(Bytes entry, ports::Set set) {
    SetElement element{set, {}, 0};
    bool keyed = false;
    for (const auto& attribute : attributes(entry))
        for (const auto& part : attributes(attribute.value)) {
            if (part.type != NFTA_DATA_VALUE) continue;
            if (attribute.type == NFTA_SET_ELEM_KEY) {
                const auto address = net::Address::from_bytes(part.value);
                if (!address) return {};
                element.address = *address;
                keyed = true;
            }
            if (attribute.type == NFTA_SET_ELEM_DATA) element.mark = part.as<std::uint32_t>();
        }
    return keyed ? std::optional(element) : std::nullopt;
}

} // namespace

void decode_elements(Bytes payload, ports::Set set, std::vector<SetElement>& elements) {
    nfgenmsg header{};
    Bytes rest;
    if (!split(payload, header, rest)) return;
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type != NFTA_SET_ELEM_LIST_ELEMENTS) continue;
        for (const auto& entry : attributes(attribute.value))
            if (entry.type == NFTA_LIST_ELEM)
                if (const auto element = decode_element(entry.value, set))
                    elements.push_back(*element);
    }
}

} // namespace pic::kernel
