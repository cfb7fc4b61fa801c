#include "http/source.hpp"

#include "net/loopback.hpp"

namespace pic::http {

namespace {

// The last of the list is what pic-web saw; before it stands what the client may have made up. The
// zone of a link-local address is of no use to others.
std::string_view last_of(std::string_view list) {
    list = list.substr(list.rfind(',') + 1); // npos + 1 is 0
    while (list.starts_with(' '))
        list.remove_prefix(1);
    return list.substr(0, list.find('%'));
}

// By a socket of this machine's own, or from it.
bool is_local(const std::string& text) {
    const auto address = net::Address::parse(text);
    return text.empty() || (address && net::is_loopback(*address));
}

} // namespace

Result<Source> source_of(const Request& request) {
    const auto& client = request.client;
    if (!client.web) return Source{client.address, false, is_local(client.address)};
    const auto address = net::Address::parse(last_of(request.text("x-forwarded-for")));
    if (!address) return fail(Code::malformed, "the proxy does not say whose request this is");
    const bool tls = request.text("x-forwarded-proto") == "https";
    return Source{address->text(), tls, tls};
}

} // namespace pic::http
