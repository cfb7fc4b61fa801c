// The way from any cell to any other, one step at a time through the fake kernel: wherever it
// stops, nothing is open that should not be.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "fakes/kernel.hpp"
#include "plan/cell_fixture.hpp"
#include "plan/diff.hpp"

namespace pic::plan {

using namespace ports;

namespace {

using Objects = fakes::FakeKernel::Objects;

template <class T>
bool has(const Objects& objects) {
    return std::ranges::any_of(
        objects, [](const auto& entry) { return std::holds_alternative<T>(entry.second); });
}

std::set<std::string> keys_of(const std::vector<Object>& objects) {
    std::set<std::string> keys;
    for (const auto& object : objects)
        keys.insert(key(object));
    return keys;
}

// What lets a peer's packets through, once it is there.
bool opens(const Object& object) {
    if (const auto* route = std::get_if<Route>(&object)) return !route->device.empty();
    return std::holds_alternative<SetElement>(object) || std::holds_alternative<WgPeer>(object);
}

// Behind every peer stand the rules that stop what matches nothing, and the guard.
void check_closed_behind_peers(const Objects& objects, const net::Ledger& ledger) {
    if (!has<WgPeer>(objects) && !has<SetElement>(objects)) return;
    ASSERT_TRUE(objects.contains("table inet pic"));
    for (const std::string family : {"v4", "v6"}) {
        const auto rule = "rule " + family + " ";
        ASSERT_TRUE(
            objects.contains(rule + std::to_string(ledger.peer_stop_priority()) + " mark 0"));
        ASSERT_TRUE(
            objects.contains(rule + std::to_string(ledger.local_stop_priority()) + " mark 1"));
    }
}

class Traveller {
  public:
    // Goes to `inputs`, looking around after each step.
    void go(Inputs inputs) {
        kernel_.set_host(inputs.host);
        auto snapshot = *session_->dump(inputs.ledger);
        inputs.host = snapshot.host;
        const auto wanted = wanted_by_all(inputs);
        const auto allowed = keys_of(wanted);
        bool opening = false;
        for (const auto& step : diff(std::move(snapshot.objects), wanted)) {
            opening = opening || (step.verb != Verb::remove && opens(step.object));
            ASSERT_TRUE(session_->apply({&step, 1}).front()) << explain(step);
            look_around(explain(step), inputs, allowed, opening);
        }
        EXPECT_TRUE(steps_to(inputs).empty()) << explain(steps_to(inputs).front());
    }

    std::vector<KernelStep> steps_to(const Inputs& inputs) {
        return diff(session_->dump(inputs.ledger)->objects, wanted_by_all(inputs));
    }
    void restart() { session_ = kernel_.open(); }

  private:
    void look_around(const std::string& after, const Inputs& inputs,
                     const std::set<std::string>& allowed, bool opening) {
        SCOPED_TRACE(after);
        const auto objects = kernel_.objects();
        check_closed_behind_peers(objects, inputs.ledger);
        if (has<WgPeer>(objects)) {
            EXPECT_TRUE(has<WgDevice>(objects));
        }
        if (has<WgDevice>(objects)) {
            EXPECT_TRUE(has<Ruleset>(objects));
        }
        if (!opening) return;
        for (const auto& [name, object] : objects)
            if (!std::holds_alternative<Route>(object) && opens(object)) {
                EXPECT_TRUE(allowed.contains(name)) << name << " should have gone before";
            }
    }

    fakes::FakeKernel kernel_;
    std::unique_ptr<Kernel> session_ = kernel_.open();
};

// One thing that happens to a cell, at random.
class Fate {
  public:
    explicit Fate(unsigned seed) : random_(seed) {}

    void strike(Inputs& inputs) {
        switch (pick(10)) {
        case 0:
        case 1:
            return add_peer(inputs, new_name(), free_offset(inputs));
        case 2:
            return with_peer(inputs, [&](auto& peer) { inputs.view.peers.erase(peer.id); });
        case 3:
            return edit_peer(inputs, [](auto& peer) { peer.enabled = !peer.enabled; });
        case 4:
            return with_peer(inputs, [&](auto& peer) {
                if (inputs.expired.erase(peer.id) == 0) inputs.expired.insert(peer.id);
            });
        case 5:
            return edit_peer(inputs, [&](auto& peer) {
                peer.permissions = {pick(2) == 0, pick(2) == 0, pick(2) == 0, pick(2) == 0};
            });
        case 6:
            return edit_peer(inputs, [](auto& peer) {
                peer.public_key = *net::public_key(net::new_private_key());
            });
        case 7:
            return change_ranges(inputs.view.wireguard.value);
        case 8:
            return change_host(inputs);
        default:
            inputs.plane = pick(4) != 0;
        }
    }

