// Times as whoever reads them lives by: in the zone of TZ or, without it, of this machine, as
// journalctl(1) shows its own. `--json` keeps the cell's form.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace pic::picctl {

// "2026-12-31T17:00:00Z" -> "2026-12-31 18:00:00"; what is no time stays as it is.
std::string local_time(const std::string& text);

// All fields of an answer that its schema says to be times.
boost::json::value in_local_time(const boost::json::object& schema, boost::json::value body);

} // namespace pic::picctl
