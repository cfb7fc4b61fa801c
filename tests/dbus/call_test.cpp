#include "dbus/call.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic::dbus {

namespace {

void drop_bus(sd_bus* bus) {
    sd_bus_close_unref(bus);
}

// A call between nobody and nobody, as it would come from :1.7.
struct Kept : testing::Test {
    Kept() {
        int ends[2];
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        other = Fd(ends[1]);
        sd_bus* raw = nullptr;
        sd_bus_new(&raw);
        bus.reset(raw);
        sd_bus_set_fd(raw, ends[0], ends[0]);
        EXPECT_GE(sd_bus_start(raw), 0);
        sd_bus_message* message = nullptr;
        sd_bus_message_new_method_call(raw, &message, nullptr, "/x", "x.y", "Z");
        call.reset(message);
        sd_bus_message_set_sender(message, ":1.7");
        sd_bus_message_append(message, "a{sv}", 1, "name", "s", "laptop");
    }
    Handle<sd_bus, drop_bus> bus;
    Fd other;
    bus::Message call;
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

} // namespace pic::dbus
