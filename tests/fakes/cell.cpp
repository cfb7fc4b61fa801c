#include "fakes/cell.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <sodium.h>
#include <stdexcept>

#include "app/load.hpp"
#include "app/operations.hpp"

namespace pic::fakes {

using control::Call;
using control::Done;
using control::Reply;

namespace {

constexpr auto patience = std::chrono::seconds(10);

// What cannot go wrong unless the machine under the test is broken.
template <class T>
T sure(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().text());
    return std::move(*result);
}

const control::Operation& find_operation(std::string_view name) {
    const auto all = app::operations();
    const auto found = std::ranges::find(all, name, &control::Operation::name);
    if (found == all.end()) throw std::logic_error("no operation " + std::string(name));
    return *found;
}

std::string new_folder() {
    std::string name = std::filesystem::temp_directory_path() / "pic-cell-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
}

// A whole second above the floor that the machine itself would show.
Time starting_time() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return std::max(now, clock_floor());
}

} // namespace

control::Caller admin() {
    return {"anna", model::Role::admin, {}, {}, {}, {}, true};
}

control::Caller nobody() {
    return {"nobody", std::nullopt, {}, {}, {}, {}, true};
}

control::Caller peer_user(const std::string& id) {
    return {"paul", model::Role::peer, id, {}, "10.9.0.2", {}, true};
}

ports::Host host_with_uplink(const std::string& device) {
    const auto prefix = [](std::string_view text) { return sure(net::Prefix::parse(text)); };
    const auto address = [](std::string_view text) { return sure(net::Address::parse(text)); };
    ports::Host host;
    host.links = {{1, "lo", "", 65536, true}, {2, device, "", 1500, true}};
    host.addresses = {{device, address("192.0.2.7"), 24}};
    host.routes = {{254, prefix("0.0.0.0/0"), 100, device, address("192.0.2.1"), {}},
                   {254, prefix("192.0.2.0/24"), 0, device, {}, address("192.0.2.7")},
                   {254, net::Prefix::all(net::Family::v6), 1024, device, address("fe80::1"), {}}};
    return host;
}

Cell::Cell(Wiring wiring) :
    clock(starting_time()), folder_(new_folder()), wiring_(std::move(wiring)) {
    std::signal(SIGPIPE, SIG_IGN); // as picd does
    if (sodium_init() < 0) throw std::runtime_error("no libsodium");
    key_ = random_secret(32);
    settings.state_directory = folder_;
    settings.runtime_directory = "/run/pic";
    files.folders = {"/run/pic/dns", "/run/pic/ntp", "/run/pic/web"};
    kernel.set_host(host_with_uplink());
    systemd.install("pic-plane.service");
    systemd.start("pic-plane.service");
    start();
}

Cell::~Cell() {
    stop();
    std::filesystem::remove_all(folder_);
}

void Cell::start() {
    auto store = sure(store::Store::open(folder_, key_));
    auto state = sure(app::load_state(*store));
    auto process = std::make_unique<Process>();
    process->units = systemd.connect(process->loop);
    process->store = std::make_unique<store::StoreThread>(std::move(store));
    process->kernel = std::make_unique<control::KernelThread>(kernel.open());
    process->control = std::make_unique<control::Control>(
        control::World{process->loop, process->workers, process->hashers, *process->store,
                       *process->kernel, *process->units, files, clock, journal},
        std::make_shared<const control::Settings>(settings), std::move(state));
    process_ = std::move(process);
    wiring_(control());
    control().start();
}

// Threads first: what they hand over must still find the loop.
void Cell::stop() {
    if (!process_) return;
    control().stop();
    process_->workers.join();
    process_->hashers.join();
    process_->store->finish();
    process_->kernel->finish();
    process_.reset();
}

void Cell::restart() {
    stop();
    start();
}

bool Cell::run_until(const std::function<bool()>& condition, std::chrono::milliseconds longest) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!condition()) {
        const auto left = end - std::chrono::steady_clock::now();
        if (left <= left.zero()) return false;
        process_->loop.run_one_for(left);
    }
    return true;
}

void Cell::run_for(std::chrono::milliseconds time) {
    (void)run_until([] { return false; }, time);
}

bool Cell::run_ticks() {
    return run_until([&, last = control().ticks() + 2] { return control().ticks() >= last; });
}

bool Cell::settle() {
    return run_until([&] { return observed().settled; });
}

void Cell::ask(std::string_view operation, Call call, Done done) {
    control().submit(find_operation(operation), std::move(call),
                     [this, done = std::move(done)](Result<Reply> reply) {
                         boost::asio::post(process_->loop,
                                           [done, reply = std::move(reply)] { done(reply); });
                     });
}

Result<Reply> Cell::submit(std::string_view operation, Call call) {
    std::optional<Result<Reply>> answer;
    ask(operation, std::move(call), [&](Result<Reply> reply) { answer = std::move(reply); });
    if (!run_until([&] { return answer.has_value(); }))
        throw std::runtime_error("no answer to " + std::string(operation));
    return std::move(*answer);
}

Result<Reply> Cell::submit(std::string_view operation, control::json::object input,
                           const control::Caller& caller) {
    Call call;
    call.caller = caller;
    call.input = std::move(input);
    return submit(operation, std::move(call));
}

std::vector<store::AuditRow> Cell::audit() {
    std::promise<std::vector<store::AuditRow>> rows;
    process_->store->read(
        [&](store::Store& store) { rows.set_value(sure(store.audit().list({})).rows); });
    return rows.get_future().get();
}

Result<Reply> Cell::change(const control::Decision& decision) {
    std::optional<Result<Reply>> answer;
    control().change(admin(), "test.change", decision,
                     [&](Result<Reply> reply) { answer = std::move(reply); });
    if (!run_until([&] { return answer.has_value(); }, patience))
        throw std::runtime_error("no answer to a change");
    return std::move(*answer);
}

void Cell::set_up() {
    (void)settle();
    (void)sure(submit("cell.setup", {{"name", "home"},
                                     {"ipv4", "10.9.0.0/20"},
                                     {"ipv6", "fd00:9::/64"},
                                     {"password", "four words of a test"}}));
    put("endpoint", model::Endpoint{.address = net::HostPort{"vpn.example.org", 51820}});
    if (!settle()) throw std::runtime_error("the cell does not settle");
}

} // namespace pic::fakes
