#include "cell/setup_code.hpp"

#include <sodium.h>
#include <string>

#include "base/lowercase.hpp"

namespace pic::cell {

namespace {

std::string folded(std::string_view code) {
    std::string text;
    for (const char c : code)
        if (c != '-' && c != ' ') text += lowercase(c);
    return text;
}

} // namespace

Secret new_setup_code() {
    static constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    std::string code;
    for (int i = 0; i < 12; ++i) {
        if (i == 4 || i == 8) code += '-';
        code += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return Secret(code);
}

bool same_setup_code(const Secret& given, const Secret& stored) {
    return Secret(folded(given.reveal())) == Secret(folded(stored.reveal()));
}

} // namespace pic::cell
