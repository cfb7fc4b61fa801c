#include "web/leaf.hpp"

#include <algorithm>
#include <array>

#include "base/sort_unique.hpp"
#include "control/names.hpp"

namespace pic::web {

namespace {

// Public ones cannot be in it, and temporary IPv6 addresses, which unique local ranges have too,
// would make a new one every day.
bool belongs(const ports::HostAddress& host) {
    return host.lasting && net::is_home(host.address);
}

} // namespace

Subject subject_of(const control::Context& context) {
    Subject subject;
    subject.names = control::names_of(context.view);
    subject.addresses.push_back(*net::Address::parse("127.0.0.1"));
    subject.addresses.push_back(*net::Address::parse("::1"));
    for (const auto& host : context.observed.host.addresses)
        if (belongs(host)) subject.addresses.push_back(host.address);
    if (context.view.set_up()) {
        const auto& wireguard = context.view.wireguard.value;
        subject.names.push_back("*." + context.view.zone());
        std::ranges::copy(model::cell_addresses(wireguard), std::back_inserter(subject.addresses));
    }
    sort_unique(subject.names);
    sort_unique(subject.addresses);
    return subject;
}

void LeafKeeper::read_present(const control::Context& context) {
    const auto chain = files_.read(folder_ + "/leaf.crt");
    const auto key = files_.read(folder_ + "/leaf.key");
    if (!chain || !*chain || !key || !*key) return;
    auto present = authority_.inspect(context, **chain, Secret(**key));
    if (!present) return; // of an earlier authority, or damaged: a new one is made
    leaf_ = std::move(*present);
    made_by_ = context.view.authority.value.intermediate;
}

Result<const Leaf*> LeafKeeper::leaf(const control::Context& context) {
    if (!std::exchange(read_, true)) read_present(context);
    const auto subject = subject_of(context);
    const bool fits = !leaf_.chain.empty() && leaf_.subject == subject &&
                      made_by_ == context.view.authority.value.intermediate;
    // Before it is valid, too: then it is of a clock that ran ahead.
    const bool early = context.now < leaf_.from && !ahead_;
    const bool due = context.now >= clock_floor() && (context.now >= leaf_.renew_at || early);
    if (fits && !due) return &leaf_;
    PIC_LET(made, authority_.issue(context, subject));
    leaf_ = std::move(made);
    leaf_.subject = subject;
    ahead_ = context.now < leaf_.from;
    made_by_ = context.view.authority.value.intermediate;
    return &leaf_;
}

} // namespace pic::web
