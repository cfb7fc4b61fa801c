// The D-Bus front end. Control thread only.
#pragma once

#include <map>
#include <span>

#include "bus/bus.hpp"
#include "control/dispatcher.hpp"
#include "control/event_queue.hpp"
#include "dbus/authority.hpp"

namespace pic::dbus {

// Calls that are not answered. A person whom polkit asks has two minutes: what waits for that is
// less than all, so that root, about whom nobody is asked, still finds room.
struct Limits {
    int of_sender = 16;
    std::size_t questions = 256, in_all = 512;
    std::size_t untold = 256; // events; of more, the first are told at once

    // Nobody sees that much later, and many changes of one thing are one signal: the bus is woken
    // for it, and each costs it as much as a call.
    std::chrono::milliseconds told_together{50};
};

class Service {
  public:
    // `address` as of bus::Bus; empty: the system bus. `operations` outlive the service.
    Service(boost::asio::io_context& loop, std::string address, control::Dispatcher& dispatcher,
            std::span<const control::Operation> operations, const Limits& limits = {});

    void start() { bus_.start(); }
    // `answered` is called, once, when nobody waits for an answer.
    void when_idle(std::function<void()> answered);

  private:
    void connected();
    void request_name();
    void called(sd_bus_message* message);
    Status check_room(const std::string& sender) const;
    void admit(bus::Message kept, const control::Operation& operation, control::Call call,
               bool interactive);
    void submit(std::uint64_t number, const control::Operation& operation, control::Call call);
    void finish(std::uint64_t number, const Result<control::Reply>& reply);
    void answer(const bus::Message& message, const Result<control::Reply>& reply);
    void tell(const control::Event& event);
    void tell_all();
    Status signal(const control::Event& event);

    boost::asio::io_context& loop_;
    control::Dispatcher& dispatcher_;
    std::span<const control::Operation> operations_;
    Limits limits_;
    std::map<std::string, const control::Operation*> methods_; // "interface.member"
    std::map<std::string, int> under_way_;                     // calls by sender
    std::map<std::uint64_t, bus::Message> waiting_;            // envelopes of calls, by number
    std::uint64_t calls_ = 0;
    std::function<void()> idle_; // who waits for that
    control::Dispatcher::Subscription subscription_;
    boost::asio::steady_timer retry_; // for the name
    boost::asio::steady_timer telling_;
    control::EventQueue untold_;
    bus::Bus bus_;
    Authority authority_;
};

} // namespace pic::dbus
