#include "fuzz/fuzz.hpp"
#include "mdns/responder.hpp"

using namespace pic;

FUZZ(bytes) {
    static const auto name = client::to_wire("home.local");
    static const auto own = *net::Address::parse("192.168.7.1");
    static const mdns::Origin neighbour{*net::Address::parse("192.168.7.2"), mdns::mdns_port};
    const auto message = mdns::parse(bytes, name);
    fuzz::require(!message || (message->questions.size() <= 256 && message->known.size() <= 256),
                  "so many count");
    // The same said to one that has the name: whatever it answers, others can read.
    const mdns::Moment begin{};
    mdns::Responder responder({name, {own}, {*net::Prefix::parse("192.168.7.0/24")}, {}, {own}},
                              begin, {});
    for (auto due = responder.due(); due; due = responder.due())
        responder.advance(*due);
    responder.take();
    const auto now = begin + std::chrono::hours(1);
    responder.receive(bytes, neighbour, now);
    responder.advance(now);
    const auto sent = responder.take();
    fuzz::require(sent.size() <= 2, "one packet makes at most an answer and a probe");
    for (const auto& each : sent)
        fuzz::require(mdns::parse(each.data, name).has_value(), "what is sent can be read");
}
