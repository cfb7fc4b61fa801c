#include "bus/bus.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <poll.h>

#include "base/log.hpp"

namespace pic::bus {

namespace asio = boost::asio;

namespace {

constexpr int messages_per_turn = 64; // then others on this thread get theirs

void close_bus(sd_bus* bus) {
    sd_bus_close_unref(bus);
}

void drop_handler(void* handler) {
    delete static_cast<Bus::Handler*>(handler);
}

int on_reply(sd_bus_message* message, void* handler, sd_bus_error*) noexcept {
    (*static_cast<Bus::Handler*>(handler))(message);
    return 0;
}

int on_call(sd_bus_message* message, void* handler, sd_bus_error*) noexcept {
    (*static_cast<Bus::Handler*>(handler))(message);
    return 1;
}

// The slot stays with the connection and owns the handler.
Status settle(int result, sd_bus_slot* raw, std::unique_ptr<Bus::Handler> handler,
              const char* what) {
    const Slot slot(raw);
    if (result < 0) return fail(errno_error(-result, what));
    sd_bus_slot_set_destroy_callback(slot.get(), drop_handler);
    static_cast<void>(handler.release());
    sd_bus_slot_set_floating(slot.get(), 1);
    return {};
}

Error not_connected() {
    return {Code::unavailable,
            "the message bus is not reachable",
            {},
            "see: systemctl status dbus",
            {}};
}

} // namespace

struct Bus::Link {
    Link(asio::io_context& io, Handle<sd_bus, close_bus> own, int watched) :
        bus(std::move(own)), stream(io, watched), timer(io) {}

