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

} // namespace

Result<FileFormat> format_of(std::string_view file_name) {
    const auto suffix = suffix_of(file_name);
    if (suffix.empty()) return FileFormat::conf;
    std::optional<FileFormat> found;
    std::string known;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<FileFormat>>([&](auto entry) {
        if (entry.value == FileFormat::terminal) return; // shown, not kept
        const auto own = "." + std::string(entry.name);
        known += (known.empty() ? "" : ", ") + own;
        if (suffix == own) found = entry.value;
    });
    if (found) return *found;
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
