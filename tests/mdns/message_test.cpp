#include "mdns/message.hpp"

#include "mdns/packets.hpp"

namespace pic::mdns {

namespace {

Message parsed(const Bytes& packet) {
    auto message = parse(packet, home);
    EXPECT_TRUE(message) << (message ? "" : message.error().text());
    return message.value_or(Message());
}

} // namespace

TEST(MdnsMessage, ReadsAQuestion) {
    const auto message = parsed(avahi_question());
    EXPECT_FALSE(message.response);
    ASSERT_EQ(message.questions.size(), 1U);
    EXPECT_EQ(message.questions[0].type, type_a);
    EXPECT_FALSE(message.questions[0].unicast);
    EXPECT_TRUE(parse(avahi_question(), client::to_wire("hom.local"))->questions.empty());
}

TEST(MdnsMessage, ReadsWhatAPhoneAsks) {
    const auto message = parsed(phone_question());
    ASSERT_EQ(message.questions.size(), 3U);
    EXPECT_EQ(message.questions[1].type, type_aaaa);
    EXPECT_EQ(message.questions[2].type, 65);
    for (const auto& question : message.questions)
        EXPECT_TRUE(question.unicast);
    EXPECT_TRUE(message.known.empty());
}

TEST(MdnsMessage, ReadsAProbesClaim) {
    const auto message = parsed(avahi_probe());
    ASSERT_EQ(message.questions.size(), 1U);
    EXPECT_EQ(message.questions[0].type, type_any);
    EXPECT_EQ(message.claim,
              claim_of({address("192.168.7.2"), address("fe80::f03b:98ff:fe2d:b67d")}));
    EXPECT_TRUE(message.known.empty());
}

TEST(MdnsMessage, ReadsWhatANameMeans) {
    const auto announced = parsed(avahi_announcement());
    EXPECT_TRUE(announced.response);
    ASSERT_EQ(announced.known.size(), 2U);
    EXPECT_EQ(announced.known[0].address.text(), "192.168.7.2");
    EXPECT_EQ(announced.known[0].ttl, usual_ttl);
    EXPECT_EQ(parsed(avahi_goodbye()).known.at(1).ttl, 0U);
}

TEST(MdnsMessage, RefusesWhatIsCutShort) {
    for (const auto& whole :
         {avahi_question(), phone_question(), avahi_probe(), avahi_announcement()})
        client::expect_refused_when_cut(
            whole, whole.size(), [](ByteView bytes) { return parse(bytes, home).has_value(); });
}

TEST(MdnsMessage, RefusesOtherOperationsErrorsAndFloods) {
    auto update = avahi_question(), refusal = avahi_announcement(), flood = avahi_question();
    update[2] = 0x28;
    refusal[3] = 3;
    flood[4] = 2; // 513 questions
    EXPECT_FALSE(parse(update, home));
    EXPECT_FALSE(parse(refusal, home));
    EXPECT_FALSE(parse(flood, home));
}

TEST(MdnsMessage, WritesWhatItReads) {
    const std::vector addresses = {address("10.1.2.3"), address("fd00::3")};
    EXPECT_EQ(parsed(probe(home, addresses)).claim, claim_of(addresses));
    Answer answer;
    answer.addresses = {addresses[0]};
    answer.additional = {addresses[1]};
    answer.no_others = true;
    answer.types = {type_a, type_aaaa};
    const auto told = parsed(response(home, answer));
    ASSERT_EQ(told.known.size(), 2U);
    EXPECT_EQ(told.known[1].address, addresses[1]);
}

// Byte for byte: RFC 6762, 6.1 and RFC 4034, 4.1.2.
TEST(MdnsMessage, SaysThatThereIsNothingElse) {
    Answer answer;
    answer.no_others = true;
    answer.types = {type_a};
    EXPECT_EQ(response(home, answer),
              hex("00 00 84 00 00 00 00 01 00 00 00 00 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 "
                  "00 2f 80 01 00 00 00 78 00 12 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 "
                  "00 04 40 00 00 00"));
    answer.types = {type_a, type_aaaa};
    const auto both = response(home, answer);
    EXPECT_EQ(Bytes(both.end() - 4, both.end()), hex("40 00 00 08"));
}

// 6.7: the asker's id and question, no cache-flush bit, and not for long.
TEST(MdnsMessage, AnswersAPlainResolver) {
    EXPECT_EQ(
        legacy_response(home, 0xbeef, type_a, {address("10.1.2.3")}),
        hex("be ef 84 00 00 01 00 01 00 00 00 00 04 68 6f 6d 65 05 6c 6f 63 61 6c 00 00 01 00 "
            "01 c0 0c 00 01 00 01 00 00 00 0a 00 04 0a 01 02 03"));
}

} // namespace pic::mdns
