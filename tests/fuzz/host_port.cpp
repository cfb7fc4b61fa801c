#include "net/host_port.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto parsed = net::HostPort::parse(fuzz::text_of(bytes));
    if (!parsed) return;
    fuzz::require(net::HostPort::parse(parsed->text()) == *parsed,
                  "a host and port are their text");
    const auto with_port = parsed->or_port(51820);
    fuzz::require(net::HostPort::parse(with_port.text()) == with_port, "with a port, too");
}
