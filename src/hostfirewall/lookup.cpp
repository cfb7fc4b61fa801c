#include "hostfirewall/lookup.hpp"

namespace pic::hostfirewall {

using ports::netfilter::Element;
using ports::netfilter::Set;

namespace {

template <class Sequence>
Sequence part(const Sequence& octets, std::size_t from, std::size_t length) {
    const auto begin = std::min(from, octets.size());
    const auto end = std::min(begin + length, octets.size());
    return {octets.begin() + static_cast<std::ptrdiff_t>(begin),
            octets.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Each field of a concatenation begins on a word of its own.
Truth within(const Set& set, const Element& element, const Octets& key) {
    if (element.end.empty()) return equal(key, element.key);
    auto result = Truth::yes;
    std::size_t at = 0;
    for (const auto length : set.fields) {
        result = result & between(part(key, at, length), part(element.key, at, length),
                                  part(element.end, at, length));
        at += (length + Registers::word - 1) / Registers::word * Registers::word;
    }
    return result;
}

// Ranges are kept by where they begin and where the next thing begins: the nearest edge at or below
// the key says whether it is inside.
Found in_ranges(const Set& set, const Octets& key) {
    const Element* nearest = nullptr;
    for (const auto& element : set.elements) {
        if (element.catch_all) continue;
        const auto beyond = less(key, element.key);
        if (beyond == Truth::maybe) return {Truth::maybe, {&element}};
        if (beyond == Truth::yes) continue;
        const bool nearer = nearest == nullptr || element.key > nearest->key ||
                            (element.key == nearest->key && nearest->interval_end);
        if (nearer) nearest = &element;
    }
    if (nearest == nullptr || nearest->interval_end) return {};
    return {Truth::yes, {nearest}};
}

Found in_list(const Set& set, const Octets& key) {
    Found result;
    for (const auto& element : set.elements) {
        if (element.catch_all) continue;
        const auto here = within(set, element, key);
        if (here == Truth::no) continue;
        if (here == Truth::yes) return {Truth::yes, {&element}};
        result.found = Truth::maybe;
        result.elements.push_back(&element);
    }
    return result;
}

} // namespace

Found look_up(const Set& set, const Octets& key) {
    auto result = set.interval && set.fields.size() < 2 ? in_ranges(set, key) : in_list(set, key);
    if (result.found == Truth::yes) return result;
    for (const auto& element : set.elements)
        if (element.catch_all) {
            result.found = Truth::yes;
            result.elements.push_back(&element);
        }
    if (!set.whole) result.found = result.found | Truth::maybe;
    return result;
}

} // namespace pic::hostfirewall
