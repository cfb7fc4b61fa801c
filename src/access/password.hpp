// Passwords at rest: argon2id (RFC 9106) by libsodium. A hash takes a good part of a second and 64
// MiB, so it is made on one of two threads that are for nothing else (Control::on_hasher).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::access {

inline constexpr std::size_t shortest_password = 12; // OWASP ASVS 2.1.1

// Code::invalid at /password when it is too easy to guess.
Status check_new_password(std::string_view password, std::string_view user_name);
Result<std::string> hash_new_password(std::string_view password, std::string_view user_name);
Result<std::string> hash_password(std::string_view password); // whatever it is

// Of a password that nobody knows. Written here and not made at the first use: that may fail, and
// then the time of an answer would tell which names there are.
inline constexpr const char* nobodys_hash = "$argon2id$v=19$m=65536,t=2,p=1$+ePcBuw4P3OD4HHONxpQwA$"
                                            "8mZ4xSInqm2IOZGDtrYP3uehcR455Hs9Fl7ZjZJ+l0E";

// An empty hash, of nobody, takes as long as any other and is never right.
bool verify_password(const std::string& hash, std::string_view password);

// Made with other costs than today's: hash again at the next sign-in.
bool needs_rehash(const std::string& hash);

} // namespace pic::access
