#include "base/id.hpp"

#include <sodium.h>

namespace pic {

namespace {
constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t id_length = 10;
} // namespace

std::string new_id() {
    unsigned char random[id_length];
    randombytes_buf(random, sizeof random);
    std::string id;
    for (const unsigned char byte : random)
        id += alphabet[byte % alphabet.size()];
    return id;
}

bool is_id(std::string_view text) {
    return text.size() == id_length && text.find_first_not_of(alphabet) == text.npos;
}

} // namespace pic
