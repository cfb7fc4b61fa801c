#include "dbus/service.hpp"

#include <boost/asio/post.hpp>

#include <systemd/sd-bus.h>

#include "base/log.hpp"
#include "dbus/answer.hpp"
#include "dbus/call.hpp"
#include "dbus/introspection.hpp"
#include "dbus/names.hpp"

namespace pic::dbus {

namespace {

constexpr std::chrono::seconds name_retry{2};

void log_failure(const Status& outcome) {
    if (!outcome) log::warning("D-Bus: " + outcome.error().text());
}

std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string() : text;
}

} // namespace

Service::Service(boost::asio::io_context& loop, std::string address,
                 control::Dispatcher& dispatcher, std::span<const control::Operation> operations,
                 const Limits& limits) :
    loop_(loop),
    dispatcher_(dispatcher), operations_(operations), limits_(limits), retry_(loop), telling_(loop),
    untold_(limits.untold), bus_(loop, std::move(address), [this] { connected(); }),
    authority_(bus_, limits.questions) {
    for (const auto& operation : operations_)
        if (!operation.own_session)
            methods_[interface_name(operation.noun()) + "." + member_name(operation.verb())] =
                &operation;
    subscription_ = dispatcher_.subscribe([this](const control::Event& event) { tell(event); });
}

void Service::connected() {
    under_way_.clear();
    waiting_.clear();
    log_failure(bus_.object(object_path, [this](sd_bus_message* message) { called(message); }));
    log_failure(bus_.match("type='signal',sender='org.freedesktop.DBus',"
                           "member='NameOwnerChanged',arg2=''",
                           [this](sd_bus_message* message) {
                               const char* gone = nullptr;
                               if (sd_bus_message_read(message, "s", &gone) >= 0)
                                   under_way_.erase(gone);
                           }));
    request_name();
}

// Refused while the bus has not read our policy yet, as it may be in the minute of an installation.
void Service::request_name() {
    log_failure(bus_.request_name(bus_name, [this](sd_bus_message* reply) {
        const auto outcome = bus::status_of(reply);
        if (outcome) return;
        log::warning("The name " + std::string(bus_name) +
                     " is not to be had yet, so picctl finds nobody: " + outcome.error().text());
        retry_.expires_after(name_retry);
        retry_.async_wait([this](auto failure) {
            if (!failure && bus_.connected()) request_name();
        });
    }));
}

void Service::called(sd_bus_message* raw) {
    const bus::Message message(sd_bus_message_ref(raw));
    const auto interface = text_or_empty(sd_bus_message_get_interface(raw));
    const auto member = text_or_empty(sd_bus_message_get_member(raw));
    if (interface == "org.freedesktop.DBus.Introspectable" && member == "Introspect") {
        sd_bus_message* reply = nullptr;
        if (sd_bus_message_new_method_return(raw, &reply) < 0) return;
        const bus::Message owned(reply);
        const auto text = introspection(operations_);
        sd_bus_message_append(reply, "s", text.c_str());
        return log_failure(bus_.send(bus::Message(sd_bus_message_ref(reply))));
    }
    const auto found = methods_.find(interface + "." + member);
    if (found == methods_.end())
        return answer(message, fail(Code::not_found,
                                    "the cell has no operation " + interface + "." + member));
    if (auto room = check_room(text_or_empty(sd_bus_message_get_sender(raw))); !room)
        return answer(message, fail(std::move(room).error()));
    // Before polkit is asked, which may take a person's minutes: what is too large is not kept.
    auto call = read_call(raw);
    if (!call) return answer(message, fail(std::move(call).error()));
    auto kept = envelope(raw);
    if (!kept) return answer(message, fail(std::move(kept).error()));
    admit(std::move(*kept), *found->second, std::move(*call),
          sd_bus_message_get_allow_interactive_authorization(raw) > 0);
}

Status Service::check_room(const std::string& sender) const {
    const auto own = under_way_.find(sender);
    if (own != under_way_.end() && own->second >= limits_.of_sender)
        return fail(Code::too_many, "too many calls at a time", {},
                    "wait for the answers to the earlier ones");
    if (waiting_.size() < limits_.in_all) return {};
    return fail(Code::too_many, "the cell has too many calls of others to answer", {},
                "try again in a moment");
}

void Service::admit(bus::Message kept, const control::Operation& operation, control::Call call,
                    bool interactive) {
    const auto sender = text_or_empty(sd_bus_message_get_sender(kept.get()));
    const auto number = ++calls_;
    ++under_way_[sender];
    waiting_.emplace(number, std::move(kept));
    const auto right = control::right_of(operation, call);
    authority_.check(
        sender, right, interactive,
        [this, number, &operation, call = std::move(call)](Result<control::Caller> caller) mutable {
            if (!caller) return finish(number, fail(std::move(caller).error()));
            call.caller = std::move(*caller);
            submit(number, operation, std::move(call));
        });
}

// Answered by any thread; what belongs to the bus stays on this one.
void Service::submit(std::uint64_t number, const control::Operation& operation,
                     control::Call call) {
    dispatcher_.submit(operation, std::move(call), [this, number](Result<control::Reply> reply) {
        boost::asio::post(loop_,
                          [this, number, reply = std::move(reply)] { finish(number, reply); });
    });
}

void Service::finish(std::uint64_t number, const Result<control::Reply>& reply) {
    const auto place = waiting_.find(number);
    if (place == waiting_.end()) return; // of a connection that is gone
    const auto message = std::move(place->second);
    waiting_.erase(place);
    const auto count = under_way_.find(text_or_empty(sd_bus_message_get_sender(message.get())));
    if (count != under_way_.end() && --count->second <= 0) under_way_.erase(count);
    answer(message, reply);
    if (waiting_.empty() && idle_) when_idle(std::exchange(idle_, nullptr));
}

void Service::when_idle(std::function<void()> answered) {
    if (!waiting_.empty()) {
        idle_ = std::move(answered);
        return;
    }
    tell_all(); // there may be no later
    answered();
}

void Service::answer(const bus::Message& message, const Result<control::Reply>& reply) {
    if (auto text = dbus::answer(message.get(), reply)) log_failure(bus_.send(std::move(text)));
}

void Service::tell(const control::Event& event) {
    if (!bus_.connected()) return;
    const bool soon = !untold_.empty();
    if (!untold_.push(event)) {
        tell_all();
        (void)untold_.push(event); // there is room now
        return;
    }
    if (soon) return;
    telling_.expires_after(limits_.told_together);
    telling_.async_wait([this](auto failure) {
        if (!failure) tell_all();
    });
}

void Service::tell_all() {
    while (!untold_.empty()) {
        const auto event = untold_.pop();
        if (bus_.connected()) log_failure(signal(event));
    }
}

Status Service::signal(const control::Event& event) {
    PIC_LET(signal, bus_.signal(object_path, bus_name, "Changed"));
    sd_bus_message_append(signal.get(), "sst", event.noun.c_str(), event.id.c_str(),
                          event.generation);
    return bus_.send(std::move(signal));
}

} // namespace pic::dbus
