#include "client/resolv_conf.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

#include "client/dns.hpp"
#include "net/name.hpp"

namespace pic::client {

namespace {

constexpr std::size_t most_servers = 3, longest_file = 64 << 10;
constexpr std::string_view blank = " \t\r";

std::string_view next_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    const auto word = line.substr(0, line.find_first_of(blank));
    line.remove_prefix(word.size());
    return word;
}

// "9.9.9.9", "fe80::1%eth0"
std::optional<Server> parse_server(std::string_view text) {
    const auto percent = std::min(text.find('%'), text.size());
    const auto address = net::Address::parse(text.substr(0, percent));
    if (!address) return std::nullopt;
    Server server{*address, dns_port};
    if (percent == text.size()) return server;
    const auto device = net::parse_device_name(text.substr(percent + 1));
    if (!device) return std::nullopt;
    server.device = *device;
    return server;
}

} // namespace

std::vector<Server> parse_resolv_conf(std::string_view text) {
    std::vector<Server> servers;
    for (std::size_t start = 0; start < text.size() && servers.size() < most_servers;) {
        const auto end = std::min(text.find('\n', start), text.size());
        auto line = text.substr(start, end - start);
        start = end + 1;
        if (next_word(line) != "nameserver") continue;
        if (auto server = parse_server(next_word(line))) servers.push_back(std::move(*server));
    }
    if (servers.empty()) servers.push_back({*net::Address::parse("127.0.0.1"), dns_port});
    return servers;
}

std::vector<Server> system_resolvers(const std::string& path) {
    std::ifstream file(path);
    std::string text(longest_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return parse_resolv_conf(text);
}

} // namespace pic::client
