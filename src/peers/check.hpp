// What a device may be like: its options, its end, its key. Pure; errors name the field.
#pragma once

#include "control/change.hpp"
#include "model/view.hpp"

namespace pic::peers {

// Makes the options canonical, or says which one cannot be. `self`: whose they are, or empty.
Status check_options(model::PeerOptions& options, const control::Context& context,
                     const std::string& self);

// A time that is past would shut the device out at once: a slip of whoever wrote it.
Status check_expiry(const std::optional<Time>& expires, const control::Context& context);

// No two devices share a key, nor one with the cell. `self`: whose it is already, or empty.
Status check_key(const net::WgKey& key, const control::Context& context,
                 const control::Caller& caller, const std::string& self);

} // namespace pic::peers
