// Each case is a conversation on one link; time passes only when the test says so.
#include "mdns/responder.hpp"

#include "mdns/packets.hpp"

namespace pic::mdns {

namespace {

using namespace std::chrono_literals;

const net::Address own4 = address("192.168.7.1"), own6 = address("fd00:7::1");
const Origin neighbour{address("192.168.7.2"), mdns_port};
const Origin plain{address("192.168.7.2"), 40000};

Meaning meaning() {
    return {home, {own4, own6}, {*net::Prefix::parse("192.168.7.0/24")}, {}, {own4, own6}};
}

class MdnsResponder : public testing::Test {
  protected:
    void pass(std::chrono::milliseconds time) {
        const auto end = now + time;
        while (responder.due() && *responder.due() <= end) {
            now = std::max(now, *responder.due());
            responder.advance(now);
            collect();
        }
        now = end;
    }
    void hear(const Bytes& packet, const Origin& from = neighbour) {
        responder.receive(packet, from, now);
        responder.advance(now);
        collect();
    }
    void collect() {
        for (auto& each : responder.take())
            sent.push_back(std::move(each));
    }
    Message last() {
        EXPECT_FALSE(sent.empty());
        return sent.empty() ? Message() : *parse(sent.back().data, home);
    }
    void become_ours() {
        pass(10s);
        ASSERT_EQ(responder.standing(), Standing::ours);
        sent.clear();
    }

