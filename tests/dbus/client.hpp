// Who calls picd over a bus of the test's own: root or, where the test runs as root, nobody.
#pragma once

#include <memory>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

#include "base/result.hpp"
#include "bus/bus.hpp"
#include "bus/value.hpp"
#include "dbus/names.hpp"

namespace pic::dbus {

// Is that user to whom this thread connects meanwhile; the C library's call would change all
// threads.
class As {
  public:
    explicit As(uid_t user) { change(user); }
    ~As() { change(0); }
    As(const As&) = delete;
    As& operator=(const As&) = delete;

  private:
    static void change(uid_t user) {
        if (::getuid() == 0) ::syscall(SYS_setresuid, -1, user, -1);
    }
};

struct Answered {
    bool done = false;
    std::string error, detail; // D-Bus name and text; empty: none
    bus::json::object body;
};
using Pending = std::shared_ptr<Answered>;

class Client {
  public:
    Client(boost::asio::io_context& loop, const std::string& address, uid_t user) :
        bus_(loop, address, [this] { ready_ = true; }) {
        const As him(user);
        bus_.start();
    }

    bool ready() const { return ready_; }

    Pending ask(const char* noun, const char* method, const bus::json::object& input = {}) {
        return ask(noun, method, [&](sd_bus_message* call) { (void)bus::append(call, input); });
    }
    // With the arguments that `write` appends.
    Pending ask(const char* noun, const char* method, const auto& write) {
        auto answered = std::make_shared<Answered>();
        auto call = bus_.method_call(bus_name, object_path, interface_name(noun).c_str(), method);
        write(call->get());
        const auto heard = [answered](sd_bus_message* reply) {
            answered->done = true;
            answered->error = bus::error_name(reply);
            const char* text = "";
            if (!answered->error.empty()) sd_bus_message_read(reply, "s", &text);
            answered->detail = text;
            answered->body = bus::read(reply).value_or(bus::json::object());
        };
        (void)bus_.call(std::move(*call), heard, std::chrono::seconds(60));
        return answered;
    }

    // The id of everything of that noun that is told of from now on.
    void hear(const std::string& noun, std::vector<std::string>& heard) {
        const auto told = [&heard](sd_bus_message* signal) {
            const char* id = "";
            if (sd_bus_message_read(signal, "ss", nullptr, &id) > 0) heard.emplace_back(id);
        };
        (void)bus_.match("type='signal',member='Changed',arg0='" + noun + "'", told);
    }

  private:
    bool ready_ = false;
    bus::Bus bus_;
};

} // namespace pic::dbus
