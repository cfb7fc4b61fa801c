// pic-firewall: the job of pic-firewall@.service, pic-firewall.service and of the package's
// removal. Opens a firewall of the host for the cell, opens again what a boot closed, takes back
// what it opened.
#include <cstdlib>

#include "base/log.hpp"
#include "firewall/docker.hpp"
#include "firewall/firewalld.hpp"
#include "firewall/ufw.hpp"

namespace pic::firewall {

namespace {

constexpr const char* directory = "/var/lib/pic-firewall";

Status open(const Records& records, Kind kind, std::uint16_t port) {
    PIC_LET(record, records.load(kind));
    const auto opener = kind == Kind::ufw         ? open_ufw
                        : kind == Kind::firewalld ? open_firewalld
                                                  : open_docker;
    return opener(records, std::move(record), port);
}

Status close(const Records& records, Kind kind) {
    PIC_LET(record, records.load(kind));
    if (record.port == 0) return {};
    const auto closer = kind == Kind::ufw         ? close_ufw
                        : kind == Kind::firewalld ? close_firewalld
                                                  : close_docker;
    auto closed = closer(records, record);
    if (closed || closed.error().code != Code::not_found) return closed;
    // Removing a firewall's package keeps its rules; they are in force when it comes back, and then
    // the record is what can close them.
    const std::string name(name_of(kind));
    return fail(Code::unavailable,
                name + " is not installed, so what was opened in it cannot be closed", {},
                "should it be installed again: picctl firewall close " + name);
}

// Only what is open: whoever closed it meanwhile is not gainsaid.
Status again(const Records& records, Kind kind, std::uint16_t port) {
    PIC_LET(record, records.load(kind));
    if (record.port == 0) return {};
    return open(records, kind, port);
}

// After a boot: the others keep theirs by themselves.
Status again(const Records& records) {
    PIC_LET(record, records.load(Kind::docker));
    if (record.port == 0) return {};
    return open_docker_again(records, record);
}

Status close_all(const Records& records) {
    Status worst;
    for (const auto kind : kinds)
        if (auto closed = close(records, kind); !closed) {
            log::error(std::string(name_of(kind)) + ": " + closed.error().text());
            worst = std::move(closed);
        }
    return worst;
}

Status carry_out(const Order& order) {
    const char* given = std::getenv("STATE_DIRECTORY");
    PIC_LET(records, Records::open(given != nullptr ? given : directory));
    switch (order.verb) {
    case Order::Verb::open:
        return open(records, *order.kind, order.port);
    case Order::Verb::close:
        return order.kind ? close(records, *order.kind) : close_all(records);
    case Order::Verb::again:
        return order.kind ? again(records, *order.kind, order.port) : again(records);
    }
    return {};
}

} // namespace

} // namespace pic::firewall

int main(int argc, char** argv) {
    const auto order = pic::firewall::parse_order(argc == 2 ? argv[1] : "");
    if (!order) {
        pic::log::error(order.error().text());
        return 2;
    }
    const auto done = pic::firewall::carry_out(*order);
    if (!done) pic::log::error(done.error().text());
    return done ? 0 : 1;
}
