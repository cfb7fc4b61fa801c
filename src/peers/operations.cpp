#include "peers/operations.hpp"

#include "peers/change.hpp"
#include "peers/peer.hpp"

namespace pic::peers {

using namespace control;

namespace {

using codec::schema, codec::schema_with_defaults;

const Operation table[] = {
    {.name = "peer.list",
     .rest = "GET /api/peers",
     .access = Access::peer,
     .right = Right::read,
     .run = list,
     .help = "peers, with what the kernel says of them",
     .input = schema_with_defaults<ListPeers>,
     .output = schema<PeerPage>,
     .positional = "q"},
    {.name = "peer.show",
     .rest = "GET /api/peers/{id}",
     .access = Access::peer,
     .right = Right::read,
     .run = show,
     .help = "one peer",
     .input = schema<WhichPeer>,
     .output = schema<PeerView>,
     .positional = "id"},
    {.name = "peer.add",
     .rest = "POST /api/peers",
     .run = add,
     .help = "add a device and hand out its file",
     .input = schema_with_defaults<AddPeer>,
     .output = schema<IssuedPeer>,
     .positional = "name",
     .file = "config",
     .confidential = true},
    {.name = "peer.update",
     .rest = "PATCH /api/peers/{id}",
     .run = update,
     .help = "change a peer; what is left out stays",
     .input = schema<UpdatePeer>,
     .output = schema<PeerView>,
     .positional = "id",
     .guarded = "owner", // who may have the device's file, over REST
     .versioned = true},
    {.name = "peer.issue",
     .rest = "POST /api/peers/{id}/issue",
     .access = Access::peer,
     .right = Right::secrets,
     .run = issue,
     .help = "new keys and a new file for a peer; the old file stops working",
     .input = schema_with_defaults<IssuePeer>,
     .output = schema<IssuedPeer>,
     .positional = "id",
     .file = "config",
     .confidential = true,
     .versioned = true},
    {.name = "peer.config",
     .rest = "POST /api/peers/{id}/config",
     .access = Access::peer,
     .right = Right::secrets,
     .run = file,
     .help = "the file of a peer whose key is kept, as text or QR code",
     .input = schema_with_defaults<PeerFile>,
     .positional = "id",
     .media = "text/plain, image/svg+xml, image/png",
     .confidential = true},
    {.name = "peer.remove",
     .rest = "DELETE /api/peers/{id}",
     .run = remove,
     .help = "remove a peer; its address rests for a day",
     .input = schema<WhichPeer>,
     .positional = "id",
     .versioned = true},
};

} // namespace

std::span<const Operation> operations() {
    return table;
}

} // namespace pic::peers
