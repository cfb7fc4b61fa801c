// What this unit changed, kept in a file so that a crash does not lose what is to be put back. It
// lies in the unit's own runtime directory, which only the unit's user writes, and is gone after a
// reboot, as the changes are.
#pragma once

#include <set>
#include <string>

#include "base/result.hpp"

namespace pic::forward {

struct Record {
    bool forwarding = false;      // we turned it on
    std::set<unsigned> raised;    // devices whose accept_ra went from 1 to 2, by index
    std::set<unsigned> forwarded; // devices that forwarded by themselves before, by index
    bool new_forwarded = false;   // and so did those to come ("default")
    bool restoring = false;       // the switch for all goes back; the devices' come after it
    bool operator==(const Record&) const = default;
};

Result<Record> load_record(const std::string& path); // empty where there is no file
Status save_record(const std::string& path, const Record& record);

} // namespace pic::forward
