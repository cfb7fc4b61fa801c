#include <algorithm>
#include <cstdint>

#include "bus/text.hpp"
#include "bus/value.hpp"

namespace pic::bus {

namespace {

Status checked(int result, const char* what) {
    if (result < 0) return fail(errno_error(-result, what));
    return {};
}

Status append_value(sd_bus_message* to, const json::value& value, int level);

Status check_level(int level) {
    if (level > deepest) return fail(Code::internal, "a value is nested too deeply for D-Bus");
    return {};
}

Status append_basic(sd_bus_message* to, char type, const void* content) {
    const char signature[] = {type, '\0'};
    PIC_TRY(checked(sd_bus_message_open_container(to, 'v', signature), "cannot build a message"));
    PIC_TRY(checked(sd_bus_message_append_basic(to, type, content), "cannot build a message"));
    return checked(sd_bus_message_close_container(to), "cannot build a message");
}

Status check_text(std::string_view text) {
    if (!is_bus_text(text))
        return fail(Code::internal, "a text holds bytes that D-Bus cannot carry");
    return {};
}

Status append_text(sd_bus_message* to, std::string_view text) {
    PIC_TRY(check_text(text));
    return append_basic(to, 's', std::string(text).c_str());
}

bool only_strings(const json::array& list) {
    return std::ranges::all_of(list, [](const json::value& item) { return item.is_string(); });
}

Status append_strings(sd_bus_message* to, const json::array& list) {
    PIC_TRY(checked(sd_bus_message_open_container(to, 'v', "as"), "cannot build a message"));
    PIC_TRY(checked(sd_bus_message_open_container(to, 'a', "s"), "cannot build a message"));
    for (const auto& item : list) {
        PIC_TRY(check_text(item.get_string()));
        PIC_TRY(checked(sd_bus_message_append_basic(to, 's', item.get_string().c_str()),
                        "cannot build a message"));
    }
    PIC_TRY(checked(sd_bus_message_close_container(to), "cannot build a message"));
    return checked(sd_bus_message_close_container(to), "cannot build a message");
}

Status append_list(sd_bus_message* to, const json::array& list, int level) {
    if (!list.empty()) PIC_TRY(check_level(level + 1));
    if (only_strings(list)) return append_strings(to, list);
    PIC_TRY(checked(sd_bus_message_open_container(to, 'v', "av"), "cannot build a message"));
    PIC_TRY(checked(sd_bus_message_open_container(to, 'a', "v"), "cannot build a message"));
    for (const auto& item : list)
        PIC_TRY(append_value(to, item, level + 1));
    PIC_TRY(checked(sd_bus_message_close_container(to), "cannot build a message"));
    return checked(sd_bus_message_close_container(to), "cannot build a message");
}

Status append_each(sd_bus_message* to, const json::object& object, int level) {
    for (const auto& member : object) {
        PIC_TRY(check_text(member.key()));
        PIC_TRY(checked(sd_bus_message_open_container(to, 'e', "sv"), "cannot build a message"));
        PIC_TRY(checked(sd_bus_message_append_basic(to, 's', std::string(member.key()).c_str()),
                        "cannot build a message"));
        PIC_TRY(append_value(to, member.value(), level));
        PIC_TRY(checked(sd_bus_message_close_container(to), "cannot build a message"));
    }
    return {};
}

Status append_object(sd_bus_message* to, const json::object& object, int level) {
    PIC_TRY(checked(sd_bus_message_open_container(to, 'a', "{sv}"), "cannot build a message"));
    PIC_TRY(append_each(to, object, level));
    return checked(sd_bus_message_close_container(to), "cannot build a message");
}

Status append_value(sd_bus_message* to, const json::value& value, int level) {
    PIC_TRY(check_level(level));
    switch (value.kind()) {
    case json::kind::null:
        return append_basic(to, 'g', "");
    case json::kind::bool_: {
        const int truth = value.get_bool() ? 1 : 0;
        return append_basic(to, 'b', &truth);
    }
    case json::kind::int64:
        return append_basic(to, 'x', value.if_int64());
    case json::kind::uint64:
        return append_basic(to, 't', value.if_uint64());
    case json::kind::double_:
        return append_basic(to, 'd', value.if_double());
    case json::kind::string:
        return append_text(to, value.get_string());
    case json::kind::array:
        return append_list(to, value.get_array(), level);
    case json::kind::object:
        break;
    }
    PIC_TRY(checked(sd_bus_message_open_container(to, 'v', "a{sv}"), "cannot build a message"));
    PIC_TRY(append_object(to, value.get_object(), level + 1));
    return checked(sd_bus_message_close_container(to), "cannot build a message");
}

} // namespace

Status append(sd_bus_message* to, const json::object& object) {
    return append_object(to, object, 1);
}

Status append_members(sd_bus_message* to, const json::object& object) {
    return append_each(to, object, 1);
}

} // namespace pic::bus
