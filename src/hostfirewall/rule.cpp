#include "hostfirewall/rule.hpp"

#include <bit>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/rtnetlink.h>
#include <net/ethernet.h>
#include <net/if.h>

#include "hostfirewall/conntrack.hpp"
#include "hostfirewall/extension.hpp"
#include "hostfirewall/lookup.hpp"
#include "hostfirewall/registers.hpp"

namespace pic::hostfirewall {

namespace nf = ports::netfilter;

namespace {

constexpr std::size_t longest_load = 16;

Octets octet(std::uint8_t value) {
    return {value, 0, 0, 0};
}

Octets number_or_unknown(std::optional<std::uint32_t> number) {
    return number ? known(*number) : unknown(sizeof *number);
}

bool routed(const Packet& packet) {
    return packet.out && !packet.out->name.empty();
}

// nullopt: the packet has no such thing, and the rule ends.
std::optional<Octets> load(const nf::Meta& meta, const Packet& packet) {
    const auto name = [](const Device& device) { return known(device.name, IFNAMSIZ); };
    switch (meta.key) {
    case NFT_META_IIFNAME:
        return name(packet.in);
    case NFT_META_IIF:
        return known(packet.in.index);
    case NFT_META_OIFNAME:
        return routed(packet) ? std::optional(name(*packet.out)) : std::nullopt;
    case NFT_META_OIF:
        return routed(packet) ? std::optional(known(packet.out->index)) : std::nullopt;
    case NFT_META_L4PROTO:
        return octet(static_cast<std::uint8_t>(packet.protocol));
    case NFT_META_NFPROTO:
        return octet(packet.ipv6() ? NFPROTO_IPV6 : NFPROTO_IPV4);
    case NFT_META_PROTOCOL: {
        const auto type = static_cast<std::uint16_t>(packet.ipv6() ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
        return Octets{static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type), 0, 0};
    }
    case NFT_META_PKTTYPE:
        return octet(0); // PACKET_HOST
    case NFT_META_MARK:
        return number_or_unknown(packet.mark);
    default:
        return unknown(longest_load);
    }
}

Octets load(const nf::Payload& payload, const Packet& packet) {
    Octets header;
    if (payload.base == NFT_PAYLOAD_NETWORK_HEADER) header = packet.network_header();
    if (payload.base == NFT_PAYLOAD_TRANSPORT_HEADER) header = packet.transport_header();
    Octets octets(std::min(payload.length, Registers::size));
    for (std::size_t i = 0; i < octets.size(); ++i)
        if (payload.offset + i < header.size()) octets[i] = header[payload.offset + i];
    return octets;
}

Octets load(const nf::Conntrack& conntrack, const Packet& packet) {
    switch (conntrack.key) {
    case NFT_CT_STATE:
        return known(connection_state(packet));
    case NFT_CT_DIRECTION:
        return octet(packet.reply ? 1 : 0);
    case NFT_CT_STATUS: // of a new one, nothing is set yet
        return packet.reply ? unknown(sizeof(std::uint32_t)) : known(std::uint32_t{0});
    case NFT_CT_MARK:
        return number_or_unknown(packet.connection_mark);
    case NFT_CT_L3PROTOCOL:
        return octet(packet.ipv6() ? NFPROTO_IPV6 : NFPROTO_IPV4);
    case NFT_CT_PROTOCOL:
        return octet(static_cast<std::uint8_t>(packet.protocol));
    default:
        return unknown(longest_load);
    }
}

// That there is a way back is taken for granted.
Octets load(const nf::Fib& fib, const Packet& packet) {
    if (fib.result == NFT_FIB_RESULT_ADDRTYPE) {
        const bool own = (fib.flags & NFTA_FIB_F_DADDR) != 0 && !packet.out;
        return known(std::uint32_t{own ? RTN_LOCAL : RTN_UNICAST});
    }
    if ((fib.flags & NFTA_FIB_F_PRESENT) != 0) return octet(1);
    return unknown(longest_load);
}

class Machine {
  public:
    Machine(const nf::Chain& chain, const nf::Ruleset& ruleset, Packet& packet) :
        chain_(chain), ruleset_(ruleset), packet_(packet) {}