    Handle<sd_bus, close_bus> bus;
    asio::posix::stream_descriptor stream; // a duplicate: Asio closes what it watches
    asio::steady_timer timer;
    bool reading = false, writing = false, kicked = false;
};

Bus::Bus(asio::io_context& io, std::string address, std::function<void()> connected) :
    io_(io), address_(address.empty() ? "unix:path=/run/dbus/system_bus_socket" : address),
    connected_(std::move(connected)),
    backoff_(std::chrono::milliseconds(100), std::chrono::seconds(10)), retry_(io),
    self_(std::make_shared<Bus*>(this)) {}

Bus::~Bus() = default;

void Bus::start() {
    connect();
}

Result<std::unique_ptr<Bus::Link>> Bus::open() {
    sd_bus* raw = nullptr;
    int result = sd_bus_new(&raw);
    Handle<sd_bus, close_bus> bus(raw);
    if (result >= 0) result = sd_bus_set_address(raw, address_.c_str());
    if (result >= 0) result = sd_bus_set_bus_client(raw, 1);
    if (result >= 0) result = sd_bus_negotiate_fds(raw, 1);
    if (result >= 0) result = sd_bus_start(raw);
    if (result < 0) return fail(errno_error(-result, "cannot connect to " + address_));
    const int watched = ::fcntl(sd_bus_get_fd(raw), F_DUPFD_CLOEXEC, 3);
    if (watched < 0) return fail(errno_error(errno, "cannot watch the bus"));
    return std::make_unique<Link>(io_, std::move(bus), watched);
}

void Bus::connect() {
    auto link = open();
    if (!link) {
        log::debug(link.error().text());
        return retry_later();
    }
    link_ = std::move(*link);
    if (connected_) connected_();
    pump();
}

void Bus::lost(int error) {
    log::warning("the message bus is gone, connecting again", {{"ERRNO", std::to_string(-error)}});
    link_.reset();
    retry_later();
}

void Bus::retry_later() {
    retry_.expires_after(backoff_.failed());
    retry_.async_wait([weak = std::weak_ptr(self_)](boost::system::error_code stopped) {
        const auto self = weak.lock();
        if (self && !stopped) (*self)->connect();
    });
}

void Bus::pump() {
    const auto link = link_;
    for (int turn = 0; turn < messages_per_turn; ++turn) {
        const int result = sd_bus_process(link->bus.get(), nullptr);
        if (result < 0) return lost(result);
        if (result == 0) return arm();
        if (sd_bus_is_ready(link->bus.get()) > 0) backoff_.succeeded();
    }
    arm();
    kick();
}

void Bus::arm() {
    auto& link = *link_;
    const std::weak_ptr<Link> weak = link_;
    const auto wait = [&](auto what, bool Link::*waiting) {
        link.*waiting = true;
        link.stream.async_wait(what, [this, weak, waiting](boost::system::error_code) {
            const auto alive = weak.lock();
            if (!alive) return;
            (*alive).*waiting = false;
            pump();
        });
    };
    if (!link.reading) wait(asio::posix::descriptor_base::wait_read, &Link::reading);
    const int events = sd_bus_get_events(link.bus.get());
    if (events > 0 && (events & POLLOUT) != 0 && !link.writing)
        wait(asio::posix::descriptor_base::wait_write, &Link::writing);

    std::uint64_t due = UINT64_MAX; // microseconds of CLOCK_MONOTONIC, which is steady_clock
    sd_bus_get_timeout(link.bus.get(), &due);
    if (due == UINT64_MAX) return;
    link.timer.expires_at(std::chrono::steady_clock::time_point(std::chrono::microseconds(due)));
    link.timer.async_wait([this, weak](boost::system::error_code stopped) {
        if (!stopped && weak.lock()) pump();
    });
}

void Bus::kick() {
    if (std::exchange(link_->kicked, true)) return;
    asio::post(io_, [this, weak = std::weak_ptr<Link>(link_)] {
        const auto alive = weak.lock();
        if (!alive) return;
        alive->kicked = false;
        pump();
    });
}

Result<Message> Bus::method_call(const char* service, const char* path, const char* interface,
                                 const char* method) {
    if (!link_) return fail(not_connected());
    sd_bus_message* raw = nullptr;
    const int result =
        sd_bus_message_new_method_call(link_->bus.get(), &raw, service, path, interface, method);
    if (result < 0) return fail(errno_error(-result, "cannot build a call"));
    return Message(raw);
}

Result<Message> Bus::signal(const char* path, const char* interface, const char* name) {
    if (!link_) return fail(not_connected());
    sd_bus_message* raw = nullptr;
    const int result = sd_bus_message_new_signal(link_->bus.get(), &raw, path, interface, name);
    if (result < 0) return fail(errno_error(-result, "cannot build a signal"));
    return Message(raw);
}

Status Bus::call(Message message, Handler answered, std::chrono::seconds timeout) {
    if (!link_) return fail(not_connected());
    auto handler = std::make_unique<Handler>(std::move(answered));
    sd_bus_slot* slot = nullptr;
    const auto microseconds = std::chrono::microseconds(timeout).count();
    const int result = sd_bus_call_async(link_->bus.get(), &slot, message.get(), on_reply,
                                         handler.get(), static_cast<std::uint64_t>(microseconds));
    kick();
    return settle(result, slot, std::move(handler), "cannot send to the bus");
}

Status Bus::send(Message message) {
    if (!link_) return fail(not_connected());
    const int result = sd_bus_send(link_->bus.get(), message.get(), nullptr);
    kick();
    if (result < 0) return fail(errno_error(-result, "cannot send to the bus"));
    return {};
}

Status Bus::match(const std::string& rule, Handler matched) {
    if (!link_) return fail(not_connected());
    auto handler = std::make_unique<Handler>(std::move(matched));
    sd_bus_slot* slot = nullptr;
    const int result = sd_bus_add_match_async(link_->bus.get(), &slot, rule.c_str(), on_reply,
                                              nullptr, handler.get());
    kick();
    return settle(result, slot, std::move(handler), "cannot subscribe on the bus");
}

Status Bus::object(const std::string& path, Handler called) {
    if (!link_) return fail(not_connected());
    auto handler = std::make_unique<Handler>(std::move(called));
    sd_bus_slot* slot = nullptr;
    const int result =
        sd_bus_add_object(link_->bus.get(), &slot, path.c_str(), on_call, handler.get());
    return settle(result, slot, std::move(handler), "cannot offer an object on the bus");
}

Status Bus::request_name(const std::string& name, Handler answered) {
    if (!link_) return fail(not_connected());
    auto handler = std::make_unique<Handler>(std::move(answered));
    sd_bus_slot* slot = nullptr;
    const int result = sd_bus_request_name_async(link_->bus.get(), &slot, name.c_str(), 0, on_reply,
                                                 handler.get());
    kick();
    return settle(result, slot, std::move(handler), "cannot ask for a name on the bus");
}

} // namespace pic::bus
