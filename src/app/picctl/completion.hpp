// What could stand next on a command line: `picctl --complete`, which the shell asks. Pure.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "control/operation.hpp"

namespace pic::picctl {

// Names of what an operation may be given, e.g. of the peers that begin with `prefix`.
using Names = std::function<std::vector<std::string>(
    const control::Operation& list, const std::string& field, std::string_view prefix)>;

// `words` are those after "picctl"; the last one is being written and may be empty. None where the
// shell's own proposal, a file, is as good as any.
std::vector<std::string> complete_word(std::span<const std::string_view> words,
                                       std::span<const control::Operation> operations,
                                       const Names& names);

} // namespace pic::picctl
