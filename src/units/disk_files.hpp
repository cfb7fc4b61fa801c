// ports::Files on the disk. Small files only; replace() is a rename, so no reader sees half of one.
#pragma once

#include "ports/files.hpp"

namespace pic::units {

class DiskFiles final : public ports::Files {
  public:
    Result<std::optional<std::string>> read(const std::string& path) override;
    Status replace(const std::string& path, std::string_view content) override;
    Status remove(const std::string& path) override;
};

} // namespace pic::units
