#include "kernel/netfilter_expression.hpp"

#include <array>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>

namespace pic::kernel {

using namespace ports::netfilter;

namespace {

// The attributes of one expression, looked up by type.
class Fields {
  public:
    explicit Fields(Bytes bytes) : all_(attributes(bytes)) {}

    bool has(std::uint16_t type) const { return find(type) != nullptr; }
    std::uint32_t number(std::uint16_t type) const {
        const auto* found = find(type);
        return found == nullptr ? 0 : found->as_be32();
    }
    std::string text(std::uint16_t type) const {
        const auto* found = find(type);
        return found == nullptr ? std::string() : found->text();
    }
    Octets octets(std::uint16_t type) const {
        const auto* found = find(type);
        return found == nullptr ? Octets() : Octets(found->value.begin(), found->value.end());
    }
    NetfilterData data(std::uint16_t type) const {
        const auto* found = find(type);
        return found == nullptr ? NetfilterData() : decode_data(found->value);
    }
    // Four registers of 16 octets and sixteen of 4 are names of the same 80 octets.
    std::size_t place(std::uint16_t type) const {
        constexpr std::uint32_t wide = 16, narrow = 4, verdict_words = 4;
        const auto name = number(type);
        if (name <= NFT_REG_4) return name * wide;
        return (name - NFT_REG32_00 + verdict_words) * narrow;
    }

