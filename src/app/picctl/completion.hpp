// What could stand next on a command line: `picctl --complete`, which the shell asks. Pure.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "control/operation.hpp"

namespace pic::picctl {

// What there is to choose from: in the cell, e.g. the peers that begin with `prefix`, and on this
// machine.
struct Existing {
    std::function<std::vector<std::string>(const control::Operation& list, const std::string& field,
                                           std::string_view prefix)>
        names;
    std::function<std::vector<std::string>()> time_zones;
};

// `words` are those after "picctl"; the last one is being written and may be empty. None where the
// shell's own proposal, a file, is as good as any.
std::vector<std::string> complete_word(std::span<const std::string_view> words,
                                       std::span<const control::Operation> operations,
                                       const Existing& existing);

} // namespace pic::picctl
