// One peer as others see it, and finding one.
#pragma once

#include "control/change.hpp"
#include "control/snapshot.hpp"
#include "peers/fields.hpp"

namespace pic::peers {

using PeerDocument = model::Document<model::Peer>;

PeerView view_of(const PeerDocument& peer, const model::View& view,
                 const control::Observed& observed, Time now);

// By id or by name, if this caller may see it; else Code::not_found, for those who may not too.
Result<const PeerDocument*> find_peer(const model::View& view, const control::Caller& caller,
                                      const std::string& id_or_name);

// Of a tunnel and permissions that do not fit each other, as a person would expect them to; empty:
// they do.
std::string mismatch_note(const model::Peer& peer);

Result<control::Reply> list(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call& call);

} // namespace pic::peers
