#include "http/web_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace pic::http {

namespace {

Fd connected_to(int family, const void* address, std::size_t size) {
    Fd fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval limit{10, 0};
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    const auto* generic = static_cast<const sockaddr*>(address);
    if (connect(fd.get(), generic, static_cast<socklen_t>(size)) != 0) return {};
    return fd;
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

} // namespace

std::string Response::field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

boost::json::object Response::json() const {
    boost::system::error_code failure;
    const auto value = boost::json::parse(body, failure);
    return value.is_object() ? value.as_object() : boost::json::object();
}

WebClient::WebClient(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fd_ = connected_to(AF_INET, &address, sizeof address);
}

WebClient::WebClient(const std::string& socket_path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
    fd_ = connected_to(AF_UNIX, &address, sizeof address);
}

void WebClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return; // the answer, or its absence, tells
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool WebClient::receive() {
    char part[4096];
    const auto size = recv(fd_.get(), part, sizeof part, 0);
    if (size > 0) unread_.append(part, static_cast<std::size_t>(size));
    return size > 0;
}

Response WebClient::read(bool to_head) {
    Response response;
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos)
        if (!receive()) return {};
    const auto head = unread_.substr(0, end + 2);
    unread_.erase(0, end + 4);
    for (auto at = head.find("\r\n") + 2; at < head.size();) {
        const auto stop = head.find("\r\n", at), colon = head.find(": ", at);
        response.fields.emplace(lower_case(head.substr(at, colon - at)),
                                head.substr(colon + 2, stop - colon - 2));
        at = stop + 2;
    }
    const auto length = response.field("content-length");
    const std::size_t size = length.empty() || to_head ? 0 : std::stoul(length);
    while (unread_.size() < size)
        if (!receive()) return {};
    response.body = unread_.substr(0, size);
    unread_.erase(0, size);
    response.status = std::stoi(head.substr(9, 3));
    return response;
}

std::string WebClient::read_until(std::string_view text) {
    std::size_t at = 0;
    while ((at = unread_.find(text)) == std::string::npos)
        if (!receive()) return {};
    auto seen = unread_.substr(0, at + text.size());
    unread_.erase(0, seen.size());
    return seen;
}

bool WebClient::ended() {
    while (receive())
        unread_.clear();
    char byte;
    const auto size = recv(fd_.get(), &byte, 1, MSG_DONTWAIT);
    return size == 0 || errno == ECONNRESET;
}

bool WebClient::hung_up(std::chrono::milliseconds patience) const {
    pollfd state{fd_.get(), POLLRDHUP, 0};
    return poll(&state, 1, static_cast<int>(patience.count())) > 0;
}

std::string request(std::string_view line, std::string_view fields, std::string_view body) {
    std::string text = std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields);
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string(body);
}

} // namespace pic::http
