#include "formats/qr.hpp"

#include <png.h>

namespace pic::formats {

namespace {

constexpr int quiet = 4;

// One grey byte per pixel; deflate makes of it what a bitmap would be.
std::vector<png_byte> pixels(const QrCode& code, int scale) {
    const int side = (code.size() + 2 * quiet) * scale;
    std::vector<png_byte> grey;
    grey.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            grey.push_back(code.dark(y / scale - quiet, x / scale - quiet) ? 0 : 255);
    return grey;
}

} // namespace

Result<std::string> qr_png(const QrCode& code, int pixels_per_module) {
    if (pixels_per_module < 1 || pixels_per_module > 32)
        return fail(Code::invalid, "a module has 1 to 32 pixels");
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>((code.size() + 2 * quiet) * pixels_per_module);
    image.height = image.width;
    image.format = PNG_FORMAT_GRAY;
    const auto grey = pixels(code, pixels_per_module);
    const auto write = [&](void* memory, png_alloc_size_t& size) {
        return png_image_write_to_memory(&image, memory, &size, 0, grey.data(), 0, nullptr) != 0;
    };
    png_alloc_size_t size = 0; // libpng answers how much it needs when given no memory
    std::string png;
    if (write(nullptr, size)) {
        png.resize(size);
        if (write(png.data(), size)) return png;
    }
    return fail(Code::internal, std::string("libpng: ") + image.message);
}

} // namespace pic::formats
