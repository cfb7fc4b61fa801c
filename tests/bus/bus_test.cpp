#include "bus/bus.hpp"

#include <gtest/gtest.h>

#include "bus/daemon.hpp"

namespace pic::bus {

namespace {

namespace asio = boost::asio;

constexpr auto name = "ngo.pic.Test";
constexpr auto path = "/ngo/pic/Test";
constexpr std::chrono::seconds soon{5};

// Two connections on one bus: one offers an object that answers with its own text, one asks it.
class BusTest : public testing::Test {
  protected:
    void serve() {
        server.object(path, [this](sd_bus_message* call) { answer(call); });
        server.request_name(name, [this](sd_bus_message* reply) {
            named = !sd_bus_message_is_method_error(reply, nullptr);
        });
    }
    void answer(sd_bus_message* call) {
        ++calls;
        if (sd_bus_message_is_method_call(call, "ngo.pic.Test", "Hang") > 0) return;
        sd_bus_message* raw = nullptr;
        sd_bus_message_new_method_return(call, &raw);
        Message reply(raw);
        sd_bus_message_append(raw, "s", "hello");
        server.send(std::move(reply));
    }
    Status ask(const char* method) {
        PIC_LET(call, client.method_call(name, path, "ngo.pic.Test", method));
        return client.call(
            std::move(call),
            [this](sd_bus_message* reply) {
                answered = status_of(reply);
                const char* text = "";
                if (answered) sd_bus_message_read(reply, "s", &text);
                heard = text;
                got = true;
            },
            soon);
    }
    bool until(const std::function<bool()>& holds) { return run_until(io, holds); }

    Daemon daemon;
    asio::io_context io;
    int connects = 0, calls = 0;
    bool named = false, got = false;
    std::string heard;
    Status answered;
    Bus server{io, daemon.address(), [this] { serve(); }};
    Bus client{io, daemon.address(), [this] { ++connects; }};
};

} // namespace

TEST_F(BusTest, CallIsAnswered) {
    server.start();
    client.start();
    ASSERT_TRUE(until([&] { return named; }));
    ASSERT_TRUE(ask("Hello"));
    ASSERT_TRUE(until([&] { return got; }));
    EXPECT_EQ(heard, "hello");
}

TEST_F(BusTest, ACallQueuedFromOutsideACallbackIsSentAtOnce) {
    server.start();
    client.start();
    ASSERT_TRUE(until([&] { return named; }));
    for (int i = 0; i < 5; ++i)
        io.poll(); // the pump is parked
    ASSERT_TRUE(ask("Hello"));
    EXPECT_TRUE(until([&] { return calls == 1; }));
}

TEST_F(BusTest, NobodyThereIsUnavailable) {
    client.start();
    ASSERT_TRUE(until([&] { return client.connected(); }));
    ASSERT_TRUE(ask("Hello"));
    ASSERT_TRUE(until([&] { return got; }));
    EXPECT_EQ(answered.error().code, Code::unavailable);
}

TEST_F(BusTest, PendingCallsFailWhenTheBusGoesAwayAndItComesBack) {
    server.start();
    client.start();
    ASSERT_TRUE(until([&] { return named; }));
    ASSERT_TRUE(ask("Hang"));
    ASSERT_TRUE(until([&] { return calls == 1; }));
    daemon.stop();
    ASSERT_TRUE(until([&] { return got && !client.connected(); }));
    EXPECT_EQ(answered.error().code, Code::unavailable);
    EXPECT_FALSE(ask("Hello"));

    named = got = false;
    daemon.start();
    ASSERT_TRUE(until([&] { return named && connects >= 2; }));
    ASSERT_TRUE(ask("Hello"));
    ASSERT_TRUE(until([&] { return got; }));
    EXPECT_EQ(heard, "hello");
}

TEST_F(BusTest, AMatchHearsSignals) {
    int seen = 0;
    server.start();
    client.start();
    ASSERT_TRUE(until([&] { return named; }));
    ASSERT_TRUE(
        client.match("type='signal',interface='ngo.pic.Test'", [&](sd_bus_message*) { ++seen; }));
    ASSERT_TRUE(ask("Hello")); // its answer comes after the match is in place
    ASSERT_TRUE(until([&] { return got; }));
    auto signal = server.signal(path, "ngo.pic.Test", "Changed");
    ASSERT_TRUE(signal);
    ASSERT_TRUE(server.send(std::move(*signal)));
    EXPECT_TRUE(until([&] { return seen == 1; }));
}

TEST_F(BusTest, DestroyingABusDropsItsCallbacks) {
    auto token = std::make_shared<int>();
    {
        Bus brief(io, daemon.address(), nullptr);
        brief.start();
        ASSERT_TRUE(brief.match("type='signal'", [token](sd_bus_message*) {}));
        EXPECT_EQ(token.use_count(), 2);
    }
    EXPECT_EQ(token.use_count(), 1);
    io.poll();
}

} // namespace pic::bus
