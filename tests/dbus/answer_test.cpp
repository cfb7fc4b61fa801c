// Every call is answered, whatever bytes the answer was made of.
#include <gtest/gtest.h>

#include "dbus/answer.hpp"
#include "dbus/lone_call.hpp"

namespace pic::dbus {

namespace {

struct Answers : testing::Test {
    Answers() { sd_bus_message_seal(call.get(), 42, 0); }
    std::string words(const Error& error) {
        const auto message = answer(call.get(), fail(error));
        const auto* said = message ? sd_bus_message_get_error(message.get()) : nullptr;
        return said == nullptr ? "nothing" : std::string(said->name) + ": " + said->message;
    }
    bus::Nowhere bus;
    bus::Message call = lone_call(bus);
};

} // namespace

TEST_F(Answers, AnErrorIsItsNameAndItsWords) {
    EXPECT_EQ(words({Code::not_found, "there is no such peer", "/id", {}, {}}),
              "ngo.pic.Error.NotFound: there is no such peer");
}

// As a device of the host may be named.
TEST_F(Answers, OneThatIsNoTextIsGivenAsFarAsItIs) {
    EXPECT_EQ(words({Code::conflict, "eth\xff is down", {}, {}, {}}),
              "ngo.pic.Error.Conflict: eth? is down");
    EXPECT_EQ(words({Code::conflict, "it is down", {}, "up with eth\xff", {}}),
              "ngo.pic.Error.Conflict: it is down");
}

TEST_F(Answers, AReplyThatIsNoTextIsAnError) {
    control::Reply reply;
    reply.body = {{"name", "eth\xff"}};
    const auto message = answer(call.get(), reply);
    ASSERT_TRUE(message);
    EXPECT_NE(sd_bus_message_get_error(message.get()), nullptr);
}

} // namespace pic::dbus
