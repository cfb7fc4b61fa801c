#include "ports/kernel.hpp"

namespace pic::ports {

namespace {

std::string family_text(net::Family family) {
    return family == net::Family::v4 ? "v4" : "v6";
}

std::string_view set_text(Set set) {
    static constexpr std::string_view names[] = {"peer", "internet", "lan", "peers", "services"};
    return names[static_cast<std::size_t>(set)];
}

struct KeyOf {
    std::string operator()(const WgDevice& o) const { return "device " + o.name; }
    std::string operator()(const DeviceSettings& o) const { return "settings " + o.device; }
    std::string operator()(const DeviceAddress& o) const {
        return "address " + o.device + " " + o.address.text();
    }
    std::string operator()(const Rule& o) const {
        return "rule " + family_text(o.family) + " " + std::to_string(o.priority) + " mark " +
               std::to_string(o.mark >> 24);
    }
    std::string operator()(const Route& o) const {
        return "route " + std::to_string(o.table) + " " + o.destination.text() + " metric " +
               std::to_string(o.metric);
    }
    std::string operator()(const Ruleset&) const { return "table inet pic"; }
    std::string operator()(const SetElement& o) const {
        return "element " + std::string(set_text(o.set)) + " " + o.address.text();
    }
    std::string operator()(const WgPeer& o) const {
        return "wgpeer " + o.device + " " + o.public_key.text();
    }
};

} // namespace

std::string set_name(Set set, net::Family family) {
    return std::string(set_text(set)) + (family == net::Family::v4 ? "4" : "6");
}

std::string key(const Object& object) {
    return std::visit(KeyOf{}, object);
}

} // namespace pic::ports
