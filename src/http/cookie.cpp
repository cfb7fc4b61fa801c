#include "http/cookie.hpp"

namespace pic::http {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string cookie_name(std::string_view name, bool tls) {
    return (tls ? "__Host-" : "") + std::string(name);
}

std::optional<std::string> find_cookie(std::string_view field, std::string_view name) {
    std::optional<std::string> found;
    while (!field.empty()) {
        const auto end = std::min(field.find(';'), field.size());
        const auto pair = trimmed(field.substr(0, end));
        field.remove_prefix(std::min(end + 1, field.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) continue;
        if (found) return std::nullopt;
        found = trimmed(pair.substr(equals + 1));
    }
    return found;
}

std::string set_cookie(std::string_view name, std::string_view value, bool tls, Readable readable,
                       std::chrono::seconds lifetime) {
    const auto age = value.empty() ? 0 : lifetime.count();
    std::string text = cookie_name(name, tls) + "=" + std::string(value) +
                       "; Path=/; SameSite=Strict; Max-Age=" + std::to_string(age);
    if (tls) text += "; Secure";
    if (readable == Readable::by_nobody) text += "; HttpOnly";
    return text;
}

} // namespace pic::http
