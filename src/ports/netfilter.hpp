// The packet filters of others, as the kernel runs them: chains of rules, rules of expressions that
// load registers and compare them (nft(8), linux/netfilter/nf_tables.h). What iptables-nft makes is
// among them; what iptables-legacy makes is not. Keys, operators and registers are the kernel's own
// numbers; registers are given as the first of the 80 octets they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pic::ports::netfilter {

using Octets = std::vector<std::uint8_t>;

enum class Family : std::uint8_t { inet = 1, ip = 2, ip6 = 10 };                    // NFPROTO_*
enum class Hook : std::uint8_t { prerouting, input, forward, output, postrouting }; // NF_INET_*

struct Verdict {
    enum class Kind : std::uint8_t { accept, drop, jump, go_to, give_back, go_on, unknown };
    Kind kind = Kind::unknown;
    std::string chain; // of jump and go_to
    bool operator==(const Verdict&) const = default;
};

// Loads of a register.
struct Meta { // NFT_META_*
    std::uint32_t key = 0;
    std::size_t to = 0;
};
struct Payload {
    std::uint32_t base = 0, offset = 0; // NFT_PAYLOAD_*_HEADER
    std::size_t to = 0, length = 0;
};
struct Conntrack { // NFT_CT_*
    std::uint32_t key = 0;
    std::size_t to = 0;
};
struct Fib { // NFT_FIB_RESULT_*, NFTA_FIB_F_*
    std::uint32_t result = 0, flags = 0;
    std::size_t to = 0;
};
struct Immediate {
    std::size_t to = 0;
    Octets value;
};

// Changes of a register.
struct Bitwise {
    std::size_t from = 0, to = 0;
    Octets mask, flip;
};
struct Swap { // of byte order, in words of `size` octets
    std::size_t from = 0, to = 0, length = 0, size = 0;
};

// What decides whether a rule applies.
struct Compare { // NFT_CMP_*
    std::size_t from = 0;
    std::uint32_t operation = 0;
    Octets value;
};
struct Range {
    std::size_t from = 0;
    bool outside = false;
    Octets low, high;
};
struct Lookup {
    std::string set;
    std::size_t from = 0;
    std::optional<std::size_t> to; // of a map; 0: its data are verdicts
    bool inverted = false;
};
struct Extension { // a match or target of iptables, with its own struct
    bool target = false;
    std::string name;
    std::uint32_t revision = 0;
    Octets info;
};

// What a rule does.
struct Decide {
    Verdict verdict;
};
struct SetMark { // of the packet, or of its connection
    bool connection = false;
    std::size_t from = 0;
};
struct Pass {};   // counts, logs, and what else lets every packet on
struct Never {};  // a limit that one packet does not reach, a header that it does not have
struct Unread {}; // it is not known what this loads or matches

using Expression = std::variant<Meta, Payload, Conntrack, Fib, Immediate, Bitwise, Swap, Compare,
                                Range, Lookup, Extension, Decide, SetMark, Pass, Never, Unread>;

struct Rule {
    std::uint64_t handle = 0;
    std::vector<Expression> expressions;
};

struct Base { // where a chain meets packets by itself
    Hook hook = Hook::prerouting;
    std::int32_t priority = 0;
    std::string type;   // "filter", "nat", "route"
    bool drops = false; // its policy
};

struct Chain {
    Family family = Family::inet;
    std::string table, name;
    std::optional<Base> base;
    std::vector<Rule> rules;
};

struct Element {
    Octets key, end; // end: of a range in a set of concatenations, else empty
    bool interval_end = false, catch_all = false;
    Octets value; // of a map
    std::optional<Verdict> verdict;
};

struct Set {
    Family family = Family::inet;
    std::string table, name;
    bool interval = false;
    std::size_t key_length = 0;
    std::vector<std::size_t> fields; // lengths, where keys are concatenations
    std::vector<Element> elements;
    bool whole = true; // false: too many elements to keep
};

struct Ruleset {
    std::vector<Chain> chains;
    std::vector<Set> sets;
    bool legacy = false; // iptables-legacy has a filter table too, which is not in here
};

} // namespace pic::ports::netfilter
