// The rules of table inet pic as nft(8) text: who may go where, the mark of the connection that a
// peer is given, and the guard that keeps each connection to its own devices. Which peers are in
// which set is not part of it. The reasons for each chain are in README.md.
#pragma once

#include "plan/wanted.hpp"

namespace pic::plan {

ports::Ruleset ruleset(const Inputs& inputs);

// Whether a rule can name that device. The kernel takes nearly every octet in a name; nft reads a
// quote as the end, and a final asterisk as any device that begins so. One that cannot be named is
// no way out and is not made to forward: nobody means one.
bool can_be_written(const std::string& device);

} // namespace pic::plan
