#include "formats/apple_profile.hpp"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace pic::formats {

namespace {

// A UUID (RFC 9562, version 8: of our own making) from what identifies the payload.
std::string uuid(std::string_view purpose, std::span<const std::uint8_t> der) {
    std::array<std::uint8_t, 32> digest{};
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(purpose.data()),
                              purpose.size());
    crypto_hash_sha256_update(&state, der.data(), der.size());
    crypto_hash_sha256_final(&state, digest.data());
    digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x80);
    digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02X}", digest[i]);
    }
    return text;
}

std::string base64(std::span<const std::uint8_t> der) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(der.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), der.data(), der.size(), variant);
    text.pop_back(); // the terminating zero
    return text;
}

std::string escaped(std::string_view text) {
    std::string xml;
    for (const char c : text) {
        if (c == '&')
            xml += "&amp;";
        else if (c == '<')
            xml += "&lt;";
        else if (c == '>')
            xml += "&gt;";
        else
            xml += c;
    }
    return xml;
}

constexpr std::string_view profile = R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>ngo.pic.cell.{0}</string>
  <key>PayloadUUID</key><string>{0}</string>
  <key>PayloadDisplayName</key><string>Cell {2}</string>
  <key>PayloadDescription</key><string>Lets this device recognise the cell {2}.</string>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>ngo.pic.cell.{0}.root</string>
      <key>PayloadUUID</key><string>{1}</string>
      <key>PayloadDisplayName</key><string>Root certificate of {2}</string>
      <key>PayloadContent</key>
      <data>{3}</data>
    </dict>
  </array>
</dict>
</plist>
)";

} // namespace

std::string apple_profile(std::string_view cell_name, std::span<const std::uint8_t> root_der) {
    return fmt::format(profile, uuid("profile", root_der), uuid("root", root_der),
                       escaped(cell_name), base64(root_der));
}

} // namespace pic::formats