    Moment now{100h};
    Responder responder{meaning(), now, 100ms};
    std::vector<Outgoing> sent;
};

} // namespace

TEST_F(MdnsResponder, ProbesThreeTimesThenAnnouncesTwice) {
    EXPECT_EQ(responder.due(), now + 100ms);
    pass(100ms);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(last().claim, claim_of({own4, own6}));
    pass(499ms);
    EXPECT_EQ(sent.size(), 2U);
    hear(avahi_question()); // not ours yet
    EXPECT_EQ(sent.size(), 2U);
    pass(1ms);
    EXPECT_EQ(sent.size(), 3U);
    EXPECT_EQ(responder.standing(), Standing::probing);
    pass(250ms);
    EXPECT_EQ(sent.size(), 4U);
    EXPECT_EQ(responder.standing(), Standing::ours);
    EXPECT_EQ(last().known.size(), 2U);
    EXPECT_EQ(last().known[0].ttl, 120U);
    pass(1s);
    EXPECT_EQ(sent.size(), 5U);
    EXPECT_EQ(responder.due(), std::nullopt);
}

TEST_F(MdnsResponder, AnswersTheGroup) {
    become_ours();
    hear(avahi_question());
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_FALSE(sent[0].to);
    EXPECT_EQ(last().known[0].address, own4);
    EXPECT_EQ(last().known[1].address, own6) << "as additional";
}

TEST_F(MdnsResponder, TellsTheGroupAtMostOnceASecond) {
    become_ours();
    hear(avahi_question());
    pass(300ms);
    hear(avahi_question());
    hear(avahi_question());
    EXPECT_EQ(sent.size(), 1U);
    pass(699ms);
    EXPECT_EQ(sent.size(), 1U);
    pass(1ms);
    EXPECT_EQ(sent.size(), 2U);
    pass(10s);
    EXPECT_EQ(sent.size(), 2U);
}

TEST_F(MdnsResponder, AnswersByUnicastWhenTheGroupKnows) {
    become_ours();
    hear(phone_question());
    ASSERT_EQ(sent.size(), 1U);
    ASSERT_TRUE(sent[0].to);
    EXPECT_EQ(sent[0].to->port, mdns_port);
    pass(31s);
    hear(phone_question());
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_FALSE(sent[1].to) << "the group has not heard it for a quarter of its time";
}

TEST_F(MdnsResponder, AnswersAPlainResolverByUnicast) {
    become_ours();
    hear(avahi_question(), plain);
    ASSERT_EQ(sent.size(), 1U);
    ASSERT_TRUE(sent[0].to);
    EXPECT_EQ(sent[0].to->port, plain.port);
    EXPECT_EQ(last().known.at(0).ttl, legacy_ttl);
}

TEST_F(MdnsResponder, LimitsUnicastAnswers) {
    become_ours();
    for (int i = 0; i < 500; ++i)
        hear(avahi_question(), plain);
    EXPECT_EQ(sent.size(), 100U);
    pass(1s);
    hear(avahi_question(), plain);
    EXPECT_EQ(sent.size(), 101U);
}

TEST_F(MdnsResponder, IsSilentToWhoKnows) {
    become_ours();
    hear(knowing(type_a, own4, 60));
    EXPECT_TRUE(sent.empty());
    hear(knowing(type_a, own4, 59));
    EXPECT_EQ(sent.size(), 1U);
}

TEST_F(MdnsResponder, WaitsForMoreKnownAnswers) {
    become_ours();
    hear(knowing(type_any, own6, 100, true));
    EXPECT_TRUE(sent.empty());
    hear(knowing(0, own4, 100), {address("192.168.7.3"), mdns_port}); // of another asker
    pass(300ms);
    hear(knowing(0, own4, 100));
    pass(10s);
    EXPECT_TRUE(sent.empty());
    hear(knowing(type_any, own6, 100, true));
    pass(450ms);
    EXPECT_EQ(sent.size(), 1U);
}

TEST_F(MdnsResponder, SaysWhatThereIsNot) {
    auto only4 = meaning();
    only4.addresses = {own4};
    responder = Responder(only4, now, 0ms);
    become_ours();
    auto question = avahi_question();
    question[question.size() - 3] = type_aaaa;
    hear(question);
    ASSERT_EQ(sent.size(), 1U);
    const auto& data = sent[0].data;
    EXPECT_EQ(data[7], 1) << "answer";
    EXPECT_EQ(Bytes(data.begin() + 24, data.begin() + 26), hex("00 2f")) << "NSEC";
    EXPECT_EQ(last().known.at(0).address, own4) << "as additional";
}

TEST_F(MdnsResponder, HearsNobodyFromElsewhere) {
    become_ours();
    hear(avahi_question(), {address("192.168.8.2"), mdns_port});
    hear(avahi_announcement(), {address("5.9.0.1"), mdns_port});
    EXPECT_TRUE(sent.empty());
    EXPECT_EQ(responder.standing(), Standing::ours);
}

TEST_F(MdnsResponder, LeavesTheNameToWhoHasIt) {
    pass(200ms);
    hear(avahi_announcement());
    EXPECT_EQ(responder.standing(), Standing::taken);
    EXPECT_EQ(responder.rival(), address("192.168.7.2"));
    sent.clear();
    hear(avahi_question());
    pass(299s);
    EXPECT_TRUE(sent.empty());
    pass(10s);
    EXPECT_EQ(responder.standing(), Standing::ours);
    EXPECT_FALSE(responder.rival());
}

TEST_F(MdnsResponder, TakesTheNameWhenItIsGivenUp) {
    pass(200ms);
    hear(avahi_announcement());
    hear(avahi_goodbye());
    pass(3s);
    EXPECT_EQ(responder.standing(), Standing::ours);
}

TEST_F(MdnsResponder, AsksAgainWhenAnotherTellsTheNameToo) {
    become_ours();
    hear(avahi_announcement());
    EXPECT_EQ(responder.standing(), Standing::probing);
    pass(300ms);
    EXPECT_FALSE(last().claim.empty());
    hear(avahi_announcement());
    EXPECT_EQ(responder.standing(), Standing::taken);
}

TEST_F(MdnsResponder, DefendsTheNameAtOnce) {
    become_ours();
    hear(avahi_question());
    pass(250ms);
    sent.clear();
    hear(avahi_probe());
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(last().known.size(), 2U);
    EXPECT_EQ(responder.standing(), Standing::ours);
}

TEST_F(MdnsResponder, TheLaterClaimWinsATie) {
    pass(200ms); // ours, 192.168.7.1, is before 192.168.7.2
    sent.clear();
    hear(avahi_probe());
    pass(999ms);
    EXPECT_TRUE(sent.empty());
    pass(1ms);
    EXPECT_EQ(sent.size(), 1U);

    auto later = meaning();
    later.addresses = {address("192.168.7.3")};
    responder = Responder(later, now, 0ms);
    hear(avahi_probe());
    pass(750ms);
    EXPECT_EQ(responder.standing(), Standing::ours);
}

TEST_F(MdnsResponder, LeavesTheNameToAProgramOnThisMachine) {
    auto with_avahi = meaning();
    with_avahi.addresses = {address("192.168.7.2")};
    with_avahi.machine = {address("192.168.7.2"), address("fe80::f03b:98ff:fe2d:b67d")};
    responder = Responder(with_avahi, now, 0ms);
    become_ours();
    hear(avahi_probe());
    EXPECT_EQ(responder.standing(), Standing::shared);
    EXPECT_FALSE(responder.rival());
    hear(avahi_question());
    EXPECT_TRUE(sent.empty());

    auto the_same = with_avahi;
    the_same.addresses = the_same.machine;
    responder = Responder(the_same, now, 0ms);
    become_ours();
    hear(avahi_probe());
    hear(avahi_announcement());
    EXPECT_EQ(responder.standing(), Standing::ours) << "both say the same";
}

TEST_F(MdnsResponder, TellsItAgainWhenItsTwinForgets) {
    become_ours();
    hear(response(home, {.addresses = {own4}, .ttl = 0}));
    pass(10s);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(last().known.size(), 2U);
}

TEST_F(MdnsResponder, TellsNewAddressesAndTakesOldOnesBack) {
    become_ours();
    auto changed = meaning();
    changed.addresses = {own4, address("fd00:7::2")};
    responder.change(changed, now);
    collect();
    pass(0ms);
    ASSERT_EQ(sent.size(), 2U);
    const auto goodbye = *parse(sent[0].data, home);
    ASSERT_EQ(goodbye.known.size(), 1U);
    EXPECT_EQ(goodbye.known[0].address, own6);
    EXPECT_EQ(goodbye.known[0].ttl, 0U);
    pass(10s);
    EXPECT_EQ(sent.size(), 3U);
    EXPECT_EQ(last().known[1].address, address("fd00:7::2"));
}

TEST_F(MdnsResponder, ProbesInAnotherNetwork) {
    become_ours();
    auto moved = meaning();
    moved.addresses = {address("10.0.0.5")};
    responder.change(moved, now);
    EXPECT_EQ(responder.standing(), Standing::probing);
}

TEST_F(MdnsResponder, SaysGoodbye) {
    become_ours();
    responder.withdraw();
    collect();
    ASSERT_EQ(sent.size(), 1U);
    ASSERT_EQ(last().known.size(), 2U);
    EXPECT_EQ(last().known[0].ttl, 0U);
    EXPECT_EQ(responder.due(), std::nullopt);
}

} // namespace pic::mdns
