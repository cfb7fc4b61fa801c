#include "access/password.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>

#include "base/lowercase.hpp"

namespace pic::access {

namespace {

constexpr std::size_t longest = 256; // OWASP ASVS 2.1.2
constexpr unsigned long long passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

// Of this length, what everybody tries first.
constexpr std::array<std::string_view, 12> commonest = {
    "123456789012",  "passwordpassword", "password1234", "password12345",
    "administrator", "letmein12345",     "abcdefghijkl", "qwertyuiop12",
    "qwertyuiop[]",  "1qaz2wsx3edc",     "changeme1234", "iloveyou1234"};

} // namespace

Status check_new_password(std::string_view password, std::string_view user_name) {
    const std::string remedy = "four words that do not belong together are easy to remember";
    if (password.size() < shortest_password)
        return fail(Code::invalid,
                    "a password needs at least " + std::to_string(shortest_password) +
                        " characters",
                    "/password", remedy);
    if (password.size() > longest)
        return fail(Code::invalid, "a password has at most 256 characters", "/password");
    const auto text = lowercase(password);
    const bool common = std::ranges::find(commonest, text) != commonest.end();
    const bool one_letter = text.find_first_not_of(text[0]) == std::string::npos;
    if (common || one_letter)
        return fail(Code::invalid, "everybody who guesses tries this password early", "/password",
                    remedy);
    if (user_name.size() >= 4 && text.find(lowercase(user_name)) != std::string::npos)
        return fail(Code::invalid, "the password contains the name", "/password", remedy);
    return {};
}

Result<std::string> hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(text.data(), password.data(), password.size(), passes, memory) != 0)
        return fail(Code::unavailable, "there is not enough memory to hash a password", {},
                    "try again when the machine is less busy");
    return std::string(text.data());
}

Result<std::string> hash_new_password(std::string_view password, std::string_view user_name) {
    PIC_TRY(check_new_password(password, user_name));
    return hash_password(password);
}

bool verify_password(const std::string& hash, std::string_view password) {
    if (password.size() > longest) return false;
    const char* judged = hash.empty() ? nobodys_hash : hash.c_str();
    const char* text = password.empty() ? "" : password.data(); // null where there was none
    const bool right = crypto_pwhash_str_verify(judged, text, password.size()) == 0;
    return right && !hash.empty();
}

bool needs_rehash(const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0;
}

} // namespace pic::access
