#include "app/picctl/screen.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pic::picctl {

namespace {

constexpr std::size_t usual_columns = 80; // of a terminal that does not tell

// https://no-color.org
bool wants_colours() {
    const auto* none = std::getenv("NO_COLOR");
    const auto* kind = std::getenv("TERM");
    return (none == nullptr || *none == '\0') &&
           (kind == nullptr || std::string_view(kind) != "dumb");
}

} // namespace

Screen screen_at(int stream) {
    Screen screen;
    if (isatty(stream) == 0) return screen;
    screen.terminal = true;
    screen.columns = usual_columns;
    if (wants_colours()) screen.colours = formats::Colours::on;
    winsize size{};
    if (ioctl(stream, TIOCGWINSZ, &size) != 0) return screen;
    if (size.ws_col != 0) screen.columns = size.ws_col;
    screen.rows = size.ws_row;
    return screen;
}

Status holds_code(const Screen& screen, std::string_view code) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(code, '\n'));
    const auto columns = 2 * lines - 1; // it is a square, and a line is two rows of it
    const auto rows = lines + 1;        // the shell's next line stands below
    if ((screen.rows == 0 || screen.rows >= rows) &&
        (screen.columns == 0 || screen.columns >= columns))
        return {};
    return fail(
        Code::unavailable,
        fmt::format("the QR code takes a terminal of {} rows and {} columns, and this one is "
                    "smaller",
                    rows, columns),
        {}, "enlarge it and ask again, or have a picture: --output NAME.png");
}

} // namespace pic::picctl
