// A whole cell on fakes: the real control loop, store (in a folder of its own), plan and
// operations, with the kernel, systemd, files and clock in memory. The test turns the loop: nothing
// happens but in run_until() and what uses it.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <string>

#include "control/control.hpp"
#include "fakes/clock.hpp"
#include "fakes/files.hpp"
#include "fakes/journal.hpp"
#include "fakes/kernel.hpp"
#include "fakes/systemd.hpp"
#include "store/store_thread.hpp"

namespace pic::fakes {

control::Caller admin();
control::Caller nobody();
control::Caller peer_user(const std::string& id); // with role peer and no session

// A machine with one uplink, 192.0.2.7/24 by `device`.
ports::Host host_with_uplink(const std::string& device = "eth0");

class Cell {
  public:
    // What a test adds to the loop before it starts, at each restart again: servers, listeners.
    using Wiring = std::function<void(control::Control&)>;
    explicit Cell(Wiring wiring = [](control::Control&) {});
    ~Cell();
    Cell(const Cell&) = delete;
    Cell& operator=(const Cell&) = delete;

    // Asks over no front end; waits for the answer. The operation must be in app::operations().
    Result<control::Reply> submit(std::string_view operation, control::json::object input = {},
                                  const control::Caller& caller = admin());
    Result<control::Reply> submit(std::string_view operation, control::Call call);
    // The same without waiting; `done` is called on the loop.
    void ask(std::string_view operation, control::Call call, control::Done done);

    // Writes documents as picd itself does, past every operation; waits until they are durable.
    Result<control::Reply> change(const control::Decision& decision);
    template <class T>
    void put(const std::string& id, T value) {
        (void)change([&](const control::Context&) -> Result<control::Change> {
            return std::move(control::Change().put(id, std::move(value)));
        });
    }

    // A cell named "home" with an address on the internet, its data plane settled.
    void set_up();
    // Ends picd as SIGTERM does and starts it again from the disk; the fakes stay as they are.
    void restart();
    void stop();
    void start();

    // Turns the loop until `condition` holds; false after `patience`.
    [[nodiscard]] bool run_until(const std::function<bool()>& condition,
                                 std::chrono::milliseconds patience = std::chrono::seconds(10));
    void run_for(std::chrono::milliseconds time); // to see that something does not happen
    // The same of what the loop does by itself, now and then: it had two turns at it.
    [[nodiscard]] bool run_ticks();
    [[nodiscard]] bool settle(); // until a check has found the kernel as wanted

    control::Control& control() { return *process_->control; }
    const model::View& view() const { return *process_->control->snapshot()->view; }
    const control::Observed& observed() const { return *process_->control->snapshot()->observed; }
    std::vector<store::AuditRow> audit(); // newest first
    const std::string& folder() const { return folder_; }
    const Secret& key() const { return key_; }

    FakeClock clock;
    FakeKernel kernel;
    FakeSystemd systemd{clock};
    FakeFiles files;
    FakeJournal journal;
    control::Settings settings; // takes effect at the next start

  private:
    struct Process { // what a restart replaces, in order of dependency
        boost::asio::io_context loop{1};
        boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy{
            loop.get_executor()};
        boost::asio::thread_pool workers{2}, hashers{2};
        std::unique_ptr<ports::Units> units;
        std::unique_ptr<store::StoreThread> store;
        std::unique_ptr<control::KernelThread> kernel;
        std::unique_ptr<control::Control> control;
    };

    std::string folder_;
    Secret key_;
    Wiring wiring_;
    std::unique_ptr<Process> process_;
};

} // namespace pic::fakes
