// Who calls, and whether polkit lets him (org.freedesktop.PolicyKit1.Authority). Control thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bus/bus.hpp"
#include "control/operation.hpp"

namespace pic::dbus {

class Authority {
  public:
    Authority(bus::Bus& bus, std::size_t most_questions) :
        bus_(bus), most_questions_(most_questions) {}

    // The caller as an administrator; Code::not_permitted when polkit says no, Code::too_many when
    // it has that many questions to answer. `interactive`: a person is there who may be asked for a
    // password.
    using Decided = std::function<void(Result<control::Caller>)>;
    void check(const std::string& sender, control::Right right, bool interactive, Decided decided);

  private:
    void ask_polkit(const std::string& sender, control::Right right, bool interactive,
                    std::uint32_t uid, Decided decided);
    std::string actor(std::uint32_t uid);

    bus::Bus& bus_;
    std::size_t most_questions_;
    // Held by each question that is not answered, however it ends: the use count tells their
    // number.
    std::shared_ptr<void> question_ = std::make_shared<char>();
    std::map<std::uint32_t, std::string> actors_; // the user database may be slow
};

} // namespace pic::dbus
