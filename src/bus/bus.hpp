// A connection to a message bus (sd-bus(3)) inside an Asio io_context. It comes back by itself:
// when the bus goes away every pending call is answered with an error, and after each connect the
// `connected` callback registers what the owner wants there, before any message is handled.
//
// Everything on the one thread that runs the io_context; no call blocks. Callbacks live in the Bus:
// destroying it drops them, so an owner of a Bus may let them capture itself. Not from inside one.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/backoff.hpp"
#include "base/result.hpp"
#include "bus/handles.hpp"

namespace pic::bus {

class Bus {
  public:
    // A message is the caller's to read during the callback only; sd_bus_message_ref(3) keeps it.
    using Handler = std::function<void(sd_bus_message*)>;

    // `address` as in the D-Bus Specification, "Server Addresses"; empty: the system bus.
    Bus(boost::asio::io_context& io, std::string address, std::function<void()> connected);
    ~Bus();
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;

    void start(); // connects, and keeps trying
    bool connected() const { return link_ != nullptr; }

    Result<Message> method_call(const char* service, const char* path, const char* interface,
                                const char* method);
    Result<Message> signal(const char* path, const char* interface, const char* name);

    // Sends, and hands over the reply or error message. Nothing is called back when this fails.
    Status call(Message message, Handler answered, std::chrono::seconds timeout);
    Status send(Message message);

    // Until the connection ends; see sd_bus_add_match(3), sd_bus_add_object(3). An object's handler
    // gets every method call to that path and must answer it.
    Status match(const std::string& rule, Handler matched);
    Status object(const std::string& path, Handler called);
    Status request_name(const std::string& name, Handler answered);

  private:
    struct Link;

    void connect();
    void retry_later();
    Result<std::unique_ptr<Link>> open();
    void lost(int error);
    void pump();
    void arm();
    void kick(); // what was queued from outside a callback would wait for the next event

    boost::asio::io_context& io_;
    std::string address_;
    std::function<void()> connected_;
    std::shared_ptr<Link> link_; // handlers hold it weakly: gone with the connection
    Backoff backoff_;
    boost::asio::steady_timer retry_;
    std::shared_ptr<Bus*> self_; // what outlives the connection asks whether this is still here
};

// The error that a reply carries, if it is one. What picd does not know becomes Code::internal with
// the D-Bus name as a cause.
Status status_of(sd_bus_message* reply);

// The D-Bus error name of a reply; empty: it is none.
std::string error_name(sd_bus_message* reply);

} // namespace pic::bus
