#include "cell/setup.hpp"

#include <filesystem>
#include <unistd.h>

#include <sodium.h>

#include "access/password.hpp"
#include "base/id.hpp"
#include "cell/ranges.hpp"
#include "control/snapshot.hpp"
#include "model/secret_name.hpp"
#include "net/name.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

namespace {

std::string host_label() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "home";
    const std::string_view text(name.data());
    const auto label = net::parse_label(text.substr(0, text.find('.')));
    return label && *label != "localhost" ? *label : "home";
}

// Letters that people mistake are read as one: l and i as 1, o as 0; case and hyphens do not count.
std::string folded(std::string_view code) {
    std::string text;
    for (const char c : code)
        if (c != '-' && c != ' ') text += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    return text;
}

Status check_code(const SetUp& input, const Context& context, const control::Caller& caller) {
    if (caller.admin()) return {}; // polkit let root in, who could read the code as well
    const auto* stored = context.secrets.find(model::setup_code_secret);
    const Secret given(folded(input.code));
    if (stored != nullptr && given == Secret(folded(stored->value.reveal()))) return {};
    return fail(Code::not_permitted, "this is not the code of this machine", "/code",
                "read it there: sudo picctl setup-code");
}

Status check_time_zone(const std::string& zone) {
    for (const char c : zone)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 &&
            std::string_view("/_+-").find(c) == std::string_view::npos)
            return fail(Code::invalid, "this is not a time zone", "/time_zone",
                        "write it like Europe/Berlin");
    if (zone.empty() || zone.starts_with('/') || zone.size() > 64)
        return fail(Code::invalid, "this is not a time zone", "/time_zone");
    return {};
}

std::vector<std::string> next_steps(const std::string& zone) {
    return {"add a device: picctl peer add phone", "then open https://" + zone + " on it"};
}

} // namespace

Secret new_setup_code() {
    static constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    std::string code;
    for (int i = 0; i < 12; ++i) {
        if (i == 4 || i == 8) code += '-';
        code += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return Secret(code);
}

Result<control::Reply> propose(const control::Snapshot& snapshot, const control::Call&) {
    Proposal proposal;
    proposal.set_up = snapshot.view->set_up();
    if (!proposal.set_up) {
        const auto& host = snapshot.observed->host;
        proposal.name = host_label();
        proposal.ipv4 = propose_ipv4(host);
        proposal.ipv6 = propose_ipv6();
        if (ports::default_route(host, net::Family::v4) == nullptr)
            proposal.notes.push_back("this machine has no way to the internet over IPv4 now");
    }
    control::Reply reply;
    reply.body = codec::to_json(proposal);
    return reply;
}

Result<codec::json::value> prepare_setup(const control::Snapshot& snapshot,
                                         const control::Call& call) {
    PIC_LET(input, control::input_of<SetUp>(call));
    if (snapshot.view->set_up()) return fail(Code::conflict, "this cell is set up already");
    auto hash = access::hash_new_password(input.password, input.admin);
    if (!hash) return fail(std::move(hash).error());
    return codec::json::value(*hash);
}

Result<Change> set_up(const Context& context, const control::Call& call) {
    if (context.view.set_up()) return fail(Code::conflict, "this cell is set up already");
    PIC_LET(input, control::input_of<SetUp>(call));
    PIC_TRY(check_code(input, context, call.caller));
    auto name = net::parse_label(input.name);
    if (!name) return fail(std::move(name).error().at("/name"));
    auto admin = net::parse_label(input.admin);
    if (!admin) return fail(std::move(admin).error().at("/admin"));
    PIC_TRY(check_time_zone(input.time_zone));
    if (input.port == 0) return fail(Code::invalid, "no port has this number", "/port");
    model::WireGuard wireguard;
    wireguard.ipv4 = input.ipv4 ? *input.ipv4 : propose_ipv4(context.observed.host);
    wireguard.ipv6 = input.ipv6 ? *input.ipv6 : propose_ipv6();
    wireguard.port = input.port;
    PIC_TRY(check_ranges(wireguard.ipv4, wireguard.ipv6, context.observed.host, 0));
    const auto key = net::new_private_key();
    PIC_LET(public_key, net::public_key(key));
    wireguard.public_key = public_key;

    Change change;
    change.target = *name;
    const auto user = new_id();
    SetUpDone done{*name, *name + ".cell", wireguard.ipv4, wireguard.ipv6, user, {}};
    done.next = next_steps(done.zone);
    change.reply.body = codec::to_json(done);
    change.put("cell", model::Cell{*name, model::DomainMode::lan, input.time_zone});
    change.put("wireguard", std::move(wireguard));
    change.put(user, model::User{*admin, model::Role::admin, std::string(call.prepared.as_string()),
                                 true, context.now});
    change.keep_secret(std::string(model::wireguard_secret), key);
    change.forget_secret(std::string(model::setup_code_secret));
    return change;
}

} // namespace pic::cell
