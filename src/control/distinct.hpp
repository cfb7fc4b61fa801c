// Lists in which nothing stands twice.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace pic::control {

// Code::invalid at the first element that repeats an earlier one; `field` is the list's pointer.
template <class T>
Status check_distinct(const std::vector<T>& list, const std::string& field) {
    for (auto at = list.begin(); at != list.end(); ++at)
        if (std::find(list.begin(), at, *at) != at)
            return fail(Code::invalid, "this is in the list already",
                        field + "/" + std::to_string(at - list.begin()), "leave it out");
    return {};
}

} // namespace pic::control
