// Cookies (RFC 6265 and its successor's name prefixes). Pure.
//
// Over TLS a cookie is called __Host-…, which a browser takes only from this very host, over TLS;
// in clear text on this machine, where browsers refuse such a one, it has the plain name. Each
// connection believes its own kind alone. SameSite is Strict: no page of another site can make a
// browser send it along, and since the first page that a link opens needs no session, nobody
// notices.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pic::http {

inline constexpr std::string_view csrf_cookie = "pic_csrf"; // for scripts of our own pages

std::string cookie_name(std::string_view name, bool tls);

// The value of one cookie out of a Cookie field; none when there are two of that name, because
// then one of them was slipped in.
std::optional<std::string> find_cookie(std::string_view field, std::string_view name);

enum class Readable { by_nobody, by_scripts };

// Set-Cookie's value. An empty `value` takes the cookie back.
std::string set_cookie(std::string_view name, std::string_view value, bool tls, Readable readable,
                       std::chrono::seconds lifetime);

} // namespace pic::http
