#include "client/dns.hpp"

#include <sodium.h>

#include "client/udp.hpp"

namespace pic::client {

namespace {

Result<DnsAnswer> ask_over_tcp(const Server& server, const DnsQuestion& question,
                               Deadline deadline) {
    PIC_LET(socket, connect_to(server, Transport::tcp, deadline));
    const Bytes query = dns_query(question);
    Writer writer;
    writer.u16(static_cast<unsigned>(query.size())).bytes(query);
    PIC_TRY(send_all(socket, writer.take(), deadline));
    PIC_LET(prefix, receive_exactly(socket, 2, deadline));
    PIC_LET(message, receive_exactly(socket, Reader(prefix).u16(), deadline));
    return parse_dns(message, question);
}

Result<std::vector<net::Address>> addresses_from(const Server& server, const std::string& name,
                                                 DnsType type, Deadline deadline) {
    PIC_LET(answer, ask_dns(server, name, type, deadline));
    if (answer.rcode == dns_no_such_name) return fail(Code::not_found, "there is no name " + name);
    if (answer.rcode != dns_ok)
        return fail(Code::unavailable,
                    server.text() + " answered with DNS error " + std::to_string(answer.rcode));
    if (answer.addresses.empty())
        return fail(Code::not_found,
                    name + " has no address of IPv" + (type == DnsType::a ? "4" : "6"));
    return std::move(answer.addresses);
}

} // namespace

Result<DnsAnswer> ask_dns(const Server& server, const std::string& name, DnsType type,
                          Deadline deadline) {
    DnsQuestion question{0, name, type};
    randombytes_buf(&question.id, sizeof question.id);
    PIC_LET(answer, ask_and_parse(server, dns_query(question), deadline, [&](ByteView datagram) {
                return parse_dns(datagram, question);
            }));
    if (!answer.truncated) return answer;
    return ask_over_tcp(server, question, deadline);
}

Result<std::vector<net::Address>> resolve(const std::string& name, net::Family family,
                                          const std::vector<Server>& servers, Deadline deadline) {
    const auto type = family == net::Family::v4 ? DnsType::a : DnsType::aaaa;
    Error error{Code::unavailable, "there is no resolver to ask for " + name, {}, {}, {}};
    for (std::size_t i = 0; i < servers.size(); ++i) {
        const auto now = std::chrono::steady_clock::now();
        const auto share = (deadline - now) / static_cast<std::int64_t>(servers.size() - i);
        auto addresses = addresses_from(servers[i], name, type, now + share);
        if (addresses || addresses.error().code == Code::not_found) return addresses;
        error = std::move(addresses).error();
    }
    return fail(std::move(error).within("no resolver answered for " + name));
}

} // namespace pic::client
