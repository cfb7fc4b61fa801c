#include <algorithm>
#include <array>

#include "bus/bus.hpp"

namespace pic::bus {

namespace {

struct Known {
    std::string_view name;
    Code code;
};

// What the bus itself and sd-bus answer (D-Bus Specification; sd-bus-errors(3)).
constexpr std::array known{
    Known{SD_BUS_ERROR_ACCESS_DENIED, Code::not_permitted},
    Known{SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED, Code::not_permitted},
    Known{SD_BUS_ERROR_AUTH_FAILED, Code::not_permitted},
    Known{SD_BUS_ERROR_SERVICE_UNKNOWN, Code::unavailable},
    Known{SD_BUS_ERROR_NAME_HAS_NO_OWNER, Code::unavailable},
    Known{SD_BUS_ERROR_NO_REPLY, Code::unavailable},
    Known{SD_BUS_ERROR_TIMEOUT, Code::unavailable},
    Known{SD_BUS_ERROR_DISCONNECTED, Code::unavailable},
    Known{SD_BUS_ERROR_NO_SERVER, Code::unavailable},
    Known{SD_BUS_ERROR_LIMITS_EXCEEDED, Code::too_many},
    Known{SD_BUS_ERROR_INVALID_ARGS, Code::malformed},
};

Code code_of(std::string_view name) {
    if (const auto* ours = find_dbus_code(name)) return ours->code;
    const auto* row = std::ranges::find(known, name, &Known::name);
    return row == known.end() ? Code::internal : row->code;
}

} // namespace

std::string error_name(sd_bus_message* reply) {
    const auto* error = sd_bus_message_get_error(reply);
    return error == nullptr ? std::string() : std::string(error->name);
}

Status status_of(sd_bus_message* reply) {
    const auto* error = sd_bus_message_get_error(reply);
    if (error == nullptr) return {};
    Error found{.code = code_of(error->name),
                .detail = error->message == nullptr ? error->name : error->message};
    if (find_dbus_code(error->name) == nullptr) found.causes = {error->name};
    return fail(std::move(found));
}

} // namespace pic::bus
