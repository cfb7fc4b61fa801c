// QR codes (ISO/IEC 18004) by libqrencode, for a phone's camera. Byte mode, error correction L: the
// picture is shown on a screen, where the smallest code is the one that is read. The picture of a
// secret is a secret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace pic::formats {

inline constexpr std::size_t longest_qr = 2953; // bytes: version 40-L

// A square of modules, true where dark, without the quiet zone.
class QrCode {
  public:
    // Code::invalid when `text` is empty or longer than longest_qr.
    static Result<QrCode> encode(std::string_view text);

    int size() const { return size_; }
    // Outside the square lies the quiet zone: light.
    bool dark(int row, int column) const {
        return row >= 0 && row < size_ && column >= 0 && column < size_ &&
               modules_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) +
                        static_cast<std::size_t>(column)];
    }

  private:
    int size_ = 0;
    std::vector<bool> modules_;
};

// Each with the quiet zone of four modules that the standard asks for.
std::string qr_svg(const QrCode& code);
Result<std::string> qr_png(const QrCode& code, int pixels_per_module = 6);

// Two modules per character cell, in half blocks, black on white by the colours 16 and 231 of the
// 256-colour palette: those are fixed, where a theme may redefine the first sixteen, so the code is
// dark on light on dark and on light terminals alike. Without colours what is light is drawn: right
// on a dark terminal.
enum class Colours { on, off };
std::string qr_terminal(const QrCode& code, Colours colours = Colours::on);

} // namespace pic::formats
