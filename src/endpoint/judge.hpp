// The verdict: how the internet reaches this machine, from what it sees of itself and what others
// say. Pure; any thread.
#pragma once

#include "control/observed.hpp"
#include "endpoint/uplinks.hpp"

namespace pic::endpoint {

struct Evidence {
    Uplinks uplinks;
    control::Heard heard;
    bool stun_allowed = true;
    bool operator==(const Evidence&) const = default;
};

// Fills the silence of a source with what it said before, where the uplink is the same and nobody
// says otherwise: silence is no sign of change.
Evidence remember(const control::Found& before, Evidence now);

// A shared address is left out of `public4`: nobody can reach this machine by it.
control::Found judge(const Evidence& evidence);

// The verdict after a look, when `before` was the one so far. The public address outlasts silence
// even on another uplink, and everything outlasts being offline, until something else is found.
control::Found next_verdict(const control::Found& before, const Evidence& now);

} // namespace pic::endpoint
