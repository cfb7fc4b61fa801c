// ports::Kernel on the real one. One thread calls all of it but watch.
#pragma once

#include <memory>
#include <string>

#include "kernel/device_settings.hpp"
#include "kernel/links.hpp"
#include "kernel/ruleset.hpp"
#include "kernel/socket.hpp"
#include "kernel/watch.hpp"
#include "kernel/wireguard.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

class NetlinkKernel final : public ports::Kernel {
  public:
    // `memory_directory`: where it keeps what the kernel cannot tell; under /run.
    static Result<std::unique_ptr<NetlinkKernel>> open(const std::string& memory_directory);

    Result<ports::Snapshot> dump(const net::Ledger& ledger) override;
    std::vector<Status> apply(std::span<const ports::KernelStep> steps) override;
    Result<ports::WgStatus> wireguard(const std::string& device) override;
    Result<std::vector<ports::PortHolder>> holders(const ports::Port& port) override;
    Result<std::vector<ports::UdpConnection>> udp_connections(std::uint16_t port) override;
    Result<ports::netfilter::Ruleset> netfilter() override;
    Status watch(std::function<void(ports::KernelEvent)> changed) override;

  private:
    NetlinkKernel(Socket route, Socket generic, Socket nftables, const std::string& directory);

    // dump.cpp
    bool forwards_unasked(const FoundLink& found, bool routed) const;
    Status dump_links(ports::Snapshot& snapshot);
    Status dump_addresses(ports::Snapshot& snapshot);
    Status dump_routes(const net::Ledger& ledger, ports::Snapshot& snapshot);
    Status dump_rules(const net::Ledger& ledger, ports::Snapshot& snapshot);
    Status dump_ruleset(ports::Snapshot& snapshot);
    Result<std::vector<ports::SetElement>> dump_elements();
    Status dump_wireguard(ports::Snapshot& snapshot);
    Result<WgReading> read_wireguard(const std::string& device);

    // holders.cpp
    Result<std::string> wireguard_on(std::uint16_t port); // the device that has it; empty: none
    // netfilter_dump.cpp
    Result<ports::netfilter::Ruleset> read_netfilter();

    // apply.cpp, apply_device.cpp
    static Result<int> index_of(const std::string& device);
    void apply_run(std::span<const ports::KernelStep> run, std::span<Status> results);
    Status apply_one(const ports::KernelStep& step);
    void apply_elements(std::span<const ports::KernelStep> steps, std::span<Status> outcome);
    void apply_peers(std::span<const ports::KernelStep> steps, std::span<Status> outcome);
    Status apply(const ports::WgDevice& device, const ports::KernelStep& step);
    Status apply(const ports::DeviceSettings& settings, const ports::KernelStep& step);
    Status remember(const std::string& device, int index);
    Status restore(const std::string& device, int index);
    Status apply(const ports::DeviceAddress& address, const ports::KernelStep& step);
    Status apply(const ports::Rule& rule, const ports::KernelStep& step);
    Status apply(const ports::Route& route, const ports::KernelStep& step);
    Status apply(const ports::Ruleset& ruleset, const ports::KernelStep& step);
    Status status_of_port(const Answer& answer, std::uint16_t port, const std::string& what);
    Status ask(Socket& socket, Message message, const std::string& what);
    Result<std::uint16_t> wireguard_family();

    Socket route_, generic_, nftables_;
    RulesetLoader ruleset_;
    DeviceSettingsMemory settings_memory_;
    std::unique_ptr<Watch> watch_;
    std::uint16_t family_ = 0; // of WireGuard's generic netlink; 0: not asked yet
};

} // namespace pic::kernel
