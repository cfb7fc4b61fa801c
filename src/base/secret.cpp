#include "base/secret.hpp"

#include <sodium.h>

namespace pic {

Secret::Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}

Secret::Secret(std::span<const std::uint8_t> bytes) : bytes_(bytes.begin(), bytes.end()) {}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        bytes_ = other.bytes_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

Secret::~Secret() {
    wipe();
}

bool Secret::operator==(const Secret& other) const {
    return size() == other.size() && sodium_memcmp(bytes_.data(), other.bytes_.data(), size()) == 0;
}

void Secret::wipe() {
    if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
    bytes_.clear();
}

Secret random_secret(std::size_t bytes) {
    std::vector<std::uint8_t> buffer(bytes);
    randombytes_buf(buffer.data(), buffer.size());
    Secret secret{std::span<const std::uint8_t>(buffer)};
    sodium_memzero(buffer.data(), buffer.size());
    return secret;
}

} // namespace pic
