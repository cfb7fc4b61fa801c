// One name on one link (a device, over IPv4 or IPv6): claims it, tells it, answers for it and gives
// way, as RFC 6762 says. Pure: packets and the time come in, packets go out.
#pragma once

#include <chrono>
#include <optional>

#include "mdns/message.hpp"
#include "net/mdns_port.hpp"

namespace pic::mdns {

using net::mdns_port;

using Moment = std::chrono::steady_clock::time_point;

struct Origin { // of a packet, or where one goes
    net::Address address;
    std::uint16_t port = 0;
};

struct Outgoing {
    Bytes data;
    std::optional<Origin> to; // nullopt: the group
};

// What the name means on this link. All lists are sorted.
struct Meaning {
    WireName name;
    std::vector<net::Address> addresses; // of this device, as told
    std::vector<net::Prefix> neighbours; // who may ask, and be believed: nobody from elsewhere (11)
    std::vector<net::Address> elsewhere; // told on other links of this machine
    std::vector<net::Address> machine;   // all that this machine has
    bool operator==(const Meaning&) const = default;
};

enum class Standing : std::uint8_t {
    probing, // asks whether somebody has the name; answers nothing yet
    ours,
    shared, // another program on this machine serves the name: it is left to it
    taken,  // another machine has the name: silent, and asks again later
};

class Responder {
  public:
    // Probes after `first_wait`, 0 to 250 ms: machines switched on together do not speak at once.
    Responder(Meaning meaning, Moment now, std::chrono::milliseconds first_wait);

    void change(Meaning meaning, Moment now); // other addresses; the name stays
    void receive(ByteView packet, const Origin& from, Moment now);
    void advance(Moment now); // does what is due

    std::optional<Moment> due() const; // when advance() has something to do; nullopt: not by itself
    std::vector<Outgoing> take();      // what is to be sent, in order
    void withdraw();                   // the name is given up: tells whoever keeps it

    Standing standing() const { return standing_; }
    const std::optional<net::Address>& rival() const { return rival_; } // when taken

  private:
    struct Pending {
        Moment at;
        net::Address from;
        std::vector<net::Address> addresses;
    };

    void heard(const Message& message, Moment now);
    void contested(const net::Address& rival, Moment now);
    void claimed(const Claim& claim, Moment now);
    void asked(const Message& message, const Origin& from, Moment now);
    void learned(const Message& message, const net::Address& from);
    void answer_legacy(const Message& message, const Origin& from, Moment now);
    bool may_unicast(Moment now);
    void start_probing(Moment at);
    void give_way(Standing to, Moment now);
    void announce_again(Moment now);
    void step(Moment now);
    void multicast(std::vector<net::Address> asked, Moment now);
    Answer whole(std::vector<net::Address> asked) const;
    bool is_told(const net::Address& address) const;

    Meaning meaning_;
    Standing standing_ = Standing::probing;
    std::optional<net::Address> rival_;
    std::optional<Moment> next_; // probe, announcement or new try
    int probes_ = 0, announcements_ = 0;
    std::vector<Pending> pending_; // answers to the group that wait
    std::optional<Moment> told_;   // when the group was last told everything
    Moment second_{};              // that unicast answers are counted in
    int unicasts_ = 0;
    std::vector<Outgoing> outgoing_;
};

} // namespace pic::mdns
