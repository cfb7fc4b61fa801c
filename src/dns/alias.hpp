// Where aliases lead. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "control/change.hpp"

namespace pic::dns {

// Code::invalid at /alias when the record leads round in a circle once it is stored under the id
// `self` (empty: beside the others). Its name and its alias are folded. No other record's way is
// judged: one that leads round since this one went, pic-dns gives up on (RFC 1034, 3.6.2).
Status check_alias(const model::Record& record, const model::View& view, const std::string& self);

// Whether it leads to a name of the cell's own zone that is neither a record's nor a device's.
bool leads_nowhere(const model::Record& record, const control::Context& context,
                   const std::string& self);

// The names of the other records that lead straight to this one.
std::vector<std::string> aliases_of(const model::Record& record, const model::View& view,
                                    const std::string& self);

} // namespace pic::dns
