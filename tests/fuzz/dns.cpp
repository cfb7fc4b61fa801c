#include "client/dns_message.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    static constexpr client::DnsType types[] = {client::DnsType::a, client::DnsType::aaaa,
                                                client::DnsType::soa};
    const client::DnsQuestion question{0x1234, "www.example.org",
                                       types[fuzz::take_choice(bytes) % 3]};
    static_cast<void>(client::parse_dns(bytes, question));
    // The same behind the right question, which chance does not find.
    auto whole = client::dns_query(question);
    whole[2] = 0x81;
    whole[7] = fuzz::take_choice(bytes);
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    const auto answer = client::parse_dns(whole, question);
    fuzz::require(!answer || answer->addresses.size() <= 256 * 17, "so many records count");
}