    Applied run(const nf::Rule& rule) {
        for (const auto& expression : rule.expressions) {
            std::visit([&](const auto& each) { step(each); }, expression);
            if (result_.applies == Truth::no) return {Truth::no, {}};
            if (!result_.verdicts.empty()) break;
        }
        return std::move(result_);
    }

  private:
    void require(Truth truth) { result_.applies = result_.applies & truth; }

    void step(const nf::Meta& meta) {
        if (const auto octets = load(meta, packet_))
            registers_.load(meta.to, *octets);
        else
            require(Truth::no);
    }
    void step(const nf::Payload& payload) { registers_.load(payload.to, load(payload, packet_)); }
    void step(const nf::Conntrack& each) { registers_.load(each.to, load(each, packet_)); }
    void step(const nf::Fib& fib) { registers_.load(fib.to, load(fib, packet_)); }
    void step(const nf::Immediate& immediate) {
        registers_.load(immediate.to, known(immediate.value));
    }
    void step(const nf::Bitwise& bitwise) {
        const auto octets = registers_.read(bitwise.from, bitwise.mask.size());
        registers_.load(bitwise.to, masked(octets, bitwise.mask, bitwise.flip));
    }
    void step(const nf::Swap& swap) {
        registers_.load(swap.to, swapped(registers_.read(swap.from, swap.length), swap.size));
    }
    void step(const nf::Compare& each) {
        const auto octets = registers_.read(each.from, each.value.size());
        require(compare(octets, each.operation, each.value));
    }
    void step(const nf::Range& range) {
        const auto inside =
            between(registers_.read(range.from, range.low.size()), range.low, range.high);
        require(range.outside ? !inside : inside);
    }
    void step(const nf::Lookup& lookup) {
        const auto* set = find(lookup.set);
        if (set == nullptr) return step(nf::Unread{});
        const auto found = look_up(*set, registers_.read(lookup.from, set->key_length));
        require(lookup.inverted ? !found.found : found.found);
        if (!lookup.to || result_.applies == Truth::no) return;
        if (*lookup.to == 0) {
            for (const auto* element : found.elements)
                result_.verdicts.push_back(element->verdict.value_or(nf::Verdict{}));
            if (found.elements.empty()) result_.verdicts.push_back(nf::Verdict{});
        } else if (found.found == Truth::yes && found.elements.size() == 1) {
            registers_.load(*lookup.to, known(found.elements.front()->value));
        } else {
            registers_.load(*lookup.to, unknown(longest_load));
        }
    }
    void step(const nf::Extension& extension) {
        if (!extension.target) return require(matches(extension, packet_));
        if (writes_mark(extension)) packet_.mark = packet_.connection_mark = {};
        const auto kind = verdict_of(extension);
        if (kind != nf::Verdict::Kind::go_on) result_.verdicts.push_back({kind, {}});
    }
    void step(const nf::Decide& decide) { result_.verdicts.push_back(decide.verdict); }
    void step(const nf::SetMark& set) {
        auto& mark = set.connection ? packet_.connection_mark : packet_.mark;
        mark = result_.applies == Truth::yes ? number(registers_.read(set.from, 4)) : std::nullopt;
    }
    void step(const nf::Pass&) {}
    void step(const nf::Never&) { require(Truth::no); }
    void step(const nf::Unread&) {
        registers_.forget();
        require(Truth::maybe);
    }

    static std::optional<std::uint32_t> number(const Octets& octets) {
        std::array<std::uint8_t, 4> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (!octets[i]) return {};
            bytes[i] = *octets[i];
        }
        return std::bit_cast<std::uint32_t>(bytes);
    }

    const nf::Set* find(const std::string& name) const {
        for (const auto& set : ruleset_.sets)
            if (set.name == name && set.table == chain_.table && set.family == chain_.family)
                return &set;
        return nullptr;
    }

    const nf::Chain& chain_;
    const nf::Ruleset& ruleset_;
    Packet& packet_;
    Registers registers_;
    Applied result_;
};

} // namespace

Applied apply(const nf::Rule& rule, const nf::Chain& chain, const nf::Ruleset& ruleset,
              Packet& packet) {
    return Machine(chain, ruleset, packet).run(rule);
}

} // namespace pic::hostfirewall
