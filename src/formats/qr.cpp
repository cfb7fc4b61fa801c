#include "formats/qr.hpp"

#include <cerrno>
#include <qrencode.h>

#include "base/handle.hpp"

namespace pic::formats {

namespace {

constexpr int quiet = 4; // modules on each side

} // namespace

Result<QrCode> QrCode::encode(std::string_view text) {
    if (text.empty()) return fail(Code::invalid, "there is nothing to put into a QR code");
    if (text.size() > longest_qr)
        return fail(Code::invalid,
                    "this is " + std::to_string(text.size()) + " bytes; a QR code holds at most " +
                        std::to_string(longest_qr),
                    {}, "hand it over as a file instead");
    const Handle<QRcode, QRcode_free> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_L));
    if (!code) return fail(errno_error(errno, "libqrencode made no QR code"));
    QrCode result;
    result.size_ = code->width;
    const auto count =
        static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    for (std::size_t i = 0; i < count; ++i)
        result.modules_.push_back((code->data[i] & 1) != 0);
    return result;
}

std::string qr_svg(const QrCode& code) {
    const std::string side = std::to_string(code.size() + 2 * quiet);
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " +
                      side + R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side +
                      "v" + side + R"(H0z"/><path d=")";
    for (int row = 0; row < code.size(); ++row) {
        for (int column = 0; column < code.size(); ++column) {
            int run = 0;
            while (code.dark(row, column + run))
                ++run;
            if (run == 0) continue;
            svg += "M" + std::to_string(column + quiet) + " " + std::to_string(row + quiet) + "h" +
                   std::to_string(run) + "v1h-" + std::to_string(run) + "z";
            column += run;
        }
    }
    return svg + "\"/></svg>\n";
}

std::string qr_terminal(const QrCode& code, Colours colours) {
    static constexpr std::string_view black_on_white = "\x1b[38;5;16;48;5;231m", reset = "\x1b[0m";
    static constexpr std::string_view blocks[2][2] = {{" ", "▄"}, {"▀", "█"}}; // [upper][lower]
    const bool coloured = colours == Colours::on;
    const auto drawn = [&](int row, int column) { return code.dark(row, column) == coloured; };
    std::string text;
    for (int row = -quiet; row < code.size() + quiet; row += 2) {
        if (coloured) text += black_on_white;
        for (int column = -quiet; column < code.size() + quiet; ++column)
            text += blocks[drawn(row, column)][drawn(row + 1, column)];
        if (coloured) text += reset;
        text += '\n';
    }
    return text;
}

} // namespace pic::formats
