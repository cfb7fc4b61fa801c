// The doctor tells when nobody on the internet answers for names, and when somebody does again.
#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "dns/upstream_watch.hpp"
#include "fakes/cell.hpp"

namespace pic::dns {

namespace {

using namespace std::chrono_literals;

struct SilentUpstreams : testing::Test {
    SilentUpstreams() { cell.set_up(); }
    ~SilentUpstreams() override { watch.stop(); }

    void server_is(control::Health health) {
        cell.control().observe(
            [&](control::Observed& seen) { seen.servers["pic-dns.service"].health = health; },
            {"unit", "pic-dns.service", 0});
    }
    bool told() {
        return std::ranges::any_of(cell.observed().findings, [](const auto& finding) {
            return finding.id == "dns.upstreams";
        });
    }
    bool asked_again() {
        const int before = asked;
        return cell.run_until([&] { return asked > before + 2; });
    }

    fakes::Cell cell;
    std::atomic<bool> answers = true;
    std::atomic<int> asked = 0;
    UpstreamWatch watch{cell.control(),
                        [this](const net::Address& server) {
                            EXPECT_EQ(server.text(), "10.9.0.1");
                            ++asked;
                            return answers.load();
                        },
                        {1ms, 1ms, 1ms}};
};

} // namespace

TEST_F(SilentUpstreams, AreTold) {
    server_is(control::Health::good);
    watch.start();
    ASSERT_TRUE(asked_again());
    EXPECT_FALSE(told());
    answers = false;
    EXPECT_TRUE(cell.run_until([&] { return told(); }));
    answers = true;
    EXPECT_TRUE(cell.run_until([&] { return !told(); }));
}

TEST_F(SilentUpstreams, AreNotAskedWhileTheServerDoesNotWork) {
    answers = false;
    server_is(control::Health::good);
    watch.start();
    ASSERT_TRUE(cell.run_until([&] { return told(); }));
    server_is(control::Health::bad);
    EXPECT_TRUE(cell.run_until([&] { return !told(); })) << "that is news enough";
    const int before = asked;
    cell.run_for(30ms);
    EXPECT_LE(asked, before + 1) << "one may have been under way";
}

TEST_F(SilentUpstreams, AreAskedAtOnceWhenTheyAreOthersThanTheOnesThatAnswer) {
    server_is(control::Health::good);
    std::atomic<bool> held = true;
    UpstreamWatch patient{cell.control(),
                          [&](const net::Address&) {
                              ++asked;
                              while (held)
                                  std::this_thread::yield();
                              return true;
                          },
                          {.answered = 1h, .silent = 1ms, .changed = 1ms}};
    patient.start();
    ASSERT_TRUE(cell.run_until([&] { return asked == 1; }));
    cell.control().observe([](control::Observed&) {}, {"dns", "dns", 7});
    cell.run_for(10ms);
    held = false;
    EXPECT_TRUE(cell.run_until([&] { return asked == 2; }));
    patient.stop();
}

} // namespace pic::dns
