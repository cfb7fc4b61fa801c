// A configuration profile (.mobileconfig, an XML property list) that makes iOS and macOS offer the
// cell's root certificate for installation. Apple: "Configuration Profile Reference", payload
// com.apple.security.root. The person still has to switch full trust on in the settings.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pic::formats {

// `root_der` is the certificate. The payload identifiers are derived from it: the same root twice
// replaces itself on the device, another one stands beside it.
std::string apple_profile(std::string_view cell_name, std::span<const std::uint8_t> root_der);

} // namespace pic::formats
