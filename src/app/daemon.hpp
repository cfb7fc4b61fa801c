// The daemon: everything that picd is made of, in the order in which the parts depend on each
// other.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "access/keeper.hpp"
#include "app/system_clock.hpp"
#include "control/control.hpp"
#include "dbus/service.hpp"
#include "dns/names_feed.hpp"
#include "dns/upstream_watch.hpp"
#include "endpoint/finder.hpp"
#include "hostfirewall/watch.hpp"
#include "http/server.hpp"
#include "mdns/service.hpp"
#include "store/store_thread.hpp"
#include "units/disk_files.hpp"
#include "units/journal.hpp"
#include "units/systemd_units.hpp"

namespace pic::app {

class Daemon {
  public:
    Daemon(std::shared_ptr<const control::Settings> settings, std::unique_ptr<store::Store> store,
           control::State loaded, std::unique_ptr<ports::Kernel> kernel);
    ~Daemon();

    void run(); // until SIGTERM or SIGINT

  private:
    void add_servers();
    void drain();
    void stop();
    void tell_state();
    void tell_state_soon();
    http::Options http_options();
    void keep_alive();
    void keep_authority();
    void keep_authority_within(std::chrono::seconds delay);

    boost::asio::io_context loop_{1};
    boost::asio::thread_pool workers_{4}, hashers_{2};
    SystemClock clock_;
    units::DiskFiles files_;
    units::SystemJournal journal_;
    units::SystemdUnits units_;
    store::StoreThread store_;
    control::KernelThread kernel_;
    control::Control control_;
    dns::NamesFeed names_;
    dns::UpstreamWatch upstreams_;
    access::Keeper sessions_;
    endpoint::Finder endpoint_;
    mdns::Service local_name_;
    hostfirewall::Watch firewalls_;
    dbus::Service dbus_;
    http::Server http_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer alive_, authority_, state_, drained_;
    control::Dispatcher::Subscription subscription_;
    bool ready_ = false, telling_ = false;
    std::string told_; // the line that systemctl status shows
};

} // namespace pic::app
