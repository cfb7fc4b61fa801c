#include "http/host.hpp"

#include <algorithm>

#include "control/endpoint.hpp"
#include "control/forbidden.hpp"
#include "control/names.hpp"
#include "net/loopback.hpp"

namespace pic::http {

namespace {

constexpr std::uint16_t https_port = 443, http_port = 80;

bool is_address_of_ours(const net::Address& address, const control::Snapshot& snapshot) {
    if (net::is_loopback(address)) return true;
    const auto& present = snapshot.observed->host.addresses;
    if (std::ranges::any_of(present, [&](const auto& own) { return own.address == address; }))
        return true;
    if (!snapshot.view->set_up()) return false;
    return model::is_cell(snapshot.view->wireguard.value, address);
}

bool is_public_name(const std::string& host, const control::Snapshot& snapshot) {
    if (!control::allowed(*snapshot.view, *snapshot.settings).public_access) return false;
    const auto& found = snapshot.observed->endpoint;
    const auto endpoint = control::endpoint_of_cell(*snapshot.view, *snapshot.observed);
    return (endpoint && endpoint->host == host) ||
           (found.public4 && found.public4->text() == host) ||
           (found.public6 && found.public6->text() == host);
}

} // namespace

Result<net::HostPort> parse_host(std::string_view field, bool tls) {
    const auto host = net::HostPort::parse(field);
    if (!host) return fail(Code::malformed, "the Host field names no host");
    return host->or_port(tls ? https_port : http_port);
}

bool is_ours(const std::string& host, const control::Snapshot& snapshot) {
    if (host == "localhost") return true;
    if (const auto address = net::Address::parse(host);
        address && is_address_of_ours(*address, snapshot))
        return true;
    const auto names = control::names_of(*snapshot.view);
    return std::ranges::find(names, host) != names.end() || is_public_name(host, snapshot);
}

bool of_same_origin(const Request& request, const net::HostPort& host, bool tls) {
    if (const auto* site = request.find("sec-fetch-site"); site != nullptr)
        if (*site != "same-origin" && *site != "none") return false;
    const auto* origin = request.find("origin");
    if (origin == nullptr) return true;
    std::string_view text = *origin;
    const bool secure = text.starts_with("https://");
    if (!secure && (tls || !text.starts_with("http://"))) return false;
    text.remove_prefix(secure ? 8 : 7);
    const auto parsed = parse_host(text, secure);
    return parsed && *parsed == host;
}

} // namespace pic::http
