// What the operations of peers take and answer, with their field lists.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/arrivals.hpp"
#include "control/page.hpp"

namespace pic::control {
BOOST_DESCRIBE_ENUM(Arrival, silent, unanswered, connected, arrived)
} // namespace pic::control

namespace pic::peers {

struct AddPeer : model::PeerOptions {
    net::WgKey public_key; // the caller's own; none: the cell makes a pair
    bool keep_key = false; // seal the private key here, so that the file can be shown again
    bool preshared = true;
};
BOOST_DESCRIBE_STRUCT(AddPeer, (model::PeerOptions), (public_key, keep_key, preshared))
PIC_ABOUT(AddPeer, {"public_key", "the device's own key; without one the cell makes a pair"},
          {"keep_key", "keep the private key sealed here, so that the file can be shown again"},
          {"preshared", "a secret shared by both sides, for more protection; leave it on"})
PIC_NEEDS(AddPeer, "name")

struct WhichPeer {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichPeer, (), (id))
PIC_ABOUT(WhichPeer, {"id", "the peer's id or name"})
PIC_NEEDS(WhichPeer, "id")

struct UpdatePeer : WhichPeer, model::PeerOptions {};
BOOST_DESCRIBE_STRUCT(UpdatePeer, (WhichPeer, model::PeerOptions), ())

struct IssuePeer : WhichPeer {
    net::WgKey public_key; // none: the cell makes a pair
    bool keep_key = false;
};
BOOST_DESCRIBE_STRUCT(IssuePeer, (WhichPeer), (public_key, keep_key))
PIC_ABOUT(IssuePeer, {"public_key", "the device's own key; without one the cell makes a pair"},
          {"keep_key", "keep the private key sealed here, so that the file can be shown again"})

enum class FileFormat { conf, svg, png, terminal };
BOOST_DESCRIBE_ENUM(FileFormat, conf, svg, png, terminal)

struct PeerFile : WhichPeer {
    FileFormat format = FileFormat::conf;
};
BOOST_DESCRIBE_STRUCT(PeerFile, (WhichPeer), (format))
PIC_ABOUT(PeerFile, {"format", "conf for wg-quick and the apps; the others are QR codes"})

struct ListPeers : control::PageRequest {
    std::string q; // in the name, note or tags
};
BOOST_DESCRIBE_STRUCT(ListPeers, (control::PageRequest), (q))
PIC_ABOUT(ListPeers, {"q", "only those with this in the name, the note or the tags"})

// What follows from a peer and what the kernel says of it.
struct PeerState {
    std::string id;
    std::string owner_name; // empty: nobody's
    net::Address ipv4, ipv6;
    bool expired = false;
    bool reissue_needed = false;
    std::string connected_from; // as the kernel last saw it
    std::optional<Time> last_handshake;
    std::uint64_t received = 0, sent = 0; // bytes, since the device was made
    std::vector<std::string> blocked;     // what of it a firewall of this machine stops
    control::Arrival arrival = control::Arrival::silent;
};
BOOST_DESCRIBE_STRUCT(PeerState, (),
                      (id, owner_name, ipv4, ipv6, expired, reissue_needed, connected_from,
                       last_handshake, received, sent, blocked, arrival))

struct PeerView : model::Peer, PeerState {};
BOOST_DESCRIBE_STRUCT(PeerView, (model::Peer, PeerState), ())

struct PeerPage {
    std::vector<PeerView> peers;
    std::string next; // empty: this was the last page
    std::uint32_t total = 0;
};
BOOST_DESCRIBE_STRUCT(PeerPage, (), (peers, next, total))

struct IssuedPeer { // with the only copy of its file, unless the key is kept
    PeerView peer;
    std::string config; // for wg-quick and the apps, which read it from a QR code as well
};
BOOST_DESCRIBE_STRUCT(IssuedPeer, (), (peer, config))

} // namespace pic::peers
