// The Linux kernel as ports::Kernel shows it, in memory: objects under their keys, devices that
// take what hangs on them along when they go, sets that exist only with their table. It outlives
// the sessions that picd opens on it, as the real one outlives picd. Any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::fakes {

class FakeKernel {
  public:
    using Objects = std::map<std::string, ports::Object>; // by ports::key
    using Batch = std::vector<ports::KernelStep>;

    FakeKernel();
    ~FakeKernel();

    // What a process holds to talk to it; the watch ends with it.
    std::unique_ptr<ports::Kernel> open();

    Objects objects() const;
    bool has(const std::string& key) const { return objects().contains(key); }
    ports::Host host() const;
    std::vector<Batch> applied() const; // each apply() with at least one step, oldest first
    std::size_t dumps() const;

    // What others do: watchers hear of it.
    void set_host(ports::Host host);
    void disturb(ports::KernelEvent event, const std::function<void(Objects&)>& edit);
    void set_connections(std::uint16_t port, std::vector<ports::UdpConnection> connections);
    void set_counters(std::vector<ports::PeerCounters> counters);
    void set_netfilter(ports::netfilter::Ruleset ruleset);    // of others; announces nothing
    void set_holders(std::vector<ports::PortHolder> holders); // of any ports

    // What goes wrong, until it is told otherwise.
    void refuse(const std::string& key, Error error);
    void allow(const std::string& key);
    void fail_dumps(std::optional<Error> error);

  private:
    struct State;
    class Session;
    std::shared_ptr<State> state_;
};

} // namespace pic::fakes
