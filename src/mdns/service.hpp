// Tells the LAN who <cell>.local is (RFC 6762): a link for each local network that this machine is
// in, coming and going with them, with the cell's name and with its switch. Control thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "control/control.hpp"
#include "mdns/lan.hpp"
#include "mdns/link.hpp"

namespace pic::mdns {

class Service {
  public:
    explicit Service(control::Control& control) : control_(control), retry_(control.world().loop) {}

    void start();
    void stop(); // takes the name back

  private:
    using Place = std::pair<std::string, net::Family>;
    struct Present {
        int device = 0;
        std::shared_ptr<Link> link; // null: it could not be opened
        std::string trouble;
    };

    void settle();
    void place(const std::string& device, int index, net::Family family, Meaning meaning);
    void report();
    std::vector<control::Finding> findings() const;

    control::Control& control_;
    std::string name_; // "<cell>.local"; empty: nothing is told
    std::map<Place, Present> present_;
    boost::asio::steady_timer retry_; // of what could not be opened
    control::Dispatcher::Subscription subscription_;
};

} // namespace pic::mdns
