// Whole files, in which nothing is taken for something else: one that cannot be read is no empty
// one. Any thread; blocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic {

// nullopt when there is no such file. Up to 16 MiB.
Result<std::optional<std::string>> read_file(const std::string& path);

// All of it, also where the descriptor does not block.
Status write_all(int fd, std::string_view content);

} // namespace pic