  private:
    unsigned pick(unsigned many) { return static_cast<unsigned>(random_()) % many; }
    std::string new_name() { return "peer" + std::to_string(100000 + next_++); }

    std::uint32_t free_offset(const Inputs& inputs) {
        std::set<std::uint32_t> taken;
        inputs.view.peers.each([&](const auto& peer) { taken.insert(peer.value.offset); });
        std::uint32_t offset = 2;
        while (taken.contains(offset))
            ++offset;
        return offset;
    }
    void with_peer(Inputs& inputs, const auto& act) {
        if (inputs.view.peers.size() == 0) return;
        std::vector<model::Document<model::Peer>> all;
        inputs.view.peers.each([&](const auto& peer) { all.push_back(peer); });
        act(all[pick(static_cast<unsigned>(all.size()))]);
    }
    void edit_peer(Inputs& inputs, const auto& edit) {
        with_peer(inputs, [&](auto& peer) {
            edit(peer.value);
            inputs.view.peers.put(peer);
        });
    }
    void change_ranges(model::WireGuard& wireguard) {
        static const char* ranges[] = {"10.9.0.0/20", "10.10.0.0/20", "172.20.0.0/16"};
        wireguard.ipv4 = prefix(ranges[pick(3)]);
        wireguard.ipv6 = prefix(pick(2) == 0 ? "fd00:9::/64" : "fd00:a::/64");
        wireguard.port = static_cast<std::uint16_t>(51820 + pick(2));
        wireguard.mtu = pick(2) == 0 ? std::nullopt : std::optional(1300U + pick(2));
    }
    void change_host(Inputs& inputs) {
        inputs.host = pick(4) == 0 ? Host() : host_with_uplink("eth" + std::to_string(pick(2)));
        if (inputs.host.routes.empty() || pick(2) == 0) return;
        inputs.host.routes[0].gateway = address("192.0.2.2");
        inputs.host.routes.push_back(
            {254, prefix("198.51.100.0/24"), 0, inputs.host.links[1].name, {}, {}});
    }

    std::mt19937 random_;
    unsigned next_ = 0;
};

} // namespace

class Transitions : public testing::TestWithParam<unsigned> {};

TEST_P(Transitions, AreSafeAtEveryStepAndLeaveNothingToDo) {
    Fate fate(GetParam());
    Traveller traveller;
    auto inputs = small_cell();
    for (int round = 0; round < 60 && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        for (int i = 0; i < 3; ++i)
            fate.strike(inputs);
        traveller.go(inputs);
    }
}

TEST_P(Transitions, OfPeersNeedNoMoreThanTheirOwnSteps) {
    Fate fate(GetParam());
    auto before = small_cell();
    for (unsigned i = 0; i < 4; ++i)
        add_peer(before, "peer" + std::to_string(i), 2 + i);
    for (int round = 0; round < 30; ++round) {
        auto after = before;
        fate.strike(after);
        std::multiset<std::string> by_owner, whole;
        std::set<std::string> owners{std::string(cell_owner)};
        for (const auto* inputs : {&before, &after})
            inputs->view.peers.each([&](const auto& peer) { owners.insert(peer.id); });
        for (const auto& owner : owners)
            for (const auto& step : diff(wanted(before, owner), wanted(after, owner)))
                by_owner.insert(explain(step));
        for (const auto& step : diff(wanted_by_all(before), wanted_by_all(after)))
            whole.insert(explain(step));
        ASSERT_EQ(by_owner, whole) << round;
        before = after;
    }
}

INSTANTIATE_TEST_SUITE_P(Seed, Transitions, testing::Range(1U, 6U));

TEST(Transition, AnUpgradeOfPicdChangesNothing) {
    Traveller traveller;
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    traveller.go(inputs);
    traveller.restart();
    EXPECT_TRUE(traveller.steps_to(inputs).empty());
}

TEST(Transition, ToNothingTakesEverythingBack) {
    Traveller traveller;
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    traveller.go(inputs);
    inputs.plane = false;
    traveller.go(inputs);
    inputs.plane = true;
    EXPECT_EQ(traveller.steps_to(inputs).size(), wanted_by_all(inputs).size());
}

} // namespace pic::plan
