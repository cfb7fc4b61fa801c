#include "fakes/kernel.hpp"

#include <algorithm>

#include "ports/host.hpp"

namespace pic::fakes {

using namespace ports;

struct FakeKernel::State {
    mutable std::mutex mutex;
    Host host;
    Objects objects;
    std::map<std::string, Error> refused;
    std::optional<Error> dumps_fail;
    std::vector<PeerCounters> counters;
    std::vector<PortHolder> holders;
    std::map<std::uint16_t, std::vector<UdpConnection>> connections; // by port
    netfilter::Ruleset netfilter;
    std::vector<Batch> applied;
    std::size_t dumps = 0;
    std::map<const void*, std::function<void(KernelEvent)>> watchers; // by session

    Host host_with_own_devices() const;
    bool has_device(const std::string& name) const;
    std::vector<PeerCounters> counters_of(const std::string& device) const;
    Status can_hold(const Object& object) const;
    Status apply(const KernelStep& step);
    void tell_others(const void* session, KernelEvent event) const;
    void put(const Object& object);
    void take_along(const Object& gone);
    void drop_from_other_peers(const WgPeer& peer);
};

namespace {

// The device that an object hangs on and goes with; nullptr without one.
const std::string* device_of(const Object& object) {
    return std::visit(
        [](const auto& each) -> const std::string* {
            if constexpr (requires { each.device; })
                return each.device.empty() ? nullptr : &each.device;
            else
                return nullptr;
        },
        object);
}

// What the kernel announces when this object comes or goes; WireGuard announces nothing.
std::optional<KernelEvent> event_of(const Object& object) {
    struct Event {
        std::optional<KernelEvent> operator()(const WgDevice&) const { return KernelEvent::links; }
        std::optional<KernelEvent> operator()(const DeviceSettings&) const {
            return KernelEvent::links;
        }
        std::optional<KernelEvent> operator()(const DeviceAddress&) const {
            return KernelEvent::addresses;
        }
        std::optional<KernelEvent> operator()(const Rule&) const { return KernelEvent::rules; }
        std::optional<KernelEvent> operator()(const Route&) const { return KernelEvent::routes; }
        std::optional<KernelEvent> operator()(const Ruleset&) const { return KernelEvent::ruleset; }
        std::optional<KernelEvent> operator()(const SetElement&) const {
            return KernelEvent::ruleset;
        }
        std::optional<KernelEvent> operator()(const WgPeer&) const { return {}; }
    };
    return std::visit(Event{}, object);
}

// A change that leaves a peer's addresses alone makes no peer without them.
bool keeps_addresses(const KernelStep& step) {
    const auto* peer = std::get_if<WgPeer>(&step.object);
    const auto* present = step.present ? std::get_if<WgPeer>(&*step.present) : nullptr;
    return peer != nullptr && present != nullptr && present->allowed == peer->allowed;
}

bool owned(const Object& object, const net::Ledger& ledger) {
    if (const auto* route = std::get_if<Route>(&object)) return ledger.owns_table(route->table);
    if (const auto* rule = std::get_if<Rule>(&object)) return ledger.owns_priority(rule->priority);
    return true;
}

} // namespace

Host FakeKernel::State::host_with_own_devices() const {
    auto seen = host;
    int index = 100;
    for (const auto& [key, object] : objects)
        if (const auto* device = std::get_if<WgDevice>(&object))
            seen.links.push_back({index++, device->name, "wireguard", device->mtu, true});
    return seen;
}

bool FakeKernel::State::has_device(const std::string& name) const {
    return find_link(host_with_own_devices(), name) != nullptr;
}

// One of each peer; of those that no test gave any, the counters of a peer never heard of.
std::vector<PeerCounters> FakeKernel::State::counters_of(const std::string& device) const {
    std::vector<PeerCounters> result;
    for (const auto& [name, object] : objects) {
        const auto* peer = std::get_if<WgPeer>(&object);
        if (peer == nullptr || peer->device != device) continue;
        const auto given = std::ranges::find(counters, peer->public_key, &PeerCounters::public_key);
        auto& read = result.emplace_back(given == counters.end() ? PeerCounters{} : *given);
        read.public_key = peer->public_key;
        read.allowed = peer->allowed;
    }
    return result;
}

Status FakeKernel::State::can_hold(const Object& object) const {
    const auto* device = device_of(object);
    if (device != nullptr && !has_device(*device))
        return fail(Code::not_found, "there is no device " + *device);
    if (std::holds_alternative<SetElement>(object) && !objects.contains(key(Ruleset{})))
        return fail(Code::not_found, "nftables refused an element");
    if (const auto* made = std::get_if<WgDevice>(&object))
        if (find_link(host, made->name) != nullptr)
            return fail(Code::conflict, "the WireGuard device " + made->name + " cannot be made");
    return {};
}

Status FakeKernel::State::apply(const KernelStep& step) {
    const auto name = key(step.object);
    if (const auto refusal = refused.find(name); refusal != refused.end())
        return fail(refusal->second);
    if (step.verb == Verb::remove) {
        if (objects.erase(name) > 0) take_along(step.object);
        return {};
    }
    PIC_TRY(can_hold(step.object));
    if (objects.contains(name) || !keeps_addresses(step)) put(step.object);
    return {};
}

void FakeKernel::State::tell_others(const void* session, KernelEvent event) const {
    for (const auto& [other, changed] : watchers)
        if (other != session) changed(event);
}

void FakeKernel::State::put(const Object& object) {
    if (const auto* peer = std::get_if<WgPeer>(&object)) drop_from_other_peers(*peer);
    objects.insert_or_assign(key(object), object);
}

// An address belongs to one peer: who gets it last has it.
void FakeKernel::State::drop_from_other_peers(const WgPeer& peer) {
    for (auto& [name, object] : objects) {
        auto* other = std::get_if<WgPeer>(&object);
        if (other == nullptr || other->public_key == peer.public_key) continue;
        std::erase_if(other->allowed, [&](const auto& prefix) {
            return std::ranges::find(peer.allowed, prefix) != peer.allowed.end();
        });
    }
}

void FakeKernel::State::take_along(const Object& gone) {
    if (std::holds_alternative<Ruleset>(gone))
        std::erase_if(objects, [](const auto& entry) {
            return std::holds_alternative<SetElement>(entry.second);
        });
    std::erase_if(objects, [&](const auto& entry) {
        const auto* device = device_of(entry.second);
        return device != nullptr && !has_device(*device);
    });
}

class FakeKernel::Session final : public ports::Kernel {
  public:
    explicit Session(std::shared_ptr<State> state) : state_(std::move(state)) {}
    ~Session() override {
        const std::lock_guard lock(state_->mutex);
        state_->watchers.erase(this);
    }

