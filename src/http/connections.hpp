// The connections of one listener, of which there is a bound: beyond it, who has kept us waiting
// longest has to go. HTTP thread.
#pragma once

#include <memory>
#include <set>

#include "http/connection.hpp"

namespace pic::http {

class Connections {
  public:
    explicit Connections(const Service& service) : service_(service) {}

    void add(std::shared_ptr<Wire> wire); // when all are busy with answers, the new one is closed
    void finish();                        // no more of them; what is being answered is answered
    bool empty() const { return all_.empty(); }

  private:
    bool make_room();

    const Service& service_;
    std::set<std::shared_ptr<Connection>> all_;
};

} // namespace pic::http
