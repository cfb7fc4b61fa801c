#include "dbus/call.hpp"

#include <gtest/gtest.h>

#include "dbus/lone_call.hpp"

namespace pic::dbus {

namespace {

struct Kept : testing::Test {
    Kept() { sd_bus_message_append(call.get(), "a{sv}", 1, "name", "s", "laptop"); }
    bus::Nowhere bus;
    bus::Message call = lone_call(bus);
};

} // namespace

TEST_F(Kept, OfACallIsWhatItsAnswerNeeds) {
    sd_bus_message_seal(call.get(), 42, 0);
    const auto kept = envelope(call.get());
    ASSERT_TRUE(kept) << kept.error().text();
    EXPECT_GT(sd_bus_message_is_empty(kept->get()), 0);
    EXPECT_STREQ(sd_bus_message_get_sender(kept->get()), ":1.7");
    sd_bus_message* raw = nullptr;
    ASSERT_GE(sd_bus_message_new_method_return(kept->get(), &raw), 0);
    const bus::Message answer(raw);
    std::uint64_t number = 0;
    EXPECT_GE(sd_bus_message_get_reply_cookie(raw, &number), 0);
    EXPECT_EQ(number, 42U);
    EXPECT_STREQ(sd_bus_message_get_destination(raw), ":1.7");
}

TEST_F(Kept, WhoWantsNoAnswerGetsNone) {
    sd_bus_message_set_expect_reply(call.get(), 0);
    sd_bus_message_seal(call.get(), 42, 0);
    EXPECT_EQ(sd_bus_message_get_expect_reply(envelope(call.get())->get()), 0);
}

// Anybody on the bus may send one.
TEST(ReadCall, TakesAGenerationsNumberAndNothingElse) {
    const bus::Nowhere bus;
    const auto read = [&](const char* type, auto value) {
        sd_bus_message* raw = nullptr;
        sd_bus_message_new_method_call(bus.get(), &raw, nullptr, "/x", "x.y", "Z");
        const bus::Message message(raw);
        sd_bus_message_append(raw, "a{sv}", 1, "_if_match", type, value);
        sd_bus_message_seal(raw, 1, 0);
        return read_call(raw);
    };
    EXPECT_EQ(read("x", std::int64_t{7})->if_match, 7U);
    EXPECT_EQ(read("t", std::uint64_t{1} << 63)->if_match, std::uint64_t{1} << 63);
    for (const auto& wrong : {read("x", std::int64_t{-1}), read("d", 7.0), read("s", "7")}) {
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().field, "/_if_match");
    }
}

} // namespace pic::dbus
