// Under which names the store keeps secrets, sealed.
#pragma once

#include <string>
#include <string_view>

namespace pic::model {

inline constexpr std::string_view wireguard_secret = "wireguard";   // the cell's private key
inline constexpr std::string_view setup_code_secret = "setup-code"; // until set-up
inline constexpr std::string_view root_key_secret = "ca/root";
inline constexpr std::string_view intermediate_key_secret = "ca/intermediate";

inline std::string preshared_secret(std::string_view peer_id) {
    return "peer/" + std::string(peer_id) + "/preshared";
}
inline std::string private_secret(std::string_view peer_id) {
    return "peer/" + std::string(peer_id) + "/private";
}

} // namespace pic::model
