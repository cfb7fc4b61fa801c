// The rules of table inet pic as nft(8) text: who may go where, the mark of the connection that a
// peer is given, and the guard that keeps each connection to its own devices. Which peers are in
// which set is not part of it. The reasons for each chain are in README.md.
#pragma once

#include "plan/wanted.hpp"

namespace pic::plan {

ports::Ruleset ruleset(const Inputs& inputs);

} // namespace pic::plan
