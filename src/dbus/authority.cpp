#include "dbus/authority.hpp"

#include <systemd/sd-bus.h>

#include "base/local_user.hpp"

namespace pic::dbus {

namespace {

using namespace std::chrono_literals;
constexpr auto bus_patience = 5s;
constexpr auto person_patience = 120s; // who types a password

Error refused(control::Right right) {
    return {Code::not_permitted,
            "polkit does not allow this (" + std::string(control::polkit_action(right)) + ")",
            {},
            "run it with sudo",
            {}};
}

} // namespace

std::string Authority::actor(std::uint32_t uid) {
    auto& text = actors_[uid];
    if (!text.empty()) return text;
    text = "uid:" + std::to_string(uid);
    if (const auto name = local_user(uid)) text += "(" + *name + ")";
    return text;
}

void Authority::check(const std::string& sender, control::Right right, bool interactive,
                      Decided decided) {
    auto message = bus_.method_call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                    "org.freedesktop.DBus", "GetConnectionUnixUser");
    if (!message) return decided(fail(std::move(message).error()));
    sd_bus_message_append(message->get(), "s", sender.c_str());
    const auto answered = [this, sender, right, interactive, decided](sd_bus_message* reply) {
        std::uint32_t uid = 0;
        if (!bus::status_of(reply) || sd_bus_message_read(reply, "u", &uid) < 0)
            return decided(fail(Code::not_permitted, "the bus does not say who is calling"));
        if (uid != 0) return ask_polkit(sender, right, interactive, uid, decided);
        decided(control::Caller{.actor = actor(uid), .role = model::Role::admin});
    };
    if (auto sent = bus_.call(std::move(*message), answered, bus_patience); !sent)
        decided(fail(std::move(sent).error()));
}

void Authority::ask_polkit(const std::string& sender, control::Right right, bool interactive,
                           std::uint32_t uid, Decided decided) {
    if (static_cast<std::size_t>(question_.use_count()) > most_questions_)
        return decided(fail(Code::too_many, "polkit has too many questions to answer already", {},
                            "try again in a moment, or run it with sudo"));
    auto message =
        bus_.method_call("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority",
                         "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
    if (!message) return decided(fail(std::move(message).error()));
    const std::string action(control::polkit_action(right));
    sd_bus_message_append(message->get(), "(sa{sv})", "system-bus-name", 1, "name", "s",
                          sender.c_str());
    sd_bus_message_append(message->get(), "sa{ss}us", action.c_str(), 0,
                          static_cast<std::uint32_t>(interactive), "");
    auto answered = [this, right, uid, decided, held = question_](sd_bus_message* reply) {
        int allowed = 0, challenge = 0;
        if (auto outcome = bus::status_of(reply); !outcome)
            return decided(fail(std::move(outcome).error().within("polkit cannot be asked")));
        if (sd_bus_message_enter_container(reply, 'r', "bba{ss}") < 0 ||
            sd_bus_message_read(reply, "bb", &allowed, &challenge) < 0 || allowed == 0)
            return decided(fail(refused(right)));
        decided(control::Caller{.actor = actor(uid), .role = model::Role::admin});
    };
    if (auto sent = bus_.call(std::move(*message), std::move(answered), person_patience); !sent)
        decided(fail(std::move(sent).error()));
}

} // namespace pic::dbus
