#include "cell/name.hpp"

#include <algorithm>
#include <array>

#include "net/name.hpp"

namespace pic::cell {

namespace {

// The ends of the cell's own names, and what every machine calls itself.
constexpr std::array<std::string_view, 3> reserved{"cell", "local", "localhost"};

} // namespace

Result<std::string> parse_name(std::string_view text) {
    auto name = net::parse_label(text);
    if (!name) return fail(std::move(name).error().at("/name"));
    if (std::ranges::find(reserved, *name) != reserved.end())
        return fail(Code::invalid, *name + " has a meaning of its own among names", "/name",
                    "choose another, for example home");
    return name;
}

} // namespace pic::cell
