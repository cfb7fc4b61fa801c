// Who calls, and whether polkit lets him (org.freedesktop.PolicyKit1.Authority). Control thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "bus/bus.hpp"
#include "control/operation.hpp"

namespace pic::dbus {

class Authority {
  public:
    explicit Authority(bus::Bus& bus) : bus_(bus) {}

    // The caller as an administrator; Code::not_permitted when polkit says no. `interactive`: a
    // person is there who may be asked for a password.
    using Decided = std::function<void(Result<control::Caller>)>;
    void check(const std::string& sender, control::Right right, bool interactive, Decided decided);

  private:
    void ask_polkit(const std::string& sender, control::Right right, bool interactive,
                    std::uint32_t uid, Decided decided);
    std::string actor(std::uint32_t uid);

    bus::Bus& bus_;
    std::map<std::uint32_t, std::string> actors_; // the user database may be slow
};

} // namespace pic::dbus