    Result<Snapshot> dump(const net::Ledger& ledger) override {
        const std::lock_guard lock(state_->mutex);
        ++state_->dumps;
        if (state_->dumps_fail) return fail(*state_->dumps_fail);
        Snapshot snapshot{state_->host_with_own_devices(), {}};
        for (const auto& [name, object] : state_->objects)
            if (owned(object, ledger)) snapshot.objects.push_back(object);
        return snapshot;
    }

    std::vector<Status> apply(std::span<const KernelStep> steps) override {
        const std::lock_guard lock(state_->mutex);
        if (!steps.empty()) state_->applied.emplace_back(steps.begin(), steps.end());
        std::vector<Status> outcome;
        for (const auto& step : steps) {
            outcome.push_back(state_->apply(step));
            const auto event = event_of(step.object);
            if (outcome.back() && event) state_->tell_others(this, *event);
        }
        return outcome;
    }

    Result<WgStatus> wireguard(const std::string& device) override {
        const std::lock_guard lock(state_->mutex);
        const auto found = state_->objects.find(key(WgDevice{.name = device}));
        if (found == state_->objects.end())
            return fail(Code::not_found, "the WireGuard device " + device + " cannot be read");
        WgStatus status{std::get<WgDevice>(found->second), state_->counters_of(device)};
        status.device.mtu = 0;
        return status;
    }

