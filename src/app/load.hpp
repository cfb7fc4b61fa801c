// What the daemon reads before it starts.
#pragma once

#include "control/generations.hpp"
#include "store/store.hpp"

namespace pic::app {

// The machine's key, as systemd hands it over (systemd.exec(5), LoadCredentialEncrypted=).
Result<Secret> load_key();

// Everything in the store. A document that cannot be read stops the start: a cell without one of
// its peers or users is not the cell that was stored.
Result<control::State> load_state(store::Store& store);

} // namespace pic::app
