#include "mdns/responder.hpp"

#include <algorithm>

#include "mdns/address_list.hpp"

namespace pic::mdns {

namespace {

using namespace std::chrono_literals;
constexpr int probes = 3, announcements = 2;
constexpr std::chrono::milliseconds probe_interval = 250ms, announcement_interval = 1s; // 8.1, 8.3
constexpr auto lost_tie_wait = 1s;                                                      // 8.2
constexpr auto retry = 5min;
constexpr std::chrono::milliseconds least_interval = 1s, least_defence_interval = 250ms; // (6)
constexpr auto more_known_answers = 450ms;                  // 400 to 500 (7.2)
constexpr auto fresh = std::chrono::seconds(usual_ttl / 4); // 5.4
constexpr std::size_t most_pending = 16;
constexpr int most_unicasts = 100; // in a second: a LAN full of phones, and no more

// What the asker has for at least half of its time (7.1).
std::vector<net::Address> known_to(const Message& message) {
    std::vector<net::Address> known;
    for (const auto& each : message.known)
        if (each.ttl >= usual_ttl / 2) known.push_back(each.address);
    std::ranges::sort(known);
    return known;
}

} // namespace

Responder::Responder(Meaning meaning, Moment now, std::chrono::milliseconds first_wait) :
    meaning_(std::move(meaning)) {
    start_probing(now + first_wait);
}

bool Responder::is_told(const net::Address& address) const {
    return has(meaning_.addresses, address) || has(meaning_.elsewhere, address);
}

void Responder::start_probing(Moment at) {
    standing_ = Standing::probing;
    probes_ = 0;
    next_ = at;
    pending_.clear();
}

void Responder::give_way(Standing to, Moment now) {
    standing_ = to;
    next_ = now + retry;
    pending_.clear();
    told_.reset();
}

void Responder::announce_again(Moment now) {
    if (standing_ != Standing::ours) return;
    announcements_ = std::min(announcements_, announcements - 1);
    const auto soonest = told_ ? std::max(now, *told_ + least_interval) : now;
    next_ = next_ ? std::min(*next_, soonest) : soonest;
}

void Responder::change(Meaning meaning, Moment now) {
    if (meaning == meaning_) return;
    const auto before = std::exchange(meaning_, std::move(meaning));
    if (meaning_.addresses == before.addresses) return;
    const auto gone = without(before.addresses, meaning_.addresses);
    // With no address left from before, this is another network: the name may be taken there.
    if (standing_ != Standing::ours || gone == before.addresses) return start_probing(now);
    if (!gone.empty())
        outgoing_.push_back({response(meaning_.name, {.addresses = gone, .ttl = 0}), {}});
    pending_.clear(); // the announcement is the answer
    announcements_ = 0;
    next_ = told_ ? std::max(now, *told_ + least_interval) : now;
}

void Responder::receive(ByteView packet, const Origin& from, Moment now) {
    if (std::ranges::none_of(meaning_.neighbours, [&](const auto& neighbours) {
            return neighbours.contains(from.address);
        }))
        return;
    const auto message = parse(packet, meaning_.name);
    if (!message) return; // anybody in the LAN may send anything
    if (message->response) {
        if (from.port == mdns_port) heard(*message, now); // others are no responders (6)
        return;
    }
    if (!message->claim.empty()) claimed(message->claim, now);
    if (message->questions.empty())
        learned(*message, from.address);
    else if (standing_ == Standing::ours)
        from.port == mdns_port ? asked(*message, from, now) : answer_legacy(*message, from, now);
}

// Somebody says what the name means.
void Responder::heard(const Message& message, Moment now) {
    for (const auto& each : message.known) {
        const bool told = is_told(each.address);
        if (told && has(meaning_.addresses, each.address) && each.ttl < usual_ttl / 2)
            announce_again(now); // whoever told it too will forget it (6.6)
        if (told) continue;
        if (each.ttl != 0) return contested(each.address, now);
        if (standing_ == Standing::shared || standing_ == Standing::taken)
            return start_probing(now + lost_tie_wait); // whoever had the name gives it up
    }
}

void Responder::contested(const net::Address& rival, Moment now) {
    if (has(meaning_.machine, rival)) return give_way(Standing::shared, now);
    if (standing_ == Standing::ours) return start_probing(now); // 9
    if (standing_ == Standing::probing) give_way(Standing::taken, now);
    if (standing_ == Standing::taken) rival_ = rival;
}

// Somebody else wants the name.
void Responder::claimed(const Claim& claim, Moment now) {
    const auto told = claim_of(united(meaning_.addresses, meaning_.elsewhere));
    if (std::ranges::includes(told, claim)) return; // that was us, or one that agrees
    const auto machine =
        claim_of(united(meaning_.machine, united(meaning_.addresses, meaning_.elsewhere)));
    if (std::ranges::includes(machine, claim)) return give_way(Standing::shared, now);
    if (standing_ == Standing::probing && claim_of(meaning_.addresses) < claim)
        start_probing(now + lost_tie_wait);
}

void Responder::asked(const Message& message, const Origin& from, Moment now) {
    std::vector<net::Address> wanted;
    bool nothing = false, unicast = true;
    for (const auto& question : message.questions) {
        const auto found = of_type(meaning_.addresses, question.type);
        wanted = united(wanted, found);
        nothing = nothing || found.empty();
        unicast = unicast && question.unicast;
    }
    wanted = without(wanted, known_to(message));
    if (wanted.empty() && !nothing) return;
    if (unicast && told_ && now - *told_ < fresh) {
        if (may_unicast(now)) outgoing_.push_back({response(meaning_.name, whole(wanted)), from});
        return;
    }
    const auto interval = message.claim.empty() ? least_interval : least_defence_interval;
    auto at = told_ ? std::max(now, *told_ + interval) : now;
    if (message.truncated && pending_.size() < most_pending)
        at = std::max(at, now + more_known_answers);
    if (at <= now) return multicast(std::move(wanted), now);
    if (pending_.size() == most_pending) pending_.pop_back();
    pending_.push_back({at, from.address, std::move(wanted)});
}

// More of what an asker knows already (7.2).
void Responder::learned(const Message& message, const net::Address& from) {
    const auto known = known_to(message);
    std::erase_if(pending_, [&](Pending& pending) {
        if (pending.from != from || pending.addresses.empty()) return false;
        pending.addresses = without(pending.addresses, known);
        return pending.addresses.empty();
    });
}

void Responder::answer_legacy(const Message& message, const Origin& from, Moment now) {
    if (!may_unicast(now)) return;
    const auto type = message.questions.front().type;
    outgoing_.push_back(
        {legacy_response(meaning_.name, message.id, type, of_type(meaning_.addresses, type)),
         from});
}

bool Responder::may_unicast(Moment now) {
    if (now - second_ >= 1s) {
        second_ = now;
        unicasts_ = 0;
    }
    return unicasts_++ < most_unicasts;
}

Answer Responder::whole(std::vector<net::Address> asked) const {
    Answer answer;
    answer.additional = without(meaning_.addresses, asked);
    answer.addresses = std::move(asked);
    answer.no_others = true;
    for (const auto type : {type_a, type_aaaa})
        if (!of_type(meaning_.addresses, type).empty()) answer.types.push_back(type);
    return answer;
}

void Responder::multicast(std::vector<net::Address> asked, Moment now) {
    outgoing_.push_back({response(meaning_.name, whole(std::move(asked))), {}});
    told_ = now;
    pending_.clear(); // everybody heard everything
}

void Responder::step(Moment now) {
    if (standing_ == Standing::shared || standing_ == Standing::taken) start_probing(now);
    if (standing_ == Standing::probing && probes_ < probes) {
        ++probes_;
        next_ = now + probe_interval;
        outgoing_.push_back({probe(meaning_.name, meaning_.addresses), {}});
        return;
    }
    if (standing_ == Standing::probing) {
        standing_ = Standing::ours;
        rival_.reset();
        announcements_ = 0;
    }
    next_.reset();
    if (++announcements_ < announcements) next_ = now + announcement_interval;
    multicast(meaning_.addresses, now);
}

void Responder::advance(Moment now) {
    if (next_ && *next_ <= now) step(now);
    std::vector<net::Address> wanted;
    bool due = false;
    for (const auto& pending : pending_)
        if (pending.at <= now) {
            due = true;
            wanted = united(wanted, pending.addresses);
        }
    if (due) multicast(std::move(wanted), now);
}

std::optional<Moment> Responder::due() const {
    auto soonest = next_;
    for (const auto& pending : pending_)
        if (!soonest || pending.at < *soonest) soonest = pending.at;
    return soonest;
}

std::vector<Outgoing> Responder::take() {
    return std::exchange(outgoing_, {});
}

void Responder::withdraw() {
    if (standing_ == Standing::ours)
        outgoing_.push_back(
            {response(meaning_.name, {.addresses = meaning_.addresses, .ttl = 0}), {}});
    next_.reset();
    pending_.clear();
}

} // namespace pic::mdns
