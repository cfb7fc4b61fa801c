#include "access/sign_ins.hpp"

#include <algorithm>

#include "control/way_in.hpp"
#include "net/loopback.hpp"
#include "net/name.hpp"

namespace pic::access {

using std::chrono::seconds;

namespace {

// Each waits for a hash of a good part of a second; some room is kept for familiar sources.
constexpr std::size_t most_under_way = 8, most_unfamiliar = 6;
constexpr std::size_t longest_account = 64;

// On the internet a customer has a /64, and every address in it. Near by, a /64 is all devices of
// the VPN or of the LAN: there one of them with an old password would hold up the others.
int source_bits(const net::Address& address) {
    static const auto local = *net::Prefix::parse("fc00::/7");
    const bool near = address.is_v4() || local.contains(address) || net::is_link_local(address);
    return near ? address.bits() : 64;
}

} // namespace

std::string source_of(const std::string& address) {
    const auto parsed = net::Address::parse(address);
    if (!parsed || net::is_loopback(*parsed)) return "this machine";
    const auto bits = source_bits(*parsed);
    return bits == parsed->bits() ? parsed->text() : net::Prefix::of(*parsed, bits).text();
}

Try try_of(const control::Caller& caller, const std::string& name, const std::string& user,
           const control::Context& context) {
    const auto label = net::parse_any_label(name);
    Try one{source_of(caller.address), label.value_or(name.substr(0, longest_account)), false};
    const auto has_session = [&](const auto& session) {
        return session.value.user == user && source_of(session.value.address) == one.source;
    };
    one.familiar = !control::from_elsewhere(caller) || control::through_tunnel(caller, context) ||
                   (!user.empty() && context.view.sessions.find_if(has_session) != nullptr);
    return one;
}

// Of an account one try at a time: one from each familiar source, and one from all others, so that
// a stranger's does not hold up its user.
std::string SignIns::place_of(const Try& one) {
    return one.account + "\n" + (one.familiar ? one.source : std::string());
}

seconds SignIns::begin(const Try& one, Instant now) {
    auto wait = std::max(sources_.wait(one.source, now), successes_.wait(one.account, now));
    if (!one.familiar) wait = std::max(wait, accounts_.wait(one.account, now));
    const auto most = one.familiar ? most_under_way : most_unfamiliar;
    if (wait == seconds(0) && (under_way_.size() >= most || under_way_.contains(place_of(one))))
        wait = seconds(1);
    if (wait > seconds(0)) return wait;
    sources_.tried(one.source, now);
    if (!one.familiar) accounts_.tried(one.account, now);
    under_way_[place_of(one)] = now;
    return seconds(0);
}

// A source keeps its earlier failures: who has an account here could else guess at another's.
void SignIns::end(const Try& one, bool right) {
    const auto began = under_way_.find(place_of(one));
    if (began == under_way_.end()) return;
    if (right) successes_.tried(one.account, began->second);
    under_way_.erase(began);
    if (!right) return;
    sources_.pardon(one.source);
    accounts_.forget(one.account);
}

Error too_soon(seconds wait) {
    const auto count = wait.count();
    return {.code = Code::too_many,
            .detail = "there were too many tries with a password or a code",
            .remedy =
                "try again in " + std::to_string(count) + (count == 1 ? " second" : " seconds"),
            .retry_after = static_cast<std::uint32_t>(count)};
}

} // namespace pic::access
