// Bytes and text that must not linger: wiped when freed, not printable, not comparable in variable
// time. A Secret never converts to a string by accident; reveal() is easy to grep for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pic {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string_view text);
    explicit Secret(std::span<const std::uint8_t> bytes);
    Secret(const Secret&) = default;
    Secret(Secret&&) noexcept = default;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool empty() const { return bytes_.empty(); }
    std::size_t size() const { return bytes_.size(); }
    std::string_view reveal() const {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }
    std::span<const std::uint8_t> bytes() const { return bytes_; }
    bool operator==(const Secret& other) const; // constant time in the content

  private:
    void wipe();
    std::vector<std::uint8_t> bytes_;
};

Secret random_secret(std::size_t bytes);

} // namespace pic
