// A host with an uplink and a VPN device in a namespace of its own, with the cell's own rules in
// the real kernel, and packets that are really sent to it.
#pragma once

#include <memory>
#include <optional>

#include "hostfirewall/frame.hpp"
#include "kernel/namespace.hpp"
#include "kernel/netlink_kernel.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::hostfirewall {

class RealHost {
  public:
    RealHost(); // in the namespace of the calling thread

    // Whether the packet passes all filters. An answer is sent after the packet that it answers:
    // nullopt where that one did not pass.
    std::optional<bool> passes(const Packet& packet);

    ports::netfilter::Ruleset ruleset();
    const plan::Inputs& inputs() const { return inputs_; }

  private:
    void apply_rules();
    void send(const Packet& packet, Ports ports);
    unsigned counted();

    kernel::Folder folder_;
    std::unique_ptr<kernel::NetlinkKernel> kernel_;
    plan::Inputs inputs_;
    std::uint16_t next_port_ = 40000;
};

} // namespace pic::hostfirewall
