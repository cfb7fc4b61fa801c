// Lists as a whole, though the cell hands them out in pages.
#pragma once

#include "app/picctl/client.hpp"

namespace pic::picctl {

// Whether that is what this call wants: of a list that has an end, and asked for no page of it.
bool wants_all_pages(const control::Operation& operation, const boost::json::object& input);

// As call(), sorted by name where the items have one; `next` is empty in the answer.
Result<Answer> call_for_all(const control::Operation& operation, boost::json::object input);

} // namespace pic::picctl
