#include "access/sign_ins.hpp"

#include <fstream>
#include <gtest/gtest.h>

#include "control/index.hpp"
#include "control/settings.hpp"

namespace pic::access {

namespace {

using std::chrono::seconds;

struct SigningIn : testing::Test {
    SignIns sign_ins;
    SignIns::Instant now{seconds(1000)};

    // Tries once, waiting as long as it is told to.
    void sign_in(const Try& one, bool right) {
        auto wait = sign_ins.begin(one, now);
        if (wait > seconds(0)) {
            now += wait;
            wait = sign_ins.begin(one, now);
        }
        if (wait == seconds(0)) sign_ins.end(one, right);
    }
    void fail(const Try& one) { sign_in(one, false); }
};

Try from(std::string source, std::string account = "anna") {
    return {std::move(source), std::move(account), false};
}

} // namespace

// The same list is held against the web server's own count of what comes from where.
TEST(Source, IsWhatOneCustomerHas) {
    std::ifstream list(PIC_GOLDEN "/sources.txt");
    int known = 0;
    for (std::string address, prefix; list >> address >> prefix; ++known) {
        const auto source = *net::Prefix::parse(prefix);
        const bool whole = source.length() == source.base().bits();
        EXPECT_EQ(source_of(address), whole ? source.base().text() : prefix);
    }
    EXPECT_GT(known, 0);
    EXPECT_EQ(source_of(""), "this machine");
}

// Whoever has an account there may take any of them.
TEST(Source, OfTheLoopbackDeviceIsOneMachine) {
    for (const auto* address : {"127.0.0.1", "127.0.0.2", "127.255.255.254", "::1"})
        EXPECT_EQ(source_of(address), "this machine") << address;
    EXPECT_EQ(source_of("::ffff:127.0.0.1"), source_of("::ffff:127.0.0.2"));
}

TEST(Try, FromWhereNobodyElseCanBeIsFamiliar) {
    model::View view;
    view.wireguard.value.ipv4 = *net::Prefix::parse("10.9.0.0/20");
    view.wireguard.value.ipv6 = *net::Prefix::parse("fd00:9::/64");
    control::Observed observed; // on a LAN that came to overlap
    observed.host.addresses = {{"eth0", *net::Address::parse("10.9.4.5"), 24}};
    const auto familiar = [&](const std::string& address) {
        control::Caller caller;
        caller.address = address;
        return try_of(caller, "anna", "", {view, {}, {}, observed, {}, {}}).familiar;
    };
    for (const auto* address : {"", "127.0.0.1", "::1", "10.9.0.2", "fd00:9::2"})
        EXPECT_TRUE(familiar(address)) << address;
    for (const auto* address : {"192.168.1.20", "203.0.113.1", "10.9.4.9", "::ffff:127.0.0.1"})
        EXPECT_FALSE(familiar(address)) << address;
}

TEST_F(SigningIn, ASourceThatGuessesIsHeldUp) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(sign_ins.begin(from("192.0.2.1"), now), seconds(0));
        sign_ins.end(from("192.0.2.1"), false);
    }
    ASSERT_EQ(sign_ins.begin(from("192.0.2.1", "paul"), now), seconds(0));
    EXPECT_EQ(sign_ins.begin(from("192.0.2.1", "otto"), now), seconds(1));
    EXPECT_EQ(sign_ins.begin(from("192.0.2.2", "otto"), now), seconds(0));
}

TEST_F(SigningIn, ADeviceWithAnOldPasswordHoldsUpNoOtherOfTheVpn) {
    const auto device = [](const std::string& address) { return from(source_of(address)); };
    for (int i = 0; i < 7; ++i)
        fail(device("fd00:9::2"));
    EXPECT_GT(sign_ins.begin(device("fd00:9::2"), now), seconds(0));
    EXPECT_EQ(sign_ins.begin(device("fd00:9::3"), now), seconds(0));
}

