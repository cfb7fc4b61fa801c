// ports::Journal on the system's own (sd-journal(3), systemd.journal-fields(7)). Any thread. The
// process must be in the group systemd-journal; who is not reads an empty journal.
#pragma once

#include "ports/journal.hpp"

namespace pic::units {

class SystemJournal final : public ports::Journal {
  public:
    Result<std::vector<ports::LogLine>> last_lines(const std::string& unit,
                                                   std::size_t most) override;
};

} // namespace pic::units
