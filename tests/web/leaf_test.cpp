#include "web/leaf.hpp"

#include <gtest/gtest.h>

#include "control/index.hpp"
#include "fakes/files.hpp"

namespace pic::web {

namespace {

using namespace std::chrono_literals;
constexpr auto life = 24h * 365;

// An authority whose leaves begin at the floor when the clock is before it, as ca/ makes them.
struct World {
    const Leaf& leaf_at(Time now) {
        const control::Context context{view, secrets, index, observed, settings, now};
        auto leaf = keeper.leaf(context);
        EXPECT_TRUE(leaf);
        return **leaf;
    }

    model::View view;
    model::Table<Secret> secrets;
    control::Index index;
    control::Observed observed;
    control::Settings settings;
    fakes::FakeFiles files;
    int made = 0;
    Time issuer_from{}; // no leaf begins before
    LeafKeeper keeper{
        files,
        "/run/pic/web",
        {[this](const control::Context& context, const Subject& subject) {
             const auto from = std::max({context.now, clock_floor(), issuer_from});
             return Result<Leaf>(Leaf{"chain " + std::to_string(++made), Secret("key"), "", subject,
                                      from, from + life * 2 / 3});
         },
         [](const control::Context&, const std::string&, const Secret&) -> Result<Leaf> {
             return fail(Code::invalid, "made by another");
         }}};
};

} // namespace

TEST(Leaf, IsKeptWhileTheClockIsWrongAndWhenItBecomesRight) {
    World world;
    const Time of_2020{std::chrono::seconds(1577836800)};
    EXPECT_EQ(world.leaf_at(of_2020).chain, "chain 1");
    EXPECT_EQ(world.leaf_at(of_2020 + 1h).chain, "chain 1");
    EXPECT_EQ(world.leaf_at(clock_floor() + 24h).chain, "chain 1");
}

TEST(Leaf, OfAWrongClockIsMadeAnewWhenTheRightTimeIsPastIt) {
    World world;
    (void)world.leaf_at(Time(std::chrono::seconds(1577836800)));
    EXPECT_EQ(world.leaf_at(clock_floor() + 2 * life).chain, "chain 2");
    EXPECT_EQ(world.leaf_at(clock_floor() + 2 * life + 1h).chain, "chain 2");
}

TEST(Leaf, OfAClockThatRanAheadIsMadeAnew) {
    World world;
    EXPECT_EQ(world.leaf_at(clock_floor() + 5 * life).chain, "chain 1");
    EXPECT_EQ(world.leaf_at(clock_floor() + 24h).chain, "chain 2");
    EXPECT_EQ(world.leaf_at(clock_floor() + 25h).chain, "chain 2");
}

TEST(Leaf, OfAnIssuerThatBeginsInTheFutureIsMadeOnce) {
    World world;
    world.issuer_from = clock_floor() + life;
    EXPECT_EQ(world.leaf_at(clock_floor() + 24h).chain, "chain 1");
    EXPECT_EQ(world.leaf_at(clock_floor() + 25h).chain, "chain 1");
    world.issuer_from = clock_floor();
    world.view.authority.value.intermediate = "another";
    EXPECT_EQ(world.leaf_at(clock_floor() + 26h).chain, "chain 2");
}

TEST(Leaf, IsForAddressesThatLast) {
    World world;
    const auto lasting = *net::Address::parse("fd00:9::1");
    world.observed.host.addresses = {{"eth0", lasting, 64, true},
                                     {"eth0", *net::Address::parse("fd00:9::7e3a"), 64, false}};
    const auto addresses = world.leaf_at(clock_floor() + 24h).subject.addresses;
    EXPECT_EQ(std::ranges::count(addresses, lasting), 1);
    EXPECT_EQ(addresses.size(), 3U); // loopback's two and that one
}

} // namespace pic::web
