#include "dbus/answer.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <systemd/sd-bus.h>

#include "base/fd.hpp"
#include "bus/value.hpp"
#include "net/name.hpp"

namespace pic::dbus {

namespace {

namespace json = boost::json;
constexpr std::size_t longest_detail = 1000; // bytes

json::object members_of(const control::Reply& reply) {
    json::object members;
    if (reply.body.is_object())
        members = reply.body.as_object();
    else if (!reply.body.is_null())
        members["value"] = reply.body;
    if (reply.generation != 0) members["_generation"] = reply.generation;
    if (!reply.pending.empty()) members["_pending"] = json::value_from(reply.pending);
    return members;
}

// A sealed file in memory: the reader cannot be surprised, and D-Bus carries no bytes.
Result<Fd> in_memory(const std::string& bytes) {
    Fd fd(memfd_create("pic-file", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd) return fail(errno_error(errno, "cannot make a file in memory"));
    const auto size = static_cast<ssize_t>(bytes.size());
    if (write(fd.get(), bytes.data(), bytes.size()) != size || lseek(fd.get(), 0, SEEK_SET) != 0)
        return fail(errno_error(errno, "cannot fill a file in memory"));
    fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
    return fd;
}

Status append_file(sd_bus_message* message, const control::File& file) {
    PIC_LET(fd, in_memory(file.bytes));
    int result = sd_bus_message_open_container(message, 'e', "sv");
    if (result >= 0)
        result = sd_bus_message_append(message, "sv", "_file", "a{sv}", 3, "name", "s",
                                       file.name.c_str(), "media", "s", file.media.c_str(),
                                       "content", "h", fd.get());
    if (result >= 0) result = sd_bus_message_close_container(message);
    if (result < 0) return fail(errno_error(-result, "cannot hand over a file"));
    return {};
}

Result<bus::Message> reply_message(sd_bus_message* call, const control::Reply& reply) {
    sd_bus_message* raw = nullptr;
    if (const int result = sd_bus_message_new_method_return(call, &raw); result < 0)
        return fail(errno_error(-result, "cannot answer"));
    bus::Message message(raw);
    sd_bus_message_open_container(raw, 'a', "{sv}");
    PIC_TRY(bus::append_members(raw, members_of(reply)));
    if (reply.file) PIC_TRY(append_file(raw, *reply.file));
    if (const int result = sd_bus_message_close_container(raw); result < 0)
        return fail(errno_error(-result, "cannot answer"));
    return message;
}

bus::Message whole_error(sd_bus_message* call, const Error& error) {
    const sd_bus_error words = {info(error.code).dbus_name.data(), error.detail.c_str(), 0};
    sd_bus_message* raw = nullptr;
    if (sd_bus_message_new_method_error(call, &raw, &words) < 0) return {};
    bus::Message message(raw);
    json::object details{{"detail", error.detail}};
    if (!error.field.empty()) details["field"] = error.field;
    if (!error.remedy.empty()) details["remedy"] = error.remedy;
    if (error.retry_after != 0) details["retry_after"] = error.retry_after;
    if (!error.causes.empty()) details["causes"] = json::value_from(error.causes);
    if (!bus::append(raw, details)) return {};
    return message;
}

// A device's name may be any bytes, and D-Bus carries text alone: better less said than no answer.
bus::Message error_message(sd_bus_message* call, const Error& error) {
    if (auto whole = whole_error(call, error)) return whole;
    return whole_error(call, {error.code, net::to_line(error.detail, longest_detail), {}, {}, {}});
}

} // namespace

bus::Message answer(sd_bus_message* call, const Result<control::Reply>& reply) {
    if (!reply) return error_message(call, reply.error());
    auto message = reply_message(call, *reply);
    return message ? std::move(*message) : error_message(call, message.error());
}

} // namespace pic::dbus
