// A machine and a program of ours on it: the bench on which port tests try one step after another.
#pragma once

#include <map>

#include "kernel/port.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::kernel {

struct Bench {
    explicit Bench(Machine& on) : machine(on), kernel(on.open("ours")) {}

    std::map<std::string, ports::Object> present() {
        auto snapshot = kernel->dump(ledger);
        EXPECT_TRUE(snapshot) << snapshot.error().text();
        std::map<std::string, ports::Object> objects;
        if (snapshot)
            for (const auto& object : snapshot->objects)
                objects.emplace(key(object), object);
        return objects;
    }
    bool shows(const ports::Object& object) {
        const auto objects = present();
        const auto found = objects.find(key(object));
        return found != objects.end() && found->second == object;
    }
    Status apply(ports::Verb verb, const ports::Object& object,
                 std::optional<ports::Object> before = {}) {
        const ports::KernelStep step{verb, object, std::move(before)};
        return kernel->apply({&step, 1}).front();
    }
    void add(const ports::Object& object) {
        const auto outcome = apply(ports::Verb::add, object);
        ASSERT_TRUE(outcome) << key(object) << ": " << outcome.error().text();
    }
    void change(const ports::Object& before, const ports::Object& after) {
        const auto outcome = apply(ports::Verb::change, after, before);
        ASSERT_TRUE(outcome) << key(after) << ": " << outcome.error().text();
    }
    void remove(const ports::Object& object) {
        const auto outcome = apply(ports::Verb::remove, object);
        ASSERT_TRUE(outcome) << key(object) << ": " << outcome.error().text();
    }

    Machine& machine;
    const net::Ledger ledger;
    std::unique_ptr<ports::Kernel> kernel;
};

inline ports::WgPeer peer(std::string_view allowed) {
    return {"pic0",
            *net::public_key(net::new_private_key()),
            net::new_preshared_key(),
            {plan::prefix(allowed)},
            0};
}

} // namespace pic::kernel