  private:
    const Attribute* find(std::uint16_t type) const {
        for (const auto& attribute : all_)
            if (attribute.type == type) return &attribute;
        return nullptr;
    }
    std::vector<Attribute> all_;
};

Expression meta(const Fields& in) {
    const auto key = in.number(NFTA_META_KEY);
    if (in.has(NFTA_META_DREG)) return Meta{key, in.place(NFTA_META_DREG)};
    if (key == NFT_META_MARK) return SetMark{false, in.place(NFTA_META_SREG)};
    return Pass{};
}

Expression payload(const Fields& in) {
    if (!in.has(NFTA_PAYLOAD_DREG)) return Pass{}; // rewrites the packet
    return Payload{in.number(NFTA_PAYLOAD_BASE), in.number(NFTA_PAYLOAD_OFFSET),
                   in.place(NFTA_PAYLOAD_DREG), in.number(NFTA_PAYLOAD_LEN)};
}

Expression conntrack(const Fields& in) {
    const auto key = in.number(NFTA_CT_KEY);
    if (in.has(NFTA_CT_DREG)) return Conntrack{key, in.place(NFTA_CT_DREG)};
    if (key == NFT_CT_MARK) return SetMark{true, in.place(NFTA_CT_SREG)};
    return Pass{};
}

Expression fib(const Fields& in) {
    return Fib{in.number(NFTA_FIB_RESULT), in.number(NFTA_FIB_FLAGS), in.place(NFTA_FIB_DREG)};
}

Expression immediate(const Fields& in) {
    auto data = in.data(NFTA_IMMEDIATE_DATA);
    if (data.verdict) return Decide{*data.verdict};
    return Immediate{in.place(NFTA_IMMEDIATE_DREG), std::move(data.value)};
}

Expression bitwise(const Fields& in) {
    if (in.number(NFTA_BITWISE_OP) != NFT_BITWISE_BOOL) return Unread{};
    return Bitwise{in.place(NFTA_BITWISE_SREG), in.place(NFTA_BITWISE_DREG),
                   in.data(NFTA_BITWISE_MASK).value, in.data(NFTA_BITWISE_XOR).value};
}

Expression byteorder(const Fields& in) {
    return Swap{in.place(NFTA_BYTEORDER_SREG), in.place(NFTA_BYTEORDER_DREG),
                in.number(NFTA_BYTEORDER_LEN), in.number(NFTA_BYTEORDER_SIZE)};
}

Expression compare(const Fields& in) {
    return Compare{in.place(NFTA_CMP_SREG), in.number(NFTA_CMP_OP), in.data(NFTA_CMP_DATA).value};
}

Expression range(const Fields& in) {
    return Range{in.place(NFTA_RANGE_SREG), in.number(NFTA_RANGE_OP) == NFT_RANGE_NEQ,
                 in.data(NFTA_RANGE_FROM_DATA).value, in.data(NFTA_RANGE_TO_DATA).value};
}

Expression lookup(const Fields& in) {
    Lookup result{in.text(NFTA_LOOKUP_SET), in.place(NFTA_LOOKUP_SREG), {}, false};
    if (in.has(NFTA_LOOKUP_DREG)) result.to = in.place(NFTA_LOOKUP_DREG);
    result.inverted = (in.number(NFTA_LOOKUP_FLAGS) & NFT_LOOKUP_F_INV) != 0;
    return result;
}

// IPv6 extension headers and IPv4 options: the packets asked about have none.
Expression header_option(const Fields& in) {
    if (!in.has(NFTA_EXTHDR_DREG)) return Pass{};
    const auto kind = in.number(NFTA_EXTHDR_OP);
    if (kind != NFT_EXTHDR_OP_IPV6 && kind != NFT_EXTHDR_OP_IPV4) return Unread{};
    if ((in.number(NFTA_EXTHDR_FLAGS) & NFT_EXTHDR_F_PRESENT) == 0) return Never{};
    return Immediate{in.place(NFTA_EXTHDR_DREG), {0}};
}

Expression match(const Fields& in) {
    return Extension{false, in.text(NFTA_MATCH_NAME), in.number(NFTA_MATCH_REV),
                     in.octets(NFTA_MATCH_INFO)};
}

Expression target(const Fields& in) {
    return Extension{true, in.text(NFTA_TARGET_NAME), in.number(NFTA_TARGET_REV),
                     in.octets(NFTA_TARGET_INFO)};
}

// Inverted, these want more than the packet asked about is.
template <std::uint16_t flags>
Expression limit(const Fields& in) {
    return (in.number(flags) & 1) != 0 ? Expression(Never{}) : Expression(Pass{});
}

Expression refuse(const Fields&) {
    return Decide{{Verdict::Kind::drop, {}}};
}
Expression hand_over(const Fields&) {
    return Decide{{Verdict::Kind::unknown, {}}};
}
Expression pass(const Fields&) {
    return Pass{};
}

struct Kind {
    std::string_view name;
    Expression (*decode)(const Fields&);
};
constexpr std::array kinds = {Kind{"meta", meta},
                              Kind{"payload", payload},
                              Kind{"ct", conntrack},
                              Kind{"fib", fib},
                              Kind{"immediate", immediate},
                              Kind{"bitwise", bitwise},
                              Kind{"byteorder", byteorder},
                              Kind{"cmp", compare},
                              Kind{"range", range},
                              Kind{"lookup", lookup},
                              Kind{"exthdr", header_option},
                              Kind{"match", match},
                              Kind{"target", target},
                              Kind{"reject", refuse},
                              Kind{"queue", hand_over},
                              Kind{"synproxy", hand_over},
                              Kind{"limit", limit<NFTA_LIMIT_FLAGS>},
                              Kind{"connlimit", limit<NFTA_CONNLIMIT_FLAGS>},
                              Kind{"quota", limit<NFTA_QUOTA_FLAGS>},
                              Kind{"counter", pass},
                              Kind{"log", pass},
                              Kind{"dynset", pass},
                              Kind{"objref", pass},
                              Kind{"notrack", pass},
                              Kind{"last", pass},
                              Kind{"dup", pass},
                              Kind{"flow_offload", pass}};

} // namespace

NetfilterData decode_data(Bytes bytes) {
    NetfilterData data;
    for (const auto& attribute : attributes(bytes)) {
        if (attribute.type == NFTA_DATA_VALUE)
            data.value.assign(attribute.value.begin(), attribute.value.end());
        if (attribute.type != NFTA_DATA_VERDICT) continue;
        const Fields verdict(attribute.value);
        const auto code = static_cast<std::int32_t>(verdict.number(NFTA_VERDICT_CODE));
        using enum Verdict::Kind;
        const auto kind = code == NF_ACCEPT      ? accept
                          : code == NF_DROP      ? drop
                          : code == NFT_CONTINUE ? go_on
                          : code == NFT_BREAK    ? go_on
                          : code == NFT_RETURN   ? give_back
                          : code == NFT_JUMP     ? jump
                          : code == NFT_GOTO     ? go_to
                                                 : unknown;
        data.verdict = Verdict{kind, verdict.text(NFTA_VERDICT_CHAIN)};
    }
    return data;
}

Expression decode_expression(Bytes element) {
    std::string name;
    Bytes data;
    for (const auto& attribute : attributes(element)) {
        if (attribute.type == NFTA_EXPR_NAME) name = attribute.text();
        if (attribute.type == NFTA_EXPR_DATA) data = attribute.value;
    }
    for (const auto& kind : kinds)
        if (kind.name == name) return kind.decode(Fields(data));
    return Unread{};
}

} // namespace pic::kernel
