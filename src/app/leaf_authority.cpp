#include "app/leaf_authority.hpp"

#include <algorithm>

#include "ca/authority.hpp"
#include "ca/certificate.hpp"

namespace pic::app {

namespace {

using control::Context;

Result<web::Leaf> describe(const Context& context, const std::string& chain) {
    PIC_LET(certificate, ca::inspect(chain));
    PIC_LET(issuer, ca::inspect(context.view.authority.value.intermediate));
    web::Leaf leaf;
    leaf.chain = chain;
    leaf.fingerprint = certificate.fingerprint;
    leaf.subject = {certificate.names, certificate.addresses};
    std::ranges::sort(leaf.subject.names);
    std::ranges::sort(leaf.subject.addresses);
    leaf.from = certificate.from;
    // Its successor would end with its issuer, too, and comes with the next one.
    leaf.renew_at = certificate.until < issuer.until ? certificate.renew_at() : Time::max();
    return leaf;
}

Result<web::Leaf> issue(const Context& context, const web::Subject& subject) {
    PIC_LET(issued, ca::issue(context, {subject.names, subject.addresses}));
    PIC_LET(leaf, describe(context, issued.certificate));
    leaf.key = std::move(issued.key);
    return leaf;
}

Result<web::Leaf> inspect(const Context& context, const std::string& chain, const Secret& key) {
    const auto& intermediate = context.view.authority.value.intermediate;
    if (intermediate.empty() || !chain.ends_with(intermediate))
        return fail(Code::invalid, "another authority made this certificate");
    if (!ca::belong_together(chain, key))
        return fail(Code::invalid, "this key is another certificate's");
    PIC_LET(leaf, describe(context, chain));
    leaf.key = key;
    return leaf;
}

} // namespace

web::Authority leaf_authority() {
    return {issue, inspect};
}

} // namespace pic::app
