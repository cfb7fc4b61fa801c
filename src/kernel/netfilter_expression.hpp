// nftables' expressions as the kernel lists them -> values. Pure; any thread.
#pragma once

#include "kernel/message.hpp"
#include "ports/netfilter.hpp"

namespace pic::kernel {

// An attribute of type NFTA_LIST_ELEM in the list of a rule.
ports::netfilter::Expression decode_expression(Bytes element);

// NFTA_DATA_*: a value or a verdict.
struct NetfilterData {
    ports::netfilter::Octets value;
    std::optional<ports::netfilter::Verdict> verdict;
};
NetfilterData decode_data(Bytes data);

} // namespace pic::kernel
