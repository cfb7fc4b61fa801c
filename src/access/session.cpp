#include "access/session.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>

#include "base/id.hpp"
#include "net/name.hpp"

namespace pic::access {

namespace {

constexpr std::size_t token_bytes = 32, id_length = 10, longest_agent = 200;
constexpr std::string_view csrf_label = "csrf";

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string digest(std::string_view text) {
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), bytes_of(text), text.size());
    return hex(hash);
}

// HMAC-SHA256 (RFC 2104) of a label, keyed with the session's token.
Secret csrf_from(std::string_view token) {
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(token), token.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(csrf_label), csrf_label.size());
    crypto_auth_hmacsha256_final(&state, code.data());
    return Secret(hex(code));
}

bool same(std::string_view one, std::string_view other) {
    return Secret(one) == Secret(other);
}

struct Cookie {
    std::string_view id, token;
};

std::optional<Cookie> parse_cookie(std::string_view cookie) {
    if (cookie.size() != id_length + 1 + 2 * token_bytes || cookie[id_length] != '.') return {};
    return Cookie{cookie.substr(0, id_length), cookie.substr(id_length + 1)};
}

bool within(Time since, Time now, std::chrono::seconds limit) {
    return since < clock_floor() || now < clock_floor() || now - since <= limit;
}

} // namespace

bool alive(const model::Session& session, Time now) {
    return within(session.created, now, absolute_limit) &&
           within(session.last_used, now, idle_limit);
}

std::optional<control::Caller> caller_of(const control::Snapshot& snapshot, std::string_view cookie,
                                         Time now) {
    const auto parts = parse_cookie(cookie);
    if (!parts) return {};
    const auto* session = snapshot.view->sessions.find(parts->id);
    if (session == nullptr || !same(digest(parts->token), session->value.token)) return {};
    const auto* user = snapshot.view->users.find(session->value.user);
    if (user == nullptr || !user->value.enabled || !alive(session->value, now)) return {};
    control::Caller caller;
    caller.actor = user->value.name;
    caller.role = user->value.role;
    caller.user = user->id;
    caller.session = session->id;
    return caller;
}

Secret csrf_of(std::string_view cookie) {
    const auto parts = parse_cookie(cookie);
    return parts ? csrf_from(parts->token) : Secret();
}

bool csrf_matches(const control::Snapshot& snapshot, const std::string& session_id,
                  std::string_view token) {
    const auto* session = snapshot.view->sessions.find(session_id);
    return session != nullptr && same(digest(token), session->value.csrf);
}

NewSession new_session(const std::string& user, const control::Caller& caller, Time now) {
    const auto token = hex(random_secret(token_bytes).bytes());
    const auto csrf = csrf_from(token);
    NewSession made;
    made.id = new_id();
    made.session = {user,
                    digest(token),
                    digest(csrf.reveal()),
                    caller.address,
                    net::to_line(caller.agent, longest_agent),
                    now,
                    now};
    made.grant = {made.id + "." + token, std::string(csrf.reveal()), false};
    return made;
}

} // namespace pic::access
