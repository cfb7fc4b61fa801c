#include "formats/qr.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

constexpr int quiet = 4;

// The picture as rows of '#' and '.', quiet zone included: what every rendering must show.
std::string picture(const QrCode& code) {
    std::string text;
    for (int row = -quiet; row < code.size() + quiet; ++row) {
        for (int column = -quiet; column < code.size() + quiet; ++column)
            text += code.dark(row, column) ? '#' : '.';
        text += '\n';
    }
    return text;
}

std::string picture_of_png(const std::string& png, int scale) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_NE(png_image_begin_read_from_memory(&image, png.data(), png.size()), 0);
    image.format = PNG_FORMAT_GRAY;
    std::vector<png_byte> grey(PNG_IMAGE_SIZE(image));
    EXPECT_NE(png_image_finish_read(&image, nullptr, grey.data(), 0, nullptr), 0);
    std::string text;
    for (std::size_t y = 0; y < image.height; y += static_cast<std::size_t>(scale)) {
        for (std::size_t x = 0; x < image.width; x += static_cast<std::size_t>(scale))
            text += grey[y * image.width + x] < 128 ? '#' : '.';
        text += '\n';
    }
    return text;
}

// Two rows of modules per line of half blocks; a last row below the picture is light.
std::string picture_of_terminal(std::string_view text) {
    std::string upper, lower, all;
    while (!text.empty()) {
        const auto is = [&](std::string_view what) {
            if (!text.starts_with(what)) return false;
            text.remove_prefix(what.size());
            return true;
        };
        if (is("\x1b[38;5;16;48;5;231m") || is("\x1b[0m")) continue;
        if (is("\n")) {
            all += upper + '\n' + lower + '\n';
            upper = lower = "";
            continue;
        }
        const bool full = is("█"), top = !full && is("▀"), bottom = !full && !top && is("▄");
        if (!full && !top && !bottom && !is(" ")) return "unknown cell";
        upper += full || top ? '#' : '.';
        lower += full || bottom ? '#' : '.';
    }
    return all;
}

} // namespace

TEST(Qr, SvgOfAShortText) {
    expect_golden("qr.svg", qr_svg(*QrCode::encode("https://home.cell")));
}

TEST(Qr, PngShowsTheModules) {
    const auto code = *QrCode::encode("https://home.cell");
    EXPECT_EQ(picture_of_png(*qr_png(code, 3), 3), picture(code));
    EXPECT_FALSE(qr_png(code, 0));
}

TEST(Qr, TerminalShowsTheModulesDarkOnLight) {
    const auto code = *QrCode::encode("https://home.cell");
    const auto blank = std::string(static_cast<std::size_t>(code.size() + 2 * quiet), '.') + "\n";
    EXPECT_EQ(picture_of_terminal(qr_terminal(code)), picture(code) + blank);
}

TEST(Qr, WithoutColoursATerminalDrawsWhatIsLight) {
    const auto code = *QrCode::encode("https://home.cell");
    auto drawn =
        picture(code) + std::string(static_cast<std::size_t>(code.size() + 2 * quiet), '.') + "\n";
    for (auto& module : drawn)
        if (module != '\n') module = module == '#' ? '.' : '#';
    const auto text = qr_terminal(code, Colours::off);
    EXPECT_EQ(picture_of_terminal(text), drawn);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Qr, AClientFileFitsIntoEightyColumns) {
    EXPECT_LE(QrCode::encode(std::string(420, 'k'))->size() + 2 * quiet, 80);
}

TEST(Qr, SaysHowMuchFits) {
    EXPECT_TRUE(QrCode::encode(std::string(longest_qr, '\xff')));
    const auto code = QrCode::encode(std::string(longest_qr + 1, 'k'));
    ASSERT_FALSE(code);
    EXPECT_NE(code.error().text().find("2954 bytes; a QR code holds at most 2953"),
              std::string::npos)
        << code.error().text();
    EXPECT_FALSE(QrCode::encode(""));
}

} // namespace pic::formats
