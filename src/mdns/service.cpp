#include "mdns/service.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/sort_unique.hpp"
#include "control/findings.hpp"

namespace pic::mdns {

namespace {

using control::Finding;
constexpr std::chrono::minutes between_tries(1);

std::vector<net::Address> sorted(std::vector<net::Address> addresses) {
    sort_unique(addresses);
    return addresses;
}

Meaning meaning_of(const std::string& name, const LanDevice& device,
                   const std::vector<LanDevice>& devices, const ports::Host& host) {
    Meaning meaning{client::to_wire(name), device.addresses, device.neighbours, {}, {}};
    for (const auto& other : devices)
        if (other.name != device.name)
            std::ranges::copy(other.addresses, std::back_inserter(meaning.elsewhere));
    for (const auto& each : host.addresses)
        meaning.machine.push_back(each.address);
    meaning.elsewhere = sorted(std::move(meaning.elsewhere));
    meaning.machine = sorted(std::move(meaning.machine));
    return meaning;
}

Finding taken(const std::string& name, const std::string& device, const net::Address& rival) {
    return {"mdns.taken",
            control::Severity::warning,
            device,
            name + " is another machine's name in the network of " + device + ": " + rival.text() +
                " answers to it",
            "there the name leads to that machine and not to the cell",
            "rename that machine; the cell takes the name within five minutes"};
}

Finding silent(const std::string& name, const std::string& device, const std::string& trouble) {
    return {"mdns.silent",
            control::Severity::warning,
            device,
            name + " is not told on " + device + ": " + trouble,
            "devices in that network find the cell by its address alone",
            "ss -lnup 'sport = :5353' tells who has the port"};
}

} // namespace

void Service::start() {
    subscription_ = control_.subscribe([this](const control::Event& event) {
        if (event.noun != "plane" && event.noun != "cell" && event.noun != "web") return;
        boost::asio::post(control_.world().loop, [this] {
            if (subscription_) settle();
        });
    });
    settle();
}

void Service::stop() {
    subscription_.reset();
    retry_.cancel();
    for (const auto& [place, present] : std::exchange(present_, {}))
        if (present.link) present.link->stop();
}

void Service::settle() {
    const auto context = control_.durable_context();
    const bool wanted = context.view.set_up() && context.view.web.value.local_name;
    const auto name = wanted ? context.view.cell.value.name + ".local" : std::string();
    const auto devices = wanted ? lan_devices(context.observed.host) : std::vector<LanDevice>();
    const auto gone = [&](const auto& entry) {
        const auto& place = entry.first;
        const auto& present = entry.second;
        if (name != name_) return true;
        return std::ranges::none_of(devices, [&](const auto& device) {
            return device.name == place.first && device.index == present.device &&
                   (place.second == net::Family::v4 ? device.ipv4 : device.ipv6);
        });
    };
    std::erase_if(present_, [&](const auto& entry) {
        if (!gone(entry)) return false;
        if (entry.second.link) entry.second.link->stop();
        return true;
    });
    name_ = name;
    for (const auto& device : devices) {
        const auto meaning = meaning_of(name, device, devices, context.observed.host);
        if (device.ipv4) place(device.name, device.index, net::Family::v4, meaning);
        if (device.ipv6) place(device.name, device.index, net::Family::v6, meaning);
    }
    report();
    if (std::ranges::all_of(present_,
                            [](const auto& entry) { return entry.second.link != nullptr; }))
        return;
    retry_.expires_after(between_tries);
    retry_.async_wait([this](auto failure) {
        if (!failure && subscription_) settle();
    });
}

void Service::place(const std::string& device, int index, net::Family family, Meaning meaning) {
    auto& present = present_[{device, family}];
    present.device = index;
    if (present.link) return present.link->change(std::move(meaning));
    auto socket = open_socket(control_.world().loop, family, index);
    present.trouble = socket ? std::string() : socket.error().detail;
    if (!socket) return;
    present.link = std::make_shared<Link>(std::move(*socket), family, std::move(meaning),
                                          [this] { report(); });
    present.link->start();
}

std::vector<Finding> Service::findings() const {
    std::map<std::pair<std::string, std::string>, Finding> found; // one for both families
    const auto add = [&](Finding finding) {
        found.emplace(std::pair(finding.id, finding.subject), std::move(finding));
    };
    for (const auto& [place, present] : present_) {
        if (!present.link) {
            add(silent(name_, place.first, present.trouble));
            continue;
        }
        const auto& responder = present.link->responder();
        if (responder.rival()) add(taken(name_, place.first, *responder.rival()));
        if (!present.link->trouble().empty())
            add(silent(name_, place.first, present.link->trouble()));
    }
    std::vector<Finding> list;
    for (auto& [key, finding] : found)
        list.push_back(std::move(finding));
    return list;
}

void Service::report() {
    tell_findings(control_, "mdns", findings());
}

} // namespace pic::mdns
