// Values in order, each of them once.
#pragma once

#include <algorithm>
#include <vector>

namespace pic {

template <class T>
void sort_unique(std::vector<T>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

} // namespace pic
