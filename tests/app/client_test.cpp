// What picctl says of a picd that is there and does not answer.
#include "app/picctl/client.hpp"

#include <gmock/gmock.h>
#include <systemd/sd-bus.h>
#include <thread>

#include "app/on_bus.hpp"
#include "dbus/names.hpp"

namespace pic::picctl {

namespace {

using testing::HasSubstr;
using testing::Not;

// Takes one call and is gone, as who is ended with it in hand.
class Ends {
  public:
    Ends() {
        EXPECT_GE(sd_bus_open_system(&bus_), 0);
        EXPECT_GE(sd_bus_request_name(bus_, dbus::bus_name, 0), 0);
        thread_ = std::thread([this] {
            while (!taken() && sd_bus_wait(bus_, UINT64_MAX) >= 0) {
            }
            sd_bus_flush_close_unref(bus_);
        });
    }
    ~Ends() { thread_.join(); }
    Ends(const Ends&) = delete;
    Ends& operator=(const Ends&) = delete;

  private:
    bool taken() {
        sd_bus_message* message = nullptr;
        while (sd_bus_process(bus_, &message) > 0) {
            if (message == nullptr) continue;
            const bool call = sd_bus_message_is_method_call(message, nullptr, nullptr) > 0;
            sd_bus_message_unref(message);
            if (call) return true;
        }
        return false;
    }

    sd_bus* bus_ = nullptr;
    std::thread thread_;
};

struct Client : OnBus {};

Error error_of(const char* name) {
    const Ends picd;
    const auto answer = call(operation(name), {});
    return answer ? Error{} : answer.error();
}

} // namespace

TEST_F(Client, WhoEndsWithoutAnAnswerIsSaidToHaveDoneSo) {
    const auto asked = error_of("peer.list");
    EXPECT_EQ(asked.code, Code::unreachable);
    EXPECT_THAT(asked.text(), HasSubstr("picd did not answer"));
    EXPECT_THAT(asked.text(), HasSubstr("journalctl -u picd"));
    EXPECT_THAT(asked.text(), Not(HasSubstr("freedesktop")));
    EXPECT_THAT(error_of("wireguard.update").remedy, HasSubstr("whether it was done"));
}

TEST_F(Client, WhoIsNotThereIsSaidNotToRun) {
    const auto answer = call(operation("peer.list"), {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().detail, "picd is not running, or has only begun to start");
}

} // namespace pic::picctl
