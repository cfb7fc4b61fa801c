// What can be said of a packet of which not all is known.
#pragma once

#include <algorithm>

namespace pic::hostfirewall {

enum class Truth { no, maybe, yes };

inline Truth operator&(Truth a, Truth b) {
    return std::min(a, b);
}
inline Truth operator|(Truth a, Truth b) {
    return std::max(a, b);
}
inline Truth operator!(Truth a) {
    return a == Truth::maybe ? a : a == Truth::yes ? Truth::no : Truth::yes;
}
inline Truth truth(bool value) {
    return value ? Truth::yes : Truth::no;
}

} // namespace pic::hostfirewall
