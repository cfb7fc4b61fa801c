#include "bus/text.hpp"

#include <cstdint>

namespace pic::bus {

namespace {

struct Form { // of a sequence, told by its first byte (RFC 3629, section 4)
    std::size_t length;
    std::uint32_t bits, least;
};

Form form_of(unsigned char lead) {
    if (lead < 0x80) return {1, lead, 1}; // least 1: no NUL
    if ((lead & 0xe0) == 0xc0) return {2, lead & 0x1fu, 0x80};
    if ((lead & 0xf0) == 0xe0) return {3, lead & 0x0fu, 0x800};
    if ((lead & 0xf8) == 0xf0) return {4, lead & 0x07u, 0x10000};
    return {0, 0, 0};
}

} // namespace

bool is_bus_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Form form = form_of(static_cast<unsigned char>(text[at]));
        if (form.length == 0 || at + form.length > text.size()) return false;
        std::uint32_t letter = form.bits;
        for (std::size_t i = 1; i < form.length; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            if ((byte & 0xc0) != 0x80) return false;
            letter = letter << 6 | (byte & 0x3fu);
        }
        const bool surrogate = letter >= 0xd800 && letter <= 0xdfff;
        if (letter < form.least || letter > 0x10ffff || surrogate) return false;
        at += form.length;
    }
    return true;
}

} // namespace pic::bus
