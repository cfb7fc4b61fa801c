// How a server is: what it answers, who has its ports, what it said last.
#include <algorithm>

#include "base/log.hpp"
#include "control/server.hpp"
#include "control/servers.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto good_interval = 30s, starting_interval = 2s;
constexpr auto taken_interval = 5s; // while a port is taken that it works without
constexpr unsigned tolerated = 3;   // answers that a server that worked may owe
constexpr std::size_t kept_lines = 10;

// Of several places on one port only some may be needed.
bool needs(const std::vector<Listening>& wanted, const ports::PortHolder& holder) {
    return std::ranges::any_of(wanted, [&](const auto& listening) {
        return listening.needed && listening.port == holder.port &&
               std::ranges::any_of(listening.addresses, [&](const auto& address) {
                   return ports::stands_in_the_way(holder, address);
               });
    });
}

// Who has a port without which it cannot work; nullptr: nobody.
const ports::PortHolder* obstacle(const std::vector<ports::PortHolder>& taken,
                                  const std::vector<Listening>& wanted) {
    const auto found =
        std::ranges::find_if(taken, [&](const auto& holder) { return needs(wanted, holder); });
    return found == taken.end() ? nullptr : &*found;
}

} // namespace

// Asks a running server, or has it read its files first; tries to start one that failed.
void Server::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (failure) return;
        if (running(state_)) {
            if (due()) act();
            if (!commanded_) ask(); // else it is asked after that
        } else if (state_.active == "failed" && !commanded_ && !stopped_by_person()) {
            command(ports::UnitVerb::start);
        } else {
            settle(plane_since_);
        }
    });
}

void Server::ask() {
    if (std::exchange(asking_, true)) return;
    control_.on_worker(spec_.probe(control_.durable_context()),
                       [this](const Result<Serves>& answer) { answered(answer); });
}

void Server::answered(const Result<Serves>& answer) {
    asking_ = false;
    if (!running(state_)) return;
    if (answer && *answer == Serves::newest) {
        failures_ = 0;
        backoff_.succeeded();
        judge(Health::good, {});
    } else {
        ++failures_;
        const auto health = verdict();
        judge(health, health == Health::good ? std::string()
                      : answer               ? "it has not read its newest settings"
                                             : answer.error().text());
        // To be told again, and not at once: reading takes a moment.
        if (answer && failures_ % tolerated == 0) ++written_;
    }
    examine();
    wait(next_question());
}

bool Server::young() const {
    const std::chrono::microseconds since(state_.changed);
    return control_.world().clock.steady().time_since_epoch() - since < spec_.patience;
}

Health Server::verdict() const {
    const bool few = failures_ < tolerated;
    if (few && judged_.health == Health::good) return Health::good;
    const bool patient = few || young();
    return patient && judged_.health != Health::bad ? Health::starting : Health::bad;
}

std::chrono::milliseconds Server::next_question() {
    if (failures_ == 0) return picture().taken.empty() ? good_interval : taken_interval;
    const auto delay = backoff_.failed();
    return young() ? std::min<std::chrono::milliseconds>(delay, starting_interval) : delay;
}

// Asks the kernel for the ports' holders and, when it does not work, the journal for its last
// lines.
void Server::examine() {
    auto wanted = listening();
    const bool works = judged_.health == Health::good;
    if (works && std::ranges::all_of(wanted, &Listening::needed)) return;
    if (std::exchange(examining_, true)) return;
    find_taken(control_, std::move(wanted), spec_.unit,
               [this](auto taken) { found_taken(std::move(taken)); });
}

void Server::found_taken(std::vector<ports::PortHolder> taken) {
    const bool news = judged_.taken != taken;
    judged_.taken = std::move(taken);
    if (news) control_.servers().refresh(); // the addresses of the web pages depend on it
    if (news && judged_.health == Health::good)
        wait(next_question()); // it is looked for more often
    if (picture().health != Health::bad) {
        examining_ = false;
        return publish();
    }
    const auto read = [&journal = control_.world().journal, unit = spec_.unit] {
        return journal.last_lines(unit, kept_lines);
    };
    control_.on_worker(read, [this](Result<std::vector<ports::LogLine>> lines) {
        examining_ = false;
        if (lines)
            judged_.log = std::move(*lines);
        else
            log::warning("The last lines of " + spec_.unit +
                         " are not known: " + lines.error().text());
        publish();
    });
}

std::vector<Listening> Server::listening() const {
    return spec_.listens ? spec_.listens(control_.durable_context()) : std::vector<Listening>();
}

void Server::judge(Health health, std::string message) {
    judged_.health = health;
    judged_.message = std::move(message);
    publish();
}

// A taken port explains all the rest, and no patience helps. What works has nothing to explain.
ServerState Server::picture() const {
    auto now = judged_;
    now.unit = state_;
    const auto wanted = listening();
    const auto* holder = obstacle(now.taken, wanted);
    if (now.health == Health::good || now.health == Health::stopped) {
        now.log.clear();
        std::erase_if(now.taken, [&](const auto& each) {
            return now.health == Health::stopped || needs(wanted, each);
        });
    } else if (holder != nullptr) {
        now.health = Health::bad;
        now.message = ports::text(*holder);
    }
    return now;
}

void Server::publish() {
    auto now = picture();
    const auto& servers = control_.durable_context().observed.servers;
    const auto before = servers.find(spec_.unit);
    if (before != servers.end() && before->second == now) return;
    now.checked = judged_.checked = control_.world().clock.now();
    control_.observe([&](Observed& observed) { observed.servers[spec_.unit] = std::move(now); },
                     {"unit", spec_.unit, 0});
}

} // namespace pic::control
