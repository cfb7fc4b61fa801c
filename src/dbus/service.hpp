// The D-Bus front end. Control thread only.
#pragma once

#include <map>
#include <span>

#include "bus/bus.hpp"
#include "control/dispatcher.hpp"
#include "dbus/authority.hpp"

namespace pic::dbus {

class Service {
  public:
    // `address` as of bus::Bus; empty: the system bus. `operations` outlive the service.
    Service(boost::asio::io_context& loop, std::string address, control::Dispatcher& dispatcher,
            std::span<const control::Operation> operations);

    void start() { bus_.start(); }

  private:
    void connected();
    void request_name();
    void called(sd_bus_message* message);
    void submit(std::uint64_t number, const control::Operation& operation, control::Call call);
    void finish(std::uint64_t number, const Result<control::Reply>& reply);
    void answer(const bus::Message& message, const Result<control::Reply>& reply);
    void tell(const control::Event& event);

    boost::asio::io_context& loop_;
    control::Dispatcher& dispatcher_;
    std::span<const control::Operation> operations_;
    std::map<std::string, const control::Operation*> methods_; // "interface.member"
    std::map<std::string, int> under_way_;                     // calls by sender
    std::map<std::uint64_t, bus::Message> waiting_; // calls that are not answered, by number
    std::uint64_t calls_ = 0;
    control::Dispatcher::Subscription subscription_;
    boost::asio::steady_timer retry_; // for the name
    bus::Bus bus_;
    Authority authority_;
};

} // namespace pic::dbus
