#include "hostfirewall/probes.hpp"

#include "base/services.hpp"
#include "net/ledger.hpp"
#include "ports/host.hpp"

namespace pic::hostfirewall {

using control::Need;

namespace {

constexpr std::uint32_t a_device = 2, another_device = 3; // offsets in the cell's ranges

// Somebody on the internet, with nothing special about him.
const net::Address stranger4 = *net::Address::parse("81.2.69.142");
const net::Address stranger6 = *net::Address::parse("2a02:8071:a8:1::2");

Need need_of(std::string_view service) {
    return service == "names" ? Need::names : service == "time" ? Need::time : Need::web;
}

Device device(const ports::Host& host, std::string_view name) {
    const auto* link = ports::find_link(host, name);
    return {std::string(name), link == nullptr ? 0 : static_cast<std::uint32_t>(link->index)};
}

class Family {
  public:
    Family(const model::View& view, const ports::Host& host, net::Family family,
           std::vector<Probe>& probes) :
        view_(view),
        host_(host), probes_(probes), family_(family), cell_(device(host, net::cell_device)) {}

    void add() {
        add_services();
        probes_.push_back({Need::devices, from_device(cell_, address(another_device))});
        const auto* route = ports::default_route(host_, family_);
        if (route == nullptr) return;
        const auto uplink = device(host_, route->device);
        add_wireguard(uplink);
        probes_.push_back({Need::forwarding, from_device(uplink, stranger())});
        Packet answer;
        answer.in = uplink;
        answer.out = cell_;
        answer.from = stranger();
        answer.to = address(a_device);
        answer.protocol = Protocol::tcp;
        answer.reply = true;
        answer.mark = answer.connection_mark = net::mark(net::direct_slot);
        probes_.push_back({Need::forwarding, answer});
    }

  private:
    net::Address address(std::uint32_t offset) const {
        const auto& wireguard = view_.wireguard.value;
        return family_ == net::Family::v4 ? model::address4(wireguard, offset)
                                          : model::address6(wireguard, offset);
    }
    const net::Address& stranger() const {
        return family_ == net::Family::v4 ? stranger4 : stranger6;
    }

    // `out`: nullopt for this machine itself.
    Packet from_device(std::optional<Device> out, const net::Address& to) const {
        Packet packet;
        packet.in = cell_;
        packet.out = std::move(out);
        packet.from = address(a_device);
        packet.to = to;
        packet.protocol = Protocol::tcp;
        packet.port = 443;
        packet.mark = packet.connection_mark = net::mark(net::direct_slot);
        return packet;
    }

    void add_services() {
        for (const auto& service : services)
            for (const auto protocol : {Protocol::udp, Protocol::tcp}) {
                if (!(protocol == Protocol::udp ? service.udp : service.tcp)) continue;
                auto packet = from_device({}, address(net::cell_offset));
                packet.protocol = protocol;
                packet.port = service.port;
                probes_.push_back({need_of(service.name), packet});
            }
    }

    void add_wireguard(const Device& uplink) {
        for (const auto& own : host_.addresses) {
            if (own.device != uplink.name || own.address.family() != family_) continue;
            Packet packet;
            packet.in = uplink;
            packet.from = stranger();
            packet.to = own.address;
            packet.port = view_.wireguard.value.port;
            probes_.push_back({Need::wireguard, packet});
            return;
        }
    }

    const model::View& view_;
    const ports::Host& host_;
    std::vector<Probe>& probes_;
    net::Family family_;
    Device cell_;
};

} // namespace

std::vector<Probe> probes(const model::View& view, const ports::Host& host) {
    std::vector<Probe> result;
    if (!view.set_up()) return result;
    for (const auto family : {net::Family::v4, net::Family::v6})
        Family(view, host, family, result).add();
    return result;
}

} // namespace pic::hostfirewall
