// What the watch hears of what others do on the real kernel.
#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "kernel/world.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

class Ear {
  public:
    void listen_to(NetlinkKernel& kernel) {
        ASSERT_TRUE(kernel.watch([this](KernelEvent event) {
            const std::lock_guard lock(mutex_);
            events_.push_back(event);
            heard_.notify_all();
        }));
    }
    bool hears(const std::vector<KernelEvent>& kinds) {
        std::unique_lock lock(mutex_);
        return heard_.wait_for(lock, std::chrono::seconds(10), [&] {
            return std::ranges::all_of(kinds, [&](KernelEvent kind) {
                return std::ranges::find(events_, kind) != events_.end();
            });
        });
    }
    std::vector<KernelEvent> events() {
        const std::lock_guard lock(mutex_);
        return events_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable heard_;
    std::vector<KernelEvent> events_;
};

} // namespace

TEST(NetlinkKernel, HearsOfOthersAndNotOfItself) {
    in_namespace([] {
        Ear ear;
        World world;
        ear.listen_to(*world.kernel);
        world.settle();
        shell("nft add table inet other && ip rule add pref 50 table 7");
        EXPECT_TRUE(ear.hears({KernelEvent::ruleset, KernelEvent::rules}));
        auto events = ear.events();
        // The kernel announces a device's new settings in its own name; of the rest, none is ours.
        std::erase(events, KernelEvent::links);
        EXPECT_EQ(events.size(), 2U);
    });
}

TEST(NetlinkKernel, HearsOfForwardingThatIsTurnedOff) {
    in_namespace([] {
        Ear ear;
        World world;
        world.settle();
        ear.listen_to(*world.kernel);
        shell("sysctl -qw net.ipv4.conf.eth0.forwarding=0");
        EXPECT_TRUE(ear.hears({KernelEvent::links}));
    });
}

} // namespace pic::kernel
