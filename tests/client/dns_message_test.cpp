// The layouts are those of RFC 1035, 4.1.
#include "client/dns_message.hpp"

#include "client/bytes.hpp"

namespace pic::client {

namespace {

const DnsQuestion for_a{0x1234, "www.example.org", DnsType::a};

constexpr const char* header = "12 34 81 80 00 01 00 02 00 00 00 00 ";
constexpr const char* asked = "03 77 77 77 07 65 78 61 6d 70 6c 65 03 6f 72 67 00 00 01 00 01 ";
constexpr const char* alias =
    "c0 0c 00 05 00 01 00 00 0e 10 00 06 03 77 65 62 c0 10 "; // web.example.org
constexpr const char* address = "c0 2d 00 01 00 01 00 00 0e 10 00 04 c0 00 02 07 ";

Bytes answer() {
    return hex(std::string(header) + asked + alias + address);
}

Code code_of(const Bytes& message, const DnsQuestion& question = for_a) {
    const auto parsed = parse_dns(message, question);
    EXPECT_FALSE(parsed);
    return parsed ? Code::internal : parsed.error().code;
}

std::string texts(const std::vector<net::Address>& addresses) {
    std::string text;
    for (const auto& each : addresses)
        text += each.text() + " ";
    return text;
}

} // namespace

TEST(DnsMessage, Asks) {
    EXPECT_EQ(dns_query(for_a), hex(std::string("12 34 01 00 00 01 00 00 00 00 00 00 ") + asked));
}

TEST(DnsMessage, FollowsAliasesAndCompression) {
    const auto parsed = parse_dns(answer(), for_a);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(texts(parsed->addresses), "192.0.2.7 ");
    expect_refused_when_cut(answer(), answer().size(),
                            [](ByteView part) { return parse_dns(part, for_a).has_value(); });
}

TEST(DnsMessage, FoldsCase) {
    auto shouted = answer();
    shouted[13] = 'W';
    EXPECT_EQ(texts(parse_dns(shouted, for_a)->addresses), "192.0.2.7 ");
}

TEST(DnsMessage, ReadsBothFamiliesAndTheSerial) {
    const auto v6 =
        hex("12 34 81 80 00 01 00 01 00 00 00 00 01 61 00 00 1c 00 01"
            "c0 0c 00 1c 00 01 00 00 00 3c 00 10 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07");
    EXPECT_EQ(texts(parse_dns(v6, {0x1234, "a", DnsType::aaaa})->addresses), "2001:db8::7 ");
    const auto soa = hex("12 34 85 80 00 01 00 01 00 00 00 00 01 61 00 00 06 00 01"
                         "c0 0c 00 06 00 01 00 00 00 3c 00 18 c0 0c c0 0c"
                         "00 00 07 ea 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04");
    EXPECT_EQ(parse_dns(soa, {0x1234, "a", DnsType::soa})->serial, 2026U);
}

TEST(DnsMessage, DoesNotTakeAddressesOfOtherNames) {
    // The alias is missing, so the address belongs to a name that nobody asked for.
    const auto stray = hex(std::string("12 34 81 80 00 01 00 01 00 00 00 00 ") + asked +
                           "03 77 65 62 00 00 01 00 01 00 00 0e 10 00 04 c0 00 02 07");
    EXPECT_TRUE(parse_dns(stray, for_a)->addresses.empty());
}

TEST(DnsMessage, RefusesAnswersToOtherQuestions) {
    auto other_id = answer(), question = answer(), other_name = answer(), other_type = answer();
    other_id[0] ^= 1;
    question[2] = 0x01;
    other_name[13] = 'v';
    other_type[30] = 28;
    for (const auto& message : {other_id, question, other_name, other_type})
        EXPECT_EQ(code_of(message), Code::malformed);
}

TEST(DnsMessage, EndsWhereCompressionGoesInCircles) {
    auto to_itself = answer(), two_aliases = answer();
    to_itself[33] = 0xc0; // the alias's owner points at its own start
    to_itself[34] = 33;
    EXPECT_EQ(code_of(to_itself), Code::malformed);
    // www is an alias of itself.
    const auto circle = hex(std::string("12 34 81 80 00 01 00 01 00 00 00 00 ") + asked +
                            "c0 0c 00 05 00 01 00 00 0e 10 00 02 c0 0c");
    EXPECT_TRUE(parse_dns(circle, for_a)->addresses.empty());
}

TEST(DnsMessage, TellsErrorsAndTruncation) {
    const auto no_such_name = hex(std::string("12 34 81 83 00 01 00 00 00 00 00 00 ") + asked);
    EXPECT_EQ(parse_dns(no_such_name, for_a)->rcode, dns_no_such_name);
    const auto cut = hex(std::string("12 34 83 80 00 01 00 09 00 00 00 00 ") + asked);
    EXPECT_TRUE(parse_dns(cut, for_a)->truncated);
}

} // namespace pic::client
