#include "cell/setup.hpp"

#include <algorithm>
#include <utility>

#include "access/password.hpp"
#include "access/sign_ins.hpp"
#include "base/id.hpp"
#include "cell/name.hpp"
#include "cell/proposal.hpp"
#include "cell/ranges.hpp"
#include "cell/setup_code.hpp"
#include "cell/time_zone.hpp"
#include "cell/vpn_port.hpp"
#include "control/control.hpp"
#include "control/endpoint.hpp"
#include "control/founding.hpp"
#include "control/snapshot.hpp"
#include "model/secret_name.hpp"
#include "net/name.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

namespace {

static_assert(access::shortest_password == 12, "SetUp's description says it");

// In the audit.
constexpr const char* action = "cell.setup";
constexpr const char* target = "set-up"; // of who does not know the code

Status check_code(const SetUp& input, const Context& context) {
    const auto* stored = context.secrets.find(model::setup_code_secret);
    if (stored != nullptr && same_setup_code(Secret(input.code), stored->value)) return {};
    return fail(Code::not_permitted, "this is not the code of this machine", "/code",
                "read it there: sudo picctl setup-code");
}

// Ends in `error` for the caller, and in the audit: the first of an address at once.
void refuse(control::Control& control, const control::Caller& caller, Error error,
            const control::Done& done) {
    auto& failed = control.part<access::SignIns>().failed;
    const bool held_up = error.code == Code::too_many;
    if (!failed.note({action, access::source_of(caller.address), target, held_up},
                     control.world().clock.steady()))
        return done(fail(std::move(error)));
    const auto written = [&](const Context&) -> Result<Change> {
        Change change;
        change.target = target;
        change.result = held_up ? "held up" : "wrong code";
        change.refused = std::move(error);
        return change;
    };
    control.change(caller, action, written, done);
}

// What keeps this caller from setting up, or nothing. No account of anybody's is at stake yet: only
// where he comes from is held against him.
Status let_in(control::Control& control, const SetUp& input, const control::Caller& caller) {
    if (caller.admin()) return {}; // polkit let root in, who could read the code as well
    const access::Try one{access::source_of(caller.address), {}, true};
    auto& tries = control.part<access::SignIns>();
    const auto wait = tries.begin(one, control.world().clock.steady());
    if (wait > wait.zero()) return fail(access::too_soon(wait));
    auto known = check_code(input, control.context());
    tries.end(one, known.has_value());
    return known;
}

// Only after set-up does the cell look how the internet reaches it. A public address of its own
// is always found.
bool may_not_be_found(const Context& context) {
    return !control::endpoint_of_cell(context.view, context.observed) &&
           std::ranges::none_of(context.observed.host.addresses,
                                [](const auto& host) { return net::is_public(host.address); });
}

std::vector<std::string> next_steps(const Context& context, const std::string& zone) {
    std::vector<std::string> steps;
    if (may_not_be_found(context))
        steps.emplace_back("wait some seconds: the cell finds out under which address the internet "
                           "finds it; if picctl endpoint show names none then, picctl endpoint set "
                           "ADDRESS is needed before a device can be added");
    steps.emplace_back("add a device: picctl peer add phone");
    steps.push_back("then open https://" + zone + " on it");
    return steps;
}

// What takes a disk or time to find out.
struct Judged {
    std::string time_zone;
    std::string password; // its hash; empty when it is only tried out
};

// The zone that was asked for, or this machine's if the list has it.
Result<std::string> time_zone_of(const SetUp& input, ports::Files& files) {
    const auto zone = input.time_zone.empty() ? host_time_zone() : input.time_zone;
    auto known = check_time_zone(zone, files);
    if (known) return zone;
    if (input.time_zone.empty()) return "UTC";
    return fail(std::move(known).error());
}

// `input` without the password, which is kept apart.
Result<Judged> judge(const SetUp& input, const Secret& password, ports::Files& files,
                     bool rehearsed) {
    PIC_LET(zone, time_zone_of(input, files));
    PIC_TRY(access::check_new_password(password.reveal(), input.admin));
    if (rehearsed) return Judged{zone, {}};
    PIC_LET(hash, access::hash_password(password.reveal()));
    return Judged{zone, hash};
}

// The first generation of a cell that has a name.
Result<Change> founded(const Context& context, const SetUp& input, const Judged& judged) {
    if (context.view.set_up()) return fail(Code::conflict, "this cell is set up already");
    PIC_LET(name, parse_name(input.name));
    auto admin = net::parse_label(input.admin);
    if (!admin) return fail(std::move(admin).error().at("/admin"));
    PIC_TRY(check_port(input.port));
    const auto& host = context.observed.host;
    model::WireGuard wireguard;
    wireguard.ipv4 = input.ipv4.prefix.value_or(propose_ipv4(host, proposal_seed()));
    wireguard.ipv6 = input.ipv6.prefix.value_or(propose_ipv6(host, proposal_seed()));
    wireguard.port = input.port;
    PIC_TRY(check_range4(wireguard.ipv4, host, 0));
    PIC_TRY(check_range6(wireguard.ipv6, host));
    const auto key = net::new_private_key();
    PIC_LET(public_key, net::public_key(key));
    wireguard.public_key = public_key;

    Change change;
    change.target = name;
    const auto user = new_id();
    SetUpDone done{name, name + ".cell", wireguard.ipv4, wireguard.ipv6, user, {}};
    done.next = next_steps(context, done.zone);
    change.reply.body = codec::to_json(done);
    change.put("cell", model::Cell{name, model::DomainMode::lan, judged.time_zone});
    change.put("wireguard", std::move(wireguard));
    change.put(user, model::User{*admin, model::Role::admin, judged.password, true, context.now});
    change.keep_secret(std::string(model::wireguard_secret), key);
    change.forget_secret(std::string(model::setup_code_secret));
    return change;
}

void go_on(control::Control& control, const control::Call& call, const SetUp& input,
           const Secret& password, const control::Done& done) {
    auto work = [&files = control.world().files, input, password, rehearsed = call.dry_run] {
        return judge(input, password, files, rehearsed);
    };
    control.on_hasher(std::move(work), [&control, call, input, done](const Result<Judged>& judged) {
        if (!judged) return done(fail(judged.error()));
        const auto decision = [&](const Context& now) -> Result<Change> {
            PIC_LET(change, founded(now, input, *judged));
            PIC_TRY(control.part<control::Founding>().add_to(change, now, change.target));
            return change;
        };
        control.decide(action, call, decision, done);
    });
}

} // namespace

void set_up(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<SetUp>(call);
    if (!input) return done(fail(std::move(input).error()));
    if (control.state().view.set_up())
        return done(fail(Code::conflict, "this cell is set up already"));
    if (auto welcome = let_in(control, *input, call.caller); !welcome)
        return refuse(control, call.caller, std::move(welcome).error(), done);
    Secret password(std::exchange(input->password, {}));
    const auto port = input->port;
    check_free(control, port,
               [&control, call = std::move(call), input = std::move(*input),
                password = std::move(password), done = std::move(done)](const Status& free) {
                   if (!free) return done(fail(free.error()));
                   go_on(control, call, input, password, done);
               });
}

} // namespace pic::cell

pic::Result<pic::cell::ChosenRange>
pic::codec::TextForm<pic::cell::ChosenRange>::parse(std::string_view text) {
    if (text.empty()) return cell::ChosenRange();
    if (text == "none")
        return fail(Code::invalid, "a cell has both an IPv4 and an IPv6 range", {},
                    "leave it out, and a free one is chosen; it needs no IPv6 from your provider");
    PIC_LET(prefix, net::Prefix::parse(text));
    return cell::ChosenRange{prefix};
}
