#include "dbus/call.hpp"

#include "bus/value.hpp"

namespace pic::dbus {

namespace {

// An input is a form that a person fills in; hundreds may wait at a time.
constexpr bus::Limits from_caller{1 << 12, 1 << 16};

Status check_signature(sd_bus_message* message) {
    if (sd_bus_message_is_empty(message) > 0 || sd_bus_message_has_signature(message, "a{sv}") > 0)
        return {};
    const char* signature = sd_bus_message_get_signature(message, 1);
    return fail(Code::malformed,
                "a call takes one dictionary (a{sv}) or nothing, and not " +
                    std::string(signature == nullptr ? "this" : signature),
                {}, "busctl introspect ngo.pic.Cell1 /ngo/pic/Cell1 shows the methods");
}

} // namespace

Result<control::Call> read_call(sd_bus_message* message) {
    PIC_TRY(check_signature(message));
    control::Call call;
    if (sd_bus_message_is_empty(message) > 0) return call;
    PIC_LET(input, bus::read(message, nullptr, from_caller));
    if (const auto* flag = input.if_contains("_dry_run")) {
        if (!flag->is_bool()) return fail(Code::malformed, "should be true or false", "/_dry_run");
        call.dry_run = flag->as_bool();
        input.erase("_dry_run");
    }
    if (const auto* generation = input.if_contains("_if_match")) {
        const auto number = codec::json::try_value_to<std::uint64_t>(*generation);
        if (!number || generation->is_double())
            return fail(Code::malformed, "should be a generation's number", "/_if_match");
        call.if_match = *number;
        input.erase("_if_match");
    }
    call.input = std::move(input);
    return call;
}

Result<bus::Message> envelope(sd_bus_message* message) {
    sd_bus_message* raw = nullptr;
    int result = sd_bus_message_new_method_call(
        sd_bus_message_get_bus(message), &raw, nullptr, sd_bus_message_get_path(message),
        sd_bus_message_get_interface(message), sd_bus_message_get_member(message));
    bus::Message kept(raw);
    std::uint64_t number = 0;
    if (result >= 0) result = sd_bus_message_get_cookie(message, &number);
    if (result >= 0) result = sd_bus_message_set_sender(raw, sd_bus_message_get_sender(message));
    if (result >= 0)
        result = sd_bus_message_set_expect_reply(raw, sd_bus_message_get_expect_reply(message));
    if (result >= 0) result = sd_bus_message_seal(raw, number, 0);
    if (result < 0) return fail(errno_error(-result, "this call cannot be kept"));
    return kept;
}

} // namespace pic::dbus
