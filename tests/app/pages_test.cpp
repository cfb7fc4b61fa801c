#include "app/picctl/pages.hpp"

#include <gtest/gtest.h>
#include <systemd/sd-bus.h>
#include <thread>

#include "app/on_bus.hpp"
#include "bus/value.hpp"
#include "dbus/names.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

// Has three peers and hands them out in two pages.
class TwoPages {
  public:
    TwoPages() {
        EXPECT_GE(sd_bus_open_system(&bus_), 0);
        EXPECT_GE(sd_bus_request_name(bus_, dbus::bus_name, 0), 0);
        thread_ = std::thread([this] {
            using Clock = std::chrono::steady_clock;
            const auto end = Clock::now() + std::chrono::seconds(10);
            for (; asked < 2 && Clock::now() < end; sd_bus_wait(bus_, 100'000)) // µs
                serve();
            sd_bus_flush_close_unref(bus_);
        });
    }
    ~TwoPages() { thread_.join(); }
    TwoPages(const TwoPages&) = delete;
    TwoPages& operator=(const TwoPages&) = delete;

    int asked = 0;

  private:
    static json::object page(const json::object& input) {
        const bool second = input.contains("cursor") && input.at("cursor") == "b";
        const json::array names = second ? json::array{"b"} : json::array{"c", "a"};
        json::array peers;
        for (const auto& name : names)
            peers.push_back(json::object{{"name", name}});
        return {{"peers", peers}, {"next", second ? "" : "b"}, {"total", 3}};
    }

    void serve() {
        sd_bus_message* message = nullptr;
        while (sd_bus_process(bus_, &message) > 0) {
            if (message == nullptr) continue;
            if (sd_bus_message_is_method_call(message, nullptr, nullptr) > 0) {
                sd_bus_message* reply = nullptr;
                const auto input = bus::read(message);
                sd_bus_message_new_method_return(message, &reply);
                EXPECT_TRUE(bus::append(reply, page(input.value_or(json::object()))));
                sd_bus_send(bus_, reply, nullptr);
                sd_bus_message_unref(reply);
                ++asked;
            }
            sd_bus_message_unref(message);
        }
    }

    sd_bus* bus_ = nullptr;
    std::thread thread_;
};

struct Pages : OnBus {};

} // namespace

TEST_F(Pages, OfAListAreAskedForUntilItIsWholeAndSorted) {
    const TwoPages picd;
    const auto all = call_for_all(operation("peer.list"), {});
    ASSERT_TRUE(all) << all.error().text();
    EXPECT_EQ(json::serialize(all->body.at("peers")),
              R"([{"name":"a"},{"name":"b"},{"name":"c"}])");
    EXPECT_EQ(all->body.at("next"), "");
}

TEST_F(Pages, AreWantedOfListsWithAnEndByWhoNamesNone) {
    EXPECT_TRUE(wants_all_pages(operation("peer.list"), {}));
    EXPECT_TRUE(wants_all_pages(operation("user.list"), {{"q", "a"}}));
    EXPECT_FALSE(wants_all_pages(operation("peer.list"), {{"limit", 5}}));
    EXPECT_FALSE(wants_all_pages(operation("peer.list"), {{"cursor", "b"}}));
    EXPECT_FALSE(wants_all_pages(operation("audit.list"), {}));
    EXPECT_FALSE(wants_all_pages(operation("peer.show"), {}));
}

} // namespace pic::picctl
