// JSON values as D-Bus values and back (D-Bus Specification, "Type System").
//
//   object            a{sv}
//   list of strings   as          (and every empty list)
//   any other list    av
//   string            s
//   whole number      x, or t above 2^63-1
//   other number      d
//   true, false       b
//   null              g ""        a signature of nothing: D-Bus has no null, and leaving the member
//                                 out would make "clear this" the same as "leave it alone"
//
// Reading is wider, so that callers may write what their language makes natural: any integer type,
// o and g as strings, arrays and dictionaries of anything; variants are looked through. What came
// from the bus is hostile: at most `deepest` levels of JSON, so many values and bytes of text, no
// member twice, no NaN.
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "bus/handles.hpp"

namespace pic::bus {

namespace json = boost::json;

inline constexpr int deepest = 16; // three containers a level; the bus itself allows 64

struct Limits {
    std::size_t values = 1 << 16, text = 1 << 20;
};
inline constexpr Limits from_daemon{1 << 22, 1 << 26}; // an answer of picd, which is believed

// Appends one a{sv}.
Status append(sd_bus_message* to, const json::object& object);
// Appends only its members, inside an a{sv} that the caller has opened and may add to.
Status append_members(sd_bus_message* to, const json::object& object);

// Reads one a{sv} (or any dictionary with string keys). A file descriptor inside (h) is put into
// `files` and its JSON value is the index there; without `files` it is refused.
Result<json::object> read(sd_bus_message* from, std::vector<Fd>* files = nullptr,
                          Limits limits = {});

} // namespace pic::bus
