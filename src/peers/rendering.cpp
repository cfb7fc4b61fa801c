#include "peers/rendering.hpp"

#include <algorithm>

#include "base/lowercase.hpp"
#include "codec/json.hpp"
#include "formats/wireguard_conf.hpp"

namespace pic::peers {

namespace {

// ".PNG" of "a/phone.PNG", in small letters; none of "a.b/phone" or ".phone".
std::string suffix_of(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    return lowercase(name.substr(dot));
}

// Those of a file; the other one is shown.
constexpr FileFormat kept[] = {FileFormat::conf, FileFormat::svg, FileFormat::png};

std::string suffix_for(FileFormat format) {
    return "." + std::string(codec::to_json(format).as_string());
}

} // namespace

std::optional<FileFormat> named_format(std::string_view file_name) {
    const auto suffix = suffix_of(file_name);
    const auto* found =
        std::ranges::find_if(kept, [&](auto format) { return suffix == suffix_for(format); });
    return found == std::end(kept) ? std::nullopt : std::optional(*found);
}

Result<FileFormat> format_of(std::string_view file_name) {
    if (const auto named = named_format(file_name)) return *named;
    const auto suffix = suffix_of(file_name);
    if (suffix.empty()) return FileFormat::conf;
    std::string known;
    for (const auto format : kept)
        known += (known.empty() ? "" : ", ") + suffix_for(format);
    return fail(Code::malformed, "a device's file cannot be made as " + suffix, {},
                "call it by one of " + known +
                    ": conf is text for wg-quick and the apps, the "
                    "others are QR codes");
}

Error no_code_without_key() {
    return {Code::invalid,
            "the private key stayed on the device, and a QR code without it is of no use",
            {},
            "take the file as text, and put the key into its line PrivateKey",
            {}};
}

Result<formats::QrCode> code_of(std::string_view conf) {
    if (!formats::is_complete(conf)) return fail(no_code_without_key());
    return formats::QrCode::encode(conf);
}

Result<control::File> render(const std::string& name, FileFormat format, const Secret& conf) {
    if (format == FileFormat::conf)
        return control::File{name + ".conf", "text/plain", std::string(conf.reveal())};
    PIC_LET(code, code_of(conf.reveal()));
    if (format == FileFormat::svg)
        return control::File{name + ".svg", "image/svg+xml", formats::qr_svg(code)};
    if (format == FileFormat::terminal)
        return control::File{name + ".txt", "text/plain", formats::qr_terminal(code)};
    PIC_LET(png, formats::qr_png(code));
    return control::File{name + ".png", "image/png", std::move(png)};
}

} // namespace pic::peers
