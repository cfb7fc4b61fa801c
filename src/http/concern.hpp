// Which events are whose business: an administrator's all of them; a peer user's those of his own
// devices and of his user, and of nothing else, not even that there was one. One thread at a time.
#pragma once

#include <map>
#include <string>

#include "control/dispatcher.hpp"

namespace pic::http {

class Concern {
  public:
    Concern(const control::Caller& caller, const control::Snapshot& snapshot);

    // `snapshot` as it is after the event. A device concerns its owner once more when it is removed
    // or given to somebody else.
    bool about(const control::Event& event, const control::Snapshot& snapshot);

  private:
    bool about_peer(const std::string& id, const control::Snapshot& snapshot);
    bool any_counted(const control::Snapshot& snapshot);

    bool all_;
    std::string user_;
    std::map<std::string, ports::PeerCounters> peers_; // his, with what was counted of them last
};

} // namespace pic::http
