// Which events are whose business: an administrator's all of them; a peer user's those of his own
// devices and of his user, and of nothing else, not even that there was one. Pure.
#pragma once

#include <set>
#include <string>

#include "control/dispatcher.hpp"

namespace pic::http {

class Concern {
  public:
    Concern(const control::Caller& caller, const model::View& view);

    // `view` as it is after the event. A device concerns its owner once more when it is removed or
    // given to somebody else.
    bool about(const control::Event& event, const model::View& view);

  private:
    bool about_peer(const std::string& id, const model::View& view);

    bool all_;
    std::string user_;
    std::set<std::string> peers_; // his
};

} // namespace pic::http
