// polkit on a bus of the test's own, for what is asked of it and what becomes of its answers. That
// the real one understands these questions is seen in tests/system.
#pragma once

#include <string>
#include <vector>

#include "bus/bus.hpp"

namespace pic::dbus {

class Polkit {
  public:
    Polkit(boost::asio::io_context& loop, const std::string& address) :
        bus_(loop, address, [this] { connected(); }) {
        bus_.start();
    }

    bool ready() const { return ready_; }
    bool allows = true;
    bool thinks = false;            // answers to nothing until finish()
    std::vector<std::string> asked; // which rights

    void finish() {
        for (auto& call : std::exchange(waiting_, {}))
            answer(call.get());
    }

  private:
    void connected() {
        (void)bus_.object("/org/freedesktop/PolicyKit1/Authority",
                          [this](sd_bus_message* call) { heard(call); });
        (void)bus_.request_name("org.freedesktop.PolicyKit1",
                                [this](sd_bus_message*) { ready_ = true; });
    }

    // CheckAuthorization(subject (sa{sv}), action s, details a{ss}, flags u, cancellation s)
    void heard(sd_bus_message* call) {
        const char* action = "";
        sd_bus_message_skip(call, "(sa{sv})");
        sd_bus_message_read(call, "s", &action);
        asked.emplace_back(action);
        if (thinks) return waiting_.emplace_back(sd_bus_message_ref(call)), void();
        answer(call);
    }

    void answer(sd_bus_message* call) {
        sd_bus_message* raw = nullptr;
        sd_bus_message_new_method_return(call, &raw);
        bus::Message reply(raw);
        sd_bus_message_append(raw, "(bba{ss})", static_cast<int>(allows), 0, 0);
        (void)bus_.send(std::move(reply));
    }

    bool ready_ = false;
    std::vector<bus::Message> waiting_;
    bus::Bus bus_;
};

} // namespace pic::dbus
