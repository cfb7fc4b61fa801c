// The packet filters of others: asking for them and reading the answers. Pure; any thread.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "kernel/message.hpp"
#include "ports/netfilter.hpp"

namespace pic::kernel {

// `what`: NFT_MSG_GETTABLE, GETCHAIN, GETRULE or GETSET, of all families.
Message list_netfilter(int what);
Message list_netfilter_elements(const ports::netfilter::Set& set);
Message ask_netfilter_generation();
std::uint32_t decode_netfilter_generation(Bytes payload);

// Collects what the kernel answers, in the order tables, chains, rules, sets, elements. Tables of
// `own` and of families without IP packets are left out.
class NetfilterReading {
  public:
    explicit NetfilterReading(std::string_view own) : own_(own) {}

    void take(std::uint16_t type, Bytes payload);
    const ports::netfilter::Ruleset& ruleset() const { return ruleset_; }
    ports::netfilter::Ruleset done() && { return std::move(ruleset_); }

  private:
    using Key = std::tuple<std::uint8_t, std::string, std::string>; // family, table, name
    void take_table(std::uint8_t family, Bytes attributes);
    void take_chain(std::uint8_t family, Bytes attributes);
    void take_rule(std::uint8_t family, Bytes attributes);
    void take_set(std::uint8_t family, Bytes attributes);
    void take_elements(std::uint8_t family, Bytes attributes);
    bool foreign(std::uint8_t family, const std::string& table) const;

    std::string own_;
    ports::netfilter::Ruleset ruleset_;
    std::set<std::pair<std::uint8_t, std::string>> dormant_;
    std::map<Key, std::size_t> chains_, sets_;
};

} // namespace pic::kernel
