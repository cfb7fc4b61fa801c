#include "ca/operations.hpp"

#include <boost/describe.hpp>

#include "ca/authority.hpp"
#include "ca/certificate.hpp"
#include "codec/fields.hpp"
#include "control/snapshot.hpp"
#include "formats/apple_profile.hpp"

namespace pic::ca {

using namespace control;

namespace {

struct Authority {
    std::string subject, fingerprint; // SHA-256, to compare with what a device shows
    Time until{};
};
BOOST_DESCRIBE_STRUCT(Authority, (), (subject, fingerprint, until))

struct ReplaceRoot {
    bool confirm = false;
};
BOOST_DESCRIBE_STRUCT(ReplaceRoot, (), (confirm))
PIC_ABOUT(ReplaceRoot, {"confirm", "do it: each device refuses the pages until it has the new one"})

void replace(Control& control, Call call, Done done) {
    const auto input = input_of<ReplaceRoot>(call);
    if (!input) return done(fail(input.error()));
    if (!input->confirm && !call.dry_run)
        return done(fail(Code::invalid,
                         "with another root each device refuses the cell's pages until it has "
                         "installed that one, too",
                         "/confirm", "ask again with confirm set; picctl: --yes"));
    replace_root(control, std::move(call), std::move(done));
}

Result<std::string> root_of(const Snapshot& snapshot) {
    const auto& root = snapshot.view->authority.value.root;
    if (root.empty())
        return fail(Code::unavailable, "the cell's certificate authority is being made", {},
                    "try again in a second");
    return root;
}

Result<Reply> show(const Snapshot& snapshot, const Call&) {
    PIC_LET(root, root_of(snapshot));
    PIC_LET(certificate, inspect(root));
    Reply reply;
    reply.body =
        codec::to_json(Authority{certificate.subject, certificate.fingerprint, certificate.until});
    return reply;
}

Result<Reply> download(const Snapshot& snapshot, const Call&) {
    // As PEM: phones and browsers read it as they do DER, and so do curl and
    // update-ca-certificates.
    PIC_LET(root, root_of(snapshot));
    Reply reply;
    reply.file =
        File{snapshot.view->cell.value.name + "-root.crt", "application/x-x509-ca-cert", root};
    return reply;
}

Result<Reply> profile(const Snapshot& snapshot, const Call&) {
    PIC_LET(root, root_of(snapshot));
    PIC_LET(der, to_der(root));
    Reply reply;
    const auto& name = snapshot.view->cell.value.name;
    reply.file = File{name + "-root.mobileconfig", "application/x-apple-aspen-config",
                      formats::apple_profile(name, der)};
    return reply;
}

} // namespace

std::span<const Operation> operations() {
    using codec::schema;
    // After set-up only: it makes the root that devices install.
    static const Operation table[] = {
        {.name = "ca.show",
         .rest = "GET /api/ca",
         .access = Access::anyone,
         .right = Right::read,
         .run = show,
         .help = "the cell's certificate authority and its fingerprint",
         .output = schema<Authority>},
        {.name = "ca.root",
         .rest = "GET /api/ca/root.crt",
         .access = Access::anyone,
         .right = Right::read,
         .run = download,
         .help = "the certificate that devices install, once",
         .media = "application/x-x509-ca-cert"},
        {.name = "ca.profile",
         .rest = "GET /api/ca/root.mobileconfig",
         .access = Access::anyone,
         .right = Right::read,
         .run = profile,
         .help = "the same as a profile for iPhones, iPads and Macs",
         .media = "application/x-apple-aspen-config"},
        {.name = "ca.replace",
         .rest = "POST /api/ca/replace",
         .run = replace,
         .help = "make a new root certificate; each device has to install it then",
         .input = codec::schema_with_defaults<ReplaceRoot>,
         .rehearses = true},
    };
    return table;
}

} // namespace pic::ca
