#include "http/answer.hpp"

#include <algorithm>
#include <array>

#include "access/session.hpp"
#include "http/cookie.hpp"
#include "http/etag.hpp"

namespace pic::http {

namespace json = control::json;

namespace {

constexpr std::uint32_t usual_wait = 5; // seconds, where the error does not say

struct Phrase {
    unsigned status;
    std::string_view text;
};
constexpr std::array<Phrase, 24> phrases{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

void set_cookies(const control::Grant& grant, bool tls, Answer& answer) {
    const auto add = [&](std::string_view name, std::string_view value, Readable readable) {
        answer.fields.emplace_back("Set-Cookie",
                                   set_cookie(name, grant.revoke ? std::string_view() : value, tls,
                                              readable, access::absolute_limit));
    };
    add(access::session_cookie, grant.cookie, Readable::by_nobody);
    add(csrf_cookie, grant.csrf, Readable::by_scripts);
}

std::string media_type(const std::string& media) {
    return media.starts_with("text/") ? media + "; charset=utf-8" : media;
}

void put_file(const control::File& file, Answer& answer) {
    answer.fields.emplace_back("Content-Type", media_type(file.media));
    answer.fields.emplace_back("Content-Disposition",
                               "attachment; filename=\"" + file_name(file.name) + '"');
    answer.body = file.bytes;
}

// What waits to come into force stands beside the members of the body.
json::value with_pending(const control::Reply& reply) {
    json::object object;
    if (reply.body.is_object())
        object = reply.body.get_object();
    else if (!reply.body.is_null())
        object["value"] = reply.body;
    object["pending"] = json::value_from(reply.pending);
    return object;
}

// Of what was added: its id, or that of the document the answer is about.
std::string id_in(const json::value& body, std::string_view noun) {
    const auto* object = body.if_object();
    if (object == nullptr) return {};
    if (const auto* inner = object->if_contains(noun); inner != nullptr && inner->is_object())
        object = &inner->get_object();
    const auto* id = object->if_contains("id");
    return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

} // namespace

std::string_view phrase(unsigned status) {
    const auto* found = std::ranges::find(phrases, status, &Phrase::status);
    return found == phrases.end() ? std::string_view() : found->text;
}

Answer problem(unsigned status, const Error& error) {
    json::object body{{"type", "about:blank"},
                      {"title", phrase(status)},
                      {"status", status},
                      {"code", info(error.code).name},
                      {"detail", error.detail}};
    if (!error.field.empty()) body["pointer"] = error.field;
    if (!error.remedy.empty()) body["remedy"] = error.remedy;
    if (!error.causes.empty()) body["causes"] = json::value_from(error.causes);
    Answer answer{status, {{"Content-Type", "application/problem+json"}}, json::serialize(body)};
    if (status == 429 || status == 503)
        answer.fields.emplace_back(
            "Retry-After", std::to_string(error.retry_after == 0 ? usual_wait : error.retry_after));
    return answer;
}

Answer problem(const Error& error) {
    return problem(static_cast<unsigned>(info(error.code).http_status), error);
}

Answer answer(const Asked& asked, const control::Reply& reply) {
    Answer result;
    if (reply.generation != 0) result.fields.emplace_back("ETag", etag(reply.generation));
    if (reply.grant) set_cookies(*reply.grant, asked.tls, result);
    if (reply.file) {
        put_file(*reply.file, result);
        return result;
    }
    if (reply.body.is_null() && reply.pending.empty()) {
        result.status = 204;
        return result;
    }
    if (asked.operation->adds() && !asked.dry_run) {
        result.status = 201;
        if (const auto id = id_in(reply.body, asked.operation->noun()); !id.empty())
            result.fields.emplace_back("Location", asked.path + "/" + id);
    }
    if (!reply.pending.empty()) result.status = 202;
    result.fields.emplace_back("Content-Type", "application/json");
    result.body = json::serialize(reply.pending.empty() ? reply.body : with_pending(reply));
    return result;
}

std::string file_name(std::string_view name) {
    std::string safe;
    for (const char c : name.substr(0, 100)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        safe += plain ? c : '_';
    }
    while (safe.starts_with('.'))
        safe.erase(0, 1);
    return safe.empty() ? "file" : safe;
}

} // namespace pic::http
