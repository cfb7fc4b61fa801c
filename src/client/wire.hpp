// Numbers in network order, read within bounds and written.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pic::client {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// Reading past the end yields zeros and is remembered: check good() once, after reading.
class Reader {
  public:
    explicit Reader(ByteView data) : data_(data) {}

    bool good() const { return good_; }
    std::size_t left() const { return data_.size() - at_; }

    ByteView bytes(std::size_t count) {
        if (count > left()) {
            good_ = false;
            return {};
        }
        at_ += count;
        return data_.subspan(at_ - count, count);
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }

  private:
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (const auto byte : bytes(size))
            value = value << 8 | byte;
        return value;
    }

    ByteView data_;
    std::size_t at_ = 0;
    bool good_ = true;
};

class Writer {
  public:
    Writer& u8(unsigned value) { return number(value, 1); }
    Writer& u16(unsigned value) { return number(value, 2); }
    Writer& u32(std::uint32_t value) { return number(value, 4); }
    Writer& u64(std::uint64_t value) { return number(value, 8); }
    Writer& bytes(ByteView data) {
        data_.insert(data_.end(), data.begin(), data.end());
        return *this;
    }
    Bytes take() { return std::move(data_); }

  private:
    Writer& number(std::uint64_t value, unsigned size) {
        while (size-- > 0)
            data_.push_back(static_cast<std::uint8_t>(value >> (8 * size)));
        return *this;
    }

    Bytes data_;
};

} // namespace pic::client
