// What the program is asked to do: its one argument, which comes from whoever may start the unit
// and is taken as hostile. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace pic::firewall {

enum class Kind : std::uint8_t { ufw, firewalld, docker };
inline constexpr std::array kinds = {Kind::ufw, Kind::firewalld, Kind::docker};

std::string_view name_of(Kind kind);

struct Order {
    enum class Verb : std::uint8_t { open, close, again };
    Verb verb = Verb::again;
    std::optional<Kind> kind; // nullopt: all in which something was opened
    std::uint16_t port = 0;   // WireGuard's, to open; 0: as the record says
    bool operator==(const Order&) const = default;
};

// (ufw|firewalld|docker):(open:PORT|again:PORT|close), all:again or all:close; PORT from 1 to
// 65535, written without zeros in front. Anything else is Code::invalid.
Result<Order> parse_order(std::string_view text);

} // namespace pic::firewall
