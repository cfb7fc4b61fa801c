#include "http/writer.hpp"

#include <algorithm>
#include <fmt/chrono.h>

#include "http/answer.hpp"

namespace pic::http {

namespace {

// Of every answer, and said here alone: pic-web passes it on as it is.
constexpr std::string_view common =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'\r\n";

constexpr std::string_view cache_control = "Cache-Control"; // of what says nothing else: no-store

// IMF-fixdate (RFC 9110, 5.6.7).
std::string date(Time now) {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

std::string start(unsigned status, Time now) {
    return fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n{}", status, phrase(status), date(now),
                       common);
}

} // namespace

std::string to_bytes(const Answer& answer, const Manner& manner) {
    auto text = start(answer.status, manner.now);
    for (const auto& [name, value] : answer.fields)
        text += name + ": " + value + "\r\n";
    if (std::ranges::find(answer.fields, cache_control, &Field::first) == answer.fields.end())
        text += fmt::format("{}: no-store\r\n", cache_control);
    if (answer.status != 204) text += fmt::format("Content-Length: {}\r\n", answer.body.size());
    if (manner.close) text += "Connection: close\r\n";
    text += "\r\n";
    if (manner.body) text += answer.body;
    return text;
}

std::string stream_head(Time now) {
    return start(200, now) + "Cache-Control: no-store\r\nContent-Type: "
                             "text/event-stream\r\nConnection: close\r\n\r\n";
}

} // namespace pic::http
