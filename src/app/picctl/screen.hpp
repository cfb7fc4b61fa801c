// What stands at the end of an output: a terminal of some size, or anything else.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "formats/qr.hpp"

namespace pic::picctl {

struct Screen {
    bool terminal = false;
    std::size_t columns = 0, rows = 0; // 0: as many as it takes
    formats::Colours colours = formats::Colours::off;
};

Screen screen_at(int stream); // STDOUT_FILENO, STDERR_FILENO

// Whether all of a QR code (qr_terminal's) is seen at once: it cannot be scanned in parts.
Status holds_code(const Screen& screen, std::string_view code);

} // namespace pic::picctl
