#include "control/servers.hpp"

#include "base/log.hpp"

namespace pic::control {

void Servers::start() {
    subscription_ = control_.subscribe([this](const Event& event) {
        // No server's file names a peer: pic-dns hears of them otherwise (dns/names_feed.hpp).
        if (event.noun != "unit" && event.noun != "peers") refresh();
    });
    // pic.target pulls it in beside picd: it may become active after us.
    control_.world().units.watch("pic-plane.service", [this](const ports::UnitState& plane) {
        if (plane.active != "active") return;
        plane_since_ = plane.changed;
        refresh();
    });
    for (const auto& server : servers_)
        server->start();
    refresh();
}

void Servers::stop() {
    stopped_ = true;
    subscription_.reset();
    for (const auto& server : servers_)
        server->stop();
}

void Servers::refresh() {
    if (std::exchange(refreshing_, true)) return;
    boost::asio::post(control_.world().loop, [this] {
        refreshing_ = false;
        if (stopped_) return;
        for (const auto& server : servers_)
            server->settle(plane_since_);
    });
}

void Servers::clock_lost() {
    for (const auto& server : servers_)
        server->clock_lost();
}

Server* Servers::find(const std::string& unit) const {
    for (const auto& server : servers_)
        if (server->unit() == unit) return server.get();
    return nullptr;
}

} // namespace pic::control
