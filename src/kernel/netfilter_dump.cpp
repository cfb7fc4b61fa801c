// Reading the packet filters of others. Rules and sets come in several dumps; the generation says
// whether they belong together.
#include <linux/netfilter/nf_tables.h>
#include <unistd.h>

#include "kernel/netfilter.hpp"
#include "kernel/netlink_kernel.hpp"
#include "net/ledger.hpp"

namespace pic::kernel {

namespace {

constexpr int tries = 4;

// The module of the filter table is loaded by its first use and by nothing else. The list in
// /proc/net/ip_tables_names would say more, and is root's to read.
bool has_legacy_filter() {
    return access("/sys/module/iptable_filter", F_OK) == 0 ||
           access("/sys/module/ip6table_filter", F_OK) == 0;
}

Status gone_is_fine(const Answer& answer, const std::string& what) {
    if (answer.is(ENOENT)) return {}; // removed since it was listed; the generation tells
    return status(answer, what);
}

} // namespace

Result<ports::netfilter::Ruleset> NetlinkKernel::read_netfilter() {
    using Taken = std::vector<std::pair<std::uint16_t, std::vector<std::uint8_t>>>;
    NetfilterReading reading(net::nft_table);
    const auto collect = [&](Message message) -> Status {
        Taken taken; // read again, a dump must not count twice
        const auto answer = nftables_.dump(
            message, [&] { taken.clear(); },
            [&](const Socket::Part& part) {
                taken.emplace_back(part.type,
                                   std::vector(part.payload.begin(), part.payload.end()));
            });
        for (const auto& [type, payload] : taken)
            reading.take(type, payload);
        return gone_is_fine(answer, "the packet filter cannot be listed");
    };
    for (const int what : {NFT_MSG_GETTABLE, NFT_MSG_GETCHAIN, NFT_MSG_GETRULE, NFT_MSG_GETSET})
        PIC_TRY(collect(list_netfilter(what)));
    const auto sets = reading.ruleset().sets;
    for (const auto& set : sets)
        PIC_TRY(collect(list_netfilter_elements(set)));
    auto ruleset = std::move(reading).done();
    ruleset.legacy = has_legacy_filter();
    return ruleset;
}

Result<ports::netfilter::Ruleset> NetlinkKernel::netfilter() {
    for (int i = 0;; ++i) {
        PIC_LET(before, nft_generation(nftables_));
        PIC_LET(ruleset, read_netfilter());
        PIC_LET(after, nft_generation(nftables_));
        if (before == after || i + 1 == tries) return ruleset;
    }
}

} // namespace pic::kernel
