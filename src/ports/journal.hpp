// The seam to the system's journal: what a unit said last. Blocking; for a worker; any thread.
// units/ implements it on sd-journal(3).
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pic::ports {

struct LogLine {
    Time time{};
    std::string text; // one line, of bounded length, without control characters
    bool operator==(const LogLine&) const = default;
};

class Journal {
  public:
    virtual ~Journal() = default;

    // What the unit said since the machine was started, and what systemd said of it: the last
    // `most` lines, oldest first.
    virtual Result<std::vector<LogLine>> last_lines(const std::string& unit, std::size_t most) = 0;
};

} // namespace pic::ports