    Result<netfilter::Ruleset> netfilter() override {
        const std::lock_guard lock(state_->mutex);
        return state_->netfilter;
    }
    Result<std::vector<PortHolder>> holders(const Port& port) override {
        const std::lock_guard lock(state_->mutex);
        auto found = state_->holders;
        std::erase_if(found, [&](const auto& each) { return each.port != port; });
        return found;
    }
    Result<std::vector<UdpConnection>> udp_connections(std::uint16_t port) override {
        const std::lock_guard lock(state_->mutex);
        const auto found = state_->connections.find(port);
        return found == state_->connections.end() ? std::vector<UdpConnection>() : found->second;
    }

    Status watch(std::function<void(KernelEvent)> changed) override {
        const std::lock_guard lock(state_->mutex);
        state_->watchers[this] = std::move(changed);
        return {};
    }

  private:
    std::shared_ptr<State> state_;
};

FakeKernel::FakeKernel() : state_(std::make_shared<State>()) {}
FakeKernel::~FakeKernel() = default;

std::unique_ptr<ports::Kernel> FakeKernel::open() {
    return std::make_unique<Session>(state_);
}

FakeKernel::Objects FakeKernel::objects() const {
    const std::lock_guard lock(state_->mutex);
    return state_->objects;
}

Host FakeKernel::host() const {
    const std::lock_guard lock(state_->mutex);
    return state_->host_with_own_devices();
}

std::vector<FakeKernel::Batch> FakeKernel::applied() const {
    const std::lock_guard lock(state_->mutex);
    return state_->applied;
}

std::size_t FakeKernel::dumps() const {
    const std::lock_guard lock(state_->mutex);
    return state_->dumps;
}

void FakeKernel::set_host(Host host) {
    const std::lock_guard lock(state_->mutex);
    state_->host = std::move(host);
    state_->take_along(Object(Rule{}));
    state_->tell_others(nullptr, KernelEvent::links);
}

// Under the lock: a session, and what it calls back into, cannot go meanwhile.
void FakeKernel::disturb(KernelEvent event, const std::function<void(Objects&)>& edit) {
    const std::lock_guard lock(state_->mutex);
    const auto before = state_->objects;
    edit(state_->objects);
    for (const auto& [name, object] : before)
        if (!state_->objects.contains(name)) state_->take_along(object);
    state_->tell_others(nullptr, event);
}

void FakeKernel::set_netfilter(netfilter::Ruleset ruleset) {
    const std::lock_guard lock(state_->mutex);
    state_->netfilter = std::move(ruleset);
}

void FakeKernel::set_holders(std::vector<PortHolder> holders) {
    const std::lock_guard lock(state_->mutex);
    state_->holders = std::move(holders);
}

void FakeKernel::set_connections(std::uint16_t port, std::vector<UdpConnection> connections) {
    const std::lock_guard lock(state_->mutex);
    state_->connections[port] = std::move(connections);
}

void FakeKernel::set_counters(std::vector<PeerCounters> counters) {
    const std::lock_guard lock(state_->mutex);
    state_->counters = std::move(counters);
}

void FakeKernel::refuse(const std::string& key, Error error) {
    const std::lock_guard lock(state_->mutex);
    state_->refused.insert_or_assign(key, std::move(error));
}

void FakeKernel::allow(const std::string& key) {
    const std::lock_guard lock(state_->mutex);
    state_->refused.erase(key);
}

void FakeKernel::fail_dumps(std::optional<Error> error) {
    const std::lock_guard lock(state_->mutex);
    state_->dumps_fail = std::move(error);
}

} // namespace pic::fakes
