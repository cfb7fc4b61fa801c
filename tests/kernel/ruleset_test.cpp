// The rules in the kernel, and who edits them meanwhile.
#include "kernel/ruleset.hpp"

#include "kernel/world.hpp"
#include "plan/ruleset.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

std::string run(const std::string& commands) {
    auto said = run_nft(commands);
    EXPECT_TRUE(said) << said.error().text();
    return said.value_or(std::string());
}

// nftables with somebody else at it, before and after each of the next loads.
struct Busy {
    Nft nft() {
        return {[this](const std::string& commands) { return meddle(commands); },
                [this] { return nft_generation(*socket); }};
    }
    Result<std::string> meddle(const std::string& commands) {
        if (commands.starts_with("list ")) return run_nft(commands);
        ++loads;
        if (loads <= edits && before) run(before(loads));
        auto said = run_nft(commands);
        if (loads <= edits && after) run(after(loads));
        return said;
    }

    std::function<std::string(int load)> before, after;
    int edits = 0, loads = 0;
    Result<Socket> socket = Socket::open(NETLINK_NETFILTER);
};

struct LoaderBench {
    std::string loaded() {
        const auto present = loader.present();
        EXPECT_TRUE(present && *present);
        return present && *present ? (*present)->text : std::string();
    }

    Status load() {
        return loader.load(ruleset, [] { return std::vector<SetElement>(); });
    }

    Folder folder;
    Busy busy;
    const Ruleset ruleset{plan::ruleset(plan::small_cell())};
    RulesetLoader loader{folder.path + "/ruleset", busy.nft()};
};

constexpr auto list_ours = "list table inet pic";

} // namespace

TEST(RulesetLoader, TakesNobodyElsesEditForItsOwn) {
    in_namespace([] {
        LoaderBench bench;
        ASSERT_TRUE(bench.load());
        EXPECT_EQ(bench.busy.loads, 1);
        const auto ours = run(list_ours);
        bench.busy.edits = 1;
        for (const auto* edit :
             {"insert rule inet pic guard accept", "flush chain inet pic guard",
              "add chain inet pic mine", "delete table inet pic", "add table inet other"})
            for (const bool early : {true, false}) {
                SCOPED_TRACE(edit);
                (early ? bench.busy.before : bench.busy.after) = [&](int) { return edit; };
                (early ? bench.busy.after : bench.busy.before) = nullptr;
                bench.busy.loads = 0;
                ASSERT_TRUE(bench.load());
                EXPECT_EQ(run(list_ours), ours);
                EXPECT_EQ(bench.loaded(), bench.ruleset.text);
            }
    });
}

TEST(RulesetLoader, LetsOthersBeBusyInTheirOwnTables) {
    in_namespace([] {
        LoaderBench bench;
        bench.busy.edits = 1000;
        bench.busy.after = [](int) { return "add table inet other; add chain inet other c"; };
        bench.busy.before = [](int) { return "delete table inet other"; };
        run("add table inet other");
        ASSERT_TRUE(bench.load());
        EXPECT_EQ(bench.busy.loads, 2);
        EXPECT_EQ(bench.loaded(), bench.ruleset.text);
    });
}

TEST(RulesetLoader, FindsADifferenceWhileSomebodyEditsItAgainAndAgain) {
    in_namespace([] {
        LoaderBench bench;
        bench.busy.edits = 4;
        bench.busy.after = [](int load) {
            return "add chain inet pic mine" + std::to_string(load);
        };
        ASSERT_TRUE(bench.load());
        EXPECT_EQ(bench.busy.loads, 4);
        EXPECT_NE(bench.loaded(), bench.ruleset.text);
        ASSERT_TRUE(bench.load());
        EXPECT_EQ(bench.loaded(), bench.ruleset.text);
        EXPECT_EQ(run(list_ours).find("mine"), std::string::npos);
    });
}

namespace {

bool held_back(World& world, Verb verb,
               Object object = WgPeer{.device = std::string(net::cell_device)}) {
    const KernelStep step{verb, std::move(object), {}};
    const auto outcome = world.kernel->apply(std::span(&step, 1)).front();
    return !outcome && outcome.error().detail.find("rules are refused") != std::string::npos;
}

bool loads_nonsense(World& world) {
    const KernelStep step{Verb::change, Ruleset{"nonsense"}, Ruleset{"what was seen"}};
    return world.kernel->apply(std::span(&step, 1)).front().has_value();
}

} // namespace

TEST(NetlinkKernel, LetsNobodyInWhileItsRulesAreRefused) {
    in_namespace([] {
        World world;
        EXPECT_FALSE(held_back(world, Verb::add));
        ASSERT_FALSE(loads_nonsense(world));
        EXPECT_TRUE(held_back(world, Verb::add));
        EXPECT_TRUE(held_back(world, Verb::add, DeviceSettings{"eth0", true, true}))
            << "nothing keeps neighbours from sending through this machine";
        EXPECT_FALSE(held_back(world, Verb::remove));
        world.settle();
        EXPECT_FALSE(held_back(world, Verb::add));
        ASSERT_FALSE(loads_nonsense(world));
        EXPECT_FALSE(held_back(world, Verb::add)) << "the rules before still hold";
    });
}

TEST(NetlinkKernel, ShutsOutWhileItsRulesAreRefusedWhoeverElseIsToBeLetIn) {
    in_namespace([] {
        World world;
        ASSERT_FALSE(loads_nonsense(world));
        const Object settings = DeviceSettings{"eth0", true, true};
        const std::vector<KernelStep> steps = {{Verb::remove, settings, {}},
                                               {Verb::add, settings, {}}};
        const auto outcome = world.kernel->apply(steps);
        EXPECT_TRUE(outcome[0]);
        EXPECT_FALSE(outcome[1]);
    });
}

TEST(NetlinkKernel, LetsNobodyInWhileOnlySomebodyElsesRulesAreThere) {
    in_namespace([] {
        World world;
        world.settle();
        shell("nft -a insert rule inet pic guard accept");
        ASSERT_FALSE(loads_nonsense(world));
        EXPECT_TRUE(held_back(world, Verb::add));
        shell("nft delete rule inet pic guard handle $(nft -a list chain inet pic guard | "
              "sed -n 's/^[[:space:]]*accept # handle //p')");
        EXPECT_EQ(listed(world.steps()), "");
        EXPECT_FALSE(held_back(world, Verb::add)) << "who edited them put them back";
    });
}

} // namespace pic::kernel
