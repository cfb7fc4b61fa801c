// The seam to the files that picd writes for its servers, all under /run/pic, and the few of the
// host that it reads. Replaced by rename, so a reader sees the old or the new file whole;
// synchronous and small.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::ports {

class Files {
  public:
    virtual ~Files() = default;

    // nullopt when there is no such file. Any thread.
    virtual Result<std::optional<std::string>> read(const std::string& path) = 0;
    // Mode 0640 in a setgid folder: readable by the server's group alone.
    virtual Status replace(const std::string& path, std::string_view content) = 0;
    virtual Status remove(const std::string& path) = 0;
};

} // namespace pic::ports
