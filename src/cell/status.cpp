#include "cell/status.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "cell/doctor.hpp"
#include "config.hpp"
#include "control/endpoint.hpp"
#include "control/reach.hpp"
#include "ports/host.hpp"

namespace pic::cell {

using control::Health;
using control::Severity;

namespace {

// No device gets anywhere: what all of them stand on is not there. A step of one device's that the
// kernel refuses is that device's trouble.
bool down(const control::Observed& observed) {
    if (observed.failures.empty()) return false;
    return observed.plane_down || ports::find_link(observed.host, net::cell_device) == nullptr;
}

Condition condition_of(const CellStatus& status, const control::Snapshot& snapshot) {
    if (!snapshot.view->set_up()) return Condition::not_set_up;
    if (down(*snapshot.observed)) return Condition::down;
    if (status.problems > 0) return Condition::degraded;
    const bool all_run = std::ranges::none_of(status.servers, [](const auto& server) {
        return server.health == Health::starting || server.health == Health::unknown;
    });
    return all_run && snapshot.observed->settled ? Condition::good : Condition::starting;
}

// "; pic-dns.service is stopped, pic-ntp.service is starting": what is no problem, and no good
// either.
std::string remarks(const CellStatus& status) {
    std::string text;
    for (const auto& server : status.servers)
        if (server.health == Health::starting || server.health == Health::stopped)
            text += (text.empty() ? "; " : ", ") + server.unit +
                    (server.health == Health::starting ? " is starting" : " is stopped");
    const bool starting = status.condition == Condition::starting;
    return text.empty() && starting ? "; picd is looking at the rest" : text;
}

std::string one_line(const CellStatus& status) {
    if (status.condition == Condition::not_set_up) return "Not set up yet: run sudo picctl setup.";
    const auto peers = fmt::format("{} {}, {} connected", status.peers,
                                   status.peers == 1 ? "device" : "devices", status.connected);
    if (status.condition == Condition::down)
        return fmt::format("{}: the VPN does not work; picctl doctor says why.", status.zone);
    if (status.condition == Condition::degraded)
        return fmt::format("{}: {}; {} {}: picctl doctor.", status.zone, peers, status.problems,
                           status.problems == 1 ? "problem" : "problems");
    return fmt::format("{}: {}{}.", status.zone, peers, remarks(status));
}

} // namespace

ServerStatus status_of(const std::string& unit, const control::ServerState& server) {
    ServerStatus result;
    result.unit = unit;
    result.health = server.health;
    result.message = server.message;
    result.state = fmt::format("{} ({})", server.unit.active, server.unit.sub);
    if (server.unit.load != "loaded") result.state = server.unit.load;
    result.overridden = server.unit.overridden;
    result.restarts = server.unit.restarts;
    result.memory = server.unit.memory;
    if (server.unit.since != 0) result.since = Time(std::chrono::seconds(server.unit.since));
    result.log = server.log;
    return result;
}

CellStatus status_of(const control::Snapshot& snapshot, Time now) {
    const auto& view = *snapshot.view;
    const auto& observed = *snapshot.observed;
    CellStatus result;
    result.version = std::string(version);
    const auto time = observed.servers.find("pic-ntp.service");
    result.clock_synchronised =
        time != observed.servers.end() && time->second.health == Health::good;
    for (const auto& [unit, server] : observed.servers)
        result.servers.push_back(status_of(unit, server));
    for (const auto& finding : examine(snapshot, now)) {
        if (finding.severity == Severity::problem) ++result.problems;
        if (finding.severity == Severity::warning) ++result.warnings;
    }
    if (view.set_up()) {
        result.name = view.cell.value.name;
        result.zone = view.zone();
        result.time_zone = view.cell.value.time_zone;
        result.ipv4 = view.wireguard.value.ipv4;
        result.ipv6 = view.wireguard.value.ipv6;
        result.port = view.wireguard.value.port;
        result.reach = observed.endpoint.reach;
        result.reach_text = control::reach_text(view, observed);
        if (const auto endpoint = control::endpoint_of_cell(view, observed))
            result.endpoint = endpoint->text();
        result.peers = static_cast<std::uint32_t>(view.peers.size());
        result.connected = static_cast<std::uint32_t>(observed.connected);
    }
    view.pending.each([&](const auto& pending) {
        result.pending.push_back({pending.id, pending.value.operation, pending.value.deadline});
    });
    result.failures = observed.failures;
    result.repairs = observed.repairs;
    result.last_repair = observed.last_repair;
    result.condition = condition_of(result, snapshot);
    result.summary = one_line(result);
    return result;
}

std::string summary(const control::Snapshot& snapshot, Time now) {
    return status_of(snapshot, now).summary;
}

Result<control::Reply> status(const control::Snapshot& snapshot, const control::Call& call) {
    control::Reply reply;
    reply.body = codec::to_json(status_of(snapshot, call.now));
    return reply;
}

Result<control::Reply> health(const control::Snapshot& snapshot, const control::Call& call) {
    const auto condition = status_of(snapshot, call.now).condition;
    control::Reply reply;
    reply.body = codec::to_json(CellHealth{condition, condition != Condition::not_set_up});
    return reply;
}

Result<control::Reply> doctor(const control::Snapshot& snapshot, const control::Call& call) {
    control::Reply reply;
    reply.body = codec::to_json(Findings{examine(snapshot, call.now)});
    return reply;
}

} // namespace pic::cell
