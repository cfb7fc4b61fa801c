#include "cell/proposal.hpp"

#include "base/id.hpp"
#include "cell/name.hpp"
#include "cell/ranges.hpp"
#include "cell/setup.hpp"
#include "cell/time_zone.hpp"
#include "control/names.hpp"
#include "control/snapshot.hpp"
#include "ports/host.hpp"

namespace pic::cell {

const std::string& proposal_seed() {
    static const auto text = new_id();
    return text;
}

Result<control::Reply> propose(const control::Snapshot& snapshot, const control::Call&) {
    Proposal proposal;
    proposal.set_up = snapshot.view->set_up();
    if (!proposal.set_up) {
        const auto& host = snapshot.observed->host;
        proposal.name = parse_name(control::host_label()).value_or("home");
        proposal.time_zone = host_time_zone();
        proposal.port = net::wireguard_port;
        proposal.ipv4 = propose_ipv4(host, proposal_seed());
        proposal.ipv6 = propose_ipv6(host, proposal_seed());
        if (ports::default_route(host, net::Family::v4) == nullptr)
            proposal.notes.push_back("this machine has no way to the internet over IPv4 now");
    } else {
        proposal.notes.push_back("this cell is set up already");
    }
    control::Reply reply;
    reply.body = codec::to_json(proposal);
    return reply;
}

} // namespace pic::cell
