#include "http/connections.hpp"

#include <algorithm>
#include <vector>

namespace pic::http {

void Connections::add(std::shared_ptr<Wire> wire) {
    if (all_.size() >= service_.limits.connections && !make_room()) return wire->close();
    const auto connection = std::make_shared<Connection>(std::move(wire), service_);
    all_.insert(connection);
    connection->start([this, weak = std::weak_ptr(connection)] {
        if (const auto ended = weak.lock()) all_.erase(ended);
        service_.ended();
    });
}

// It leaves the set at once: its own end comes later, and the next newcomer must find room, too.
bool Connections::make_room() {
    auto oldest = all_.end();
    for (auto each = all_.begin(); each != all_.end(); ++each)
        if (!(*each)->busy() &&
            (oldest == all_.end() || (*each)->waiting_since() < (*oldest)->waiting_since()))
            oldest = each;
    if (oldest == all_.end()) return false;
    (*oldest)->close();
    all_.erase(oldest);
    return true;
}

void Connections::finish() {
    const std::vector present(all_.begin(), all_.end());
    for (const auto& connection : present)
        connection->finish();
}

} // namespace pic::http
