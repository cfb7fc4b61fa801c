// A cell on the real kernel, in a namespace of the test's own; all of it but what hangs on its
// WireGuard device, which not every kernel has.
#pragma once

#include "kernel/namespace.hpp"
#include "kernel/netlink_kernel.hpp"
#include "plan/cell_fixture.hpp"
#include "plan/diff.hpp"

namespace pic::kernel {

inline bool needs_wireguard(const ports::Object& object) {
    const std::string own(net::cell_device);
    if (const auto* route = std::get_if<ports::Route>(&object)) return route->device == own;
    if (const auto* address = std::get_if<ports::DeviceAddress>(&object))
        return address->device == own;
    if (const auto* settings = std::get_if<ports::DeviceSettings>(&object))
        return settings->device == own;
    return std::holds_alternative<ports::WgDevice>(object) ||
           std::holds_alternative<ports::WgPeer>(object);
}

struct World {
    World() {
        make_uplink();
        auto opened = NetlinkKernel::open(folder.path);
        EXPECT_TRUE(opened) << opened.error().text();
        kernel = std::move(*opened);
        inputs = plan::small_cell();
        plan::add_peer(inputs, "a", 2);
        plan::add_peer(inputs, "b", 3);
    }

    std::vector<ports::KernelStep> steps() {
        auto snapshot = kernel->dump(inputs.ledger);
        EXPECT_TRUE(snapshot) << snapshot.error().text();
        inputs.host = snapshot->host;
        auto wanted = plan::wanted_by_all(inputs);
        std::erase_if(wanted, needs_wireguard);
        return plan::diff(std::move(snapshot->objects), std::move(wanted));
    }

    // Makes it as it is wanted; how many steps that took.
    std::size_t settle() {
        const auto needed = steps();
        const auto outcome = kernel->apply(needed);
        for (std::size_t i = 0; i < needed.size(); ++i)
            EXPECT_TRUE(outcome[i])
                << plan::explain(needed[i]) << ": " << outcome[i].error().text();
        return needed.size();
    }

    Folder folder;
    std::unique_ptr<NetlinkKernel> kernel;
    plan::Inputs inputs;
};

inline std::string listed(const std::vector<ports::KernelStep>& steps) {
    std::string text;
    for (const auto& step : steps)
        text += plan::explain(step) + "\n";
    return text;
}

} // namespace pic::kernel
