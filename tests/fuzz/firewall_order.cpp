// The argument of root's pic-firewall.
#include "firewall/order.hpp"

#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto text = fuzz::text_of(bytes);
    const auto order = firewall::parse_order(text);
    if (!order) return;
    std::string again(order->kind ? firewall::name_of(*order->kind) : "all");
    using Verb = firewall::Order::Verb;
    again += order->verb == Verb::again   ? ":again"
             : order->verb == Verb::close ? ":close"
                                          : ":open:";
    if (order->port != 0)
        again += (order->verb == Verb::again ? ":" : "") + std::to_string(order->port);
    fuzz::require(again == text, "there is one way to say each order");
    fuzz::require(order->kind || order->verb != Verb::open,
                  "only one firewall at a time is opened");
    fuzz::require((order->port != 0) == (order->kind && order->verb != Verb::close),
                  "a port is there to be opened");
}
