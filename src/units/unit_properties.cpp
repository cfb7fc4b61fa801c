#include "units/unit_properties.hpp"

#include <string_view>

#include <systemd/sd-bus.h>

namespace pic::units {

namespace {

constexpr std::uint64_t microseconds = 1000000;

// What the vendor ships lies under /usr or /lib; anything else is the administrator's.
bool is_vendors(std::string_view path) {
    return path.empty() || path.starts_with("/usr/") || path.starts_with("/lib/");
}

template <class T>
int read_basic(sd_bus_message* message, const char* type, T& value) {
    int result = sd_bus_message_enter_container(message, 'v', type);
    if (result >= 0) result = sd_bus_message_read_basic(message, type[0], &value);
    return result < 0 ? result : sd_bus_message_exit_container(message);
}

int read_text(sd_bus_message* message, std::string& value) {
    const char* text = nullptr;
    const int result = read_basic(message, "s", text);
    if (result >= 0) value = text;
    return result;
}

int read_job(sd_bus_message* message, bool& job) {
    std::uint32_t id = 0;
    const char* path = nullptr;
    const int result = sd_bus_message_read(message, "v", "(uo)", &id, &path);
    job = id != 0;
    return result;
}

int read_drop_ins(sd_bus_message* message, bool& overridden) {
    int result = sd_bus_message_enter_container(message, 'v', "as");
    if (result >= 0) result = sd_bus_message_enter_container(message, 'a', "s");
    const char* path = nullptr;
    while (result >= 0 && (result = sd_bus_message_read_basic(message, 's', &path)) > 0)
        overridden = overridden || !is_vendors(path);
    if (result >= 0) result = sd_bus_message_exit_container(message);
    return result < 0 ? result : sd_bus_message_exit_container(message);
}

int read_property(sd_bus_message* message, std::string_view name, ports::UnitState& state) {
    std::uint64_t number = 0;
    int result = 0;
    if (name == "LoadState") return read_text(message, state.load);
    if (name == "ActiveState") return read_text(message, state.active);
    if (name == "SubState") return read_text(message, state.sub);
    if (name == "Result") return read_text(message, state.result);
    if (name == "FragmentPath") return read_text(message, state.fragment);
    if (name == "DropInPaths") return read_drop_ins(message, state.overridden);
    if (name == "Job") return read_job(message, state.job);
    if (name == "NRestarts") return read_basic(message, "u", state.restarts);
    if (name == "MemoryCurrent") {
        result = read_basic(message, "t", number);
        state.memory = number == UINT64_MAX ? 0 : number;
        return result;
    }
    if (name == "StateChangeTimestamp") {
        result = read_basic(message, "t", number);
        state.since = static_cast<std::int64_t>(number / microseconds);
        return result;
    }
    if (name == "StateChangeTimestampMonotonic") return read_basic(message, "t", state.changed);
    return sd_bus_message_skip(message, "v");
}

} // namespace

Result<ports::UnitState> read_unit(const std::string& unit, sd_bus_message* reply) {
    ports::UnitState state;
    state.name = unit;
    int result = sd_bus_message_enter_container(reply, 'a', "{sv}");
    while (result >= 0 && (result = sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
        const char* name = nullptr;
        result = sd_bus_message_read_basic(reply, 's', &name);
        if (result >= 0) result = read_property(reply, name, state);
        if (result >= 0) result = sd_bus_message_exit_container(reply);
    }
    if (result < 0)
        return fail(errno_error(-result, "systemd says of " + unit + " what picd cannot read"));
    state.overridden = state.overridden || !is_vendors(state.fragment);
    return state;
}

} // namespace pic::units