TEST_F(SigningIn, ALocalUserWithManyAddressesGuessesAsOne) {
    const auto local = [](int number, const std::string& account) {
        return Try{source_of("127.0.0." + std::to_string(number)), account, true};
    };
    int judged = 0, under_way = 0;
    for (int i = 1; i < 100; ++i)
        if (sign_ins.begin(local(i, "admin"), now) == seconds(0)) {
            sign_ins.end(local(i, "admin"), false);
            ++judged;
        }
    EXPECT_EQ(judged, 6);
    now += std::chrono::hours(2);
    for (int i = 1; i < 100; ++i)
        if (sign_ins.begin(local(i, std::to_string(i)), now) == seconds(0)) ++under_way;
    EXPECT_EQ(under_way, 6);
    EXPECT_EQ(sign_ins.begin({"10.0.0.2", "anna", true}, now), seconds(0)) << "there is room left";
}

TEST_F(SigningIn, GuessersElsewhereDoNotHoldUpThisMachine) {
    for (int i = 0; i < 200; ++i)
        fail(from("198.51.100." + std::to_string(i), "admin"));
    EXPECT_EQ(sign_ins.begin({source_of("127.0.0.1"), "admin", true}, now), seconds(0));
}

TEST_F(SigningIn, TriesAtTheSameTimeCannotSlipThrough) {
    int under_way = 0;
    for (int i = 0; i < 100; ++i)
        if (sign_ins.begin(from("192.0.2.1"), now) == seconds(0)) ++under_way;
    EXPECT_EQ(under_way, 1);
    const Try home{"10.0.0.2", "anna", true}; // whom that does not hold up
    EXPECT_EQ(sign_ins.begin(home, now), seconds(0));
    EXPECT_EQ(sign_ins.begin(home, now), seconds(1));
    sign_ins.end(home, true);
    EXPECT_EQ(sign_ins.begin(home, now), seconds(0));
}

TEST_F(SigningIn, SuccessIsNotUnlimited) {
    const Try home{"10.0.0.2", "anna", true};
    int signed_in = 0;
    for (int i = 0; i < 1000; ++i)
        if (sign_ins.begin(home, now) == seconds(0)) {
            sign_ins.end(home, true);
            ++signed_in;
        }
    EXPECT_EQ(signed_in, 31);
    EXPECT_EQ(sign_ins.begin(home, now + seconds(30)), seconds(0));
}

TEST_F(SigningIn, ManySourcesAtOneAccountAreHeldUpButNotForLong) {
    for (int i = 0; i < 200; ++i)
        fail(from("198.51.100." + std::to_string(i)));
    const auto wait = sign_ins.begin(from("203.0.113.1"), now);
    EXPECT_GT(wait, seconds(0));
    EXPECT_LE(wait, seconds(30));
}

TEST_F(SigningIn, NobodyLocksAUserOutOfAFamiliarPlace) {
    for (int i = 0; i < 200; ++i)
        fail(from("198.51.100." + std::to_string(i)));
    Try home{"10.0.0.2", "anna", true};
    EXPECT_EQ(sign_ins.begin(home, now), seconds(0));
    sign_ins.end(home, true);
}

TEST_F(SigningIn, RoomIsKeptForFamiliarPlaces) {
    for (int i = 0; i < 20; ++i)
        (void)sign_ins.begin(from("198.51.100." + std::to_string(i), std::to_string(i)), now);
    EXPECT_EQ(sign_ins.begin(from("198.51.100.99", "x"), now), seconds(1));
    EXPECT_EQ(sign_ins.begin({"10.0.0.2", "anna", true}, now), seconds(0));
}

TEST_F(SigningIn, AnAccountOfOnesOwnPardonsNoGuessesAtAnother) {
    for (int i = 0; i < 20; ++i) {
        fail(from("192.0.2.1", "anna"));
        sign_in(from("192.0.2.1", "mallory"), true);
    }
    EXPECT_GT(sign_ins.begin(from("192.0.2.1", "anna"), now), seconds(60));
}

TEST(TooSoon, SaysWhen) {
    EXPECT_EQ(too_soon(seconds(7)).retry_after, 7U);
    EXPECT_EQ(too_soon(seconds(1)).remedy, "try again in 1 second");
}

} // namespace pic::access
