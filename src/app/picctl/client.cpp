#include "app/picctl/client.hpp"

#include <array>
#include <unistd.h>
#include <utility>

#include <systemd/sd-bus.h>

#include "bus/bus.hpp"
#include "bus/value.hpp"
#include "dbus/names.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using BusHandle = Handle<sd_bus, sd_bus_flush_close_unref>;

// In µs; a person may have to type a password, while the shell waits for its proposals.
constexpr std::uint64_t patience(Manner manner) {
    return manner == Manner::patient ? 180'000'000 : 500'000;
}

int keep_reply(sd_bus_message* reply, void* place, sd_bus_error*) noexcept {
    static_cast<bus::Message*>(place)->reset(sd_bus_message_ref(reply));
    return 0;
}

Error not_running() {
    return {Code::unreachable,
            "picd is not running, or has only begun to start",
            {},
            "systemctl status picd says which, sudo journalctl -u picd -n 20 says why",
            {}};
}

// The bus says so when picd goes without an answer, as when systemd ends one that hangs, and
// sd-bus when it has waited long enough.
Error unanswered(const control::Operation& operation) {
    const std::string again =
        operation.reads() ? "ask again" : "see whether it was done before you ask again";
    return {Code::unreachable,
            "picd did not answer: it hangs, or it ended meanwhile",
            {},
            again + "; journalctl -u picd says what became of it",
            {}};
}

Error unreachable(int error_number, std::string what) {
    auto error = errno_error(error_number, std::move(what));
    error.code = Code::unreachable;
    return error;
}

// sd_bus_call() keeps only the text of an error; what stands behind it is worth reading.
Result<bus::Message> exchange(sd_bus* bus, sd_bus_message* request, Manner manner) {
    bus::Message reply;
    sd_bus_slot* raw = nullptr;
    int result = sd_bus_call_async(bus, &raw, request, keep_reply, &reply, patience(manner));
    const bus::Slot slot(raw);
    while (result >= 0 && !reply) {
        result = sd_bus_process(bus, nullptr);
        if (result == 0) result = sd_bus_wait(bus, UINT64_MAX);
    }
    if (result < 0) return fail(unreachable(-result, "the connection to picd broke"));
    return reply;
}

Error error_of(const control::Operation& operation, sd_bus_message* reply) {
    const std::string name = bus::error_name(reply);
    const auto* code = find_dbus_code(name);
    if (code == nullptr) {
        if (name.ends_with(".ServiceUnknown") || name.ends_with(".NameHasNoOwner"))
            return not_running();
        if (name == SD_BUS_ERROR_NO_REPLY) return unanswered(operation);
        return bus::status_of(reply).error();
    }
    Error error{code->code, {}, {}, {}, {}};
    const char* text = nullptr;
    if (sd_bus_message_read(reply, "s", &text) >= 0) error.detail = text;
    const auto details = bus::read(reply, nullptr, bus::from_daemon);
    if (!details) return error;
    const auto take = [&](const char* member, std::string& into) {
        if (const auto* found = details->if_contains(member);
            found != nullptr && found->is_string())
            into = std::string(found->as_string());
    };
    take("field", error.field);
    take("remedy", error.remedy);
    if (const auto* causes = details->if_contains("causes");
        causes != nullptr && causes->is_array())
        for (const auto& cause : causes->as_array())
            if (cause.is_string()) error.causes.emplace_back(cause.as_string());
    return error;
}

Result<std::string> read_all(const Fd& fd) {
    std::string content;
    std::array<char, 16384> part;
    for (;;) {
        const auto size = ::read(fd.get(), part.data(), part.size());
        if (size < 0) return fail(errno_error(errno, "cannot read the file that picd handed over"));
        if (size == 0) return content;
        content.append(part.data(), static_cast<std::size_t>(size));
    }
}

Result<Answer> answer_of(sd_bus_message* reply) {
    Answer answer;
    std::vector<Fd> files;
    PIC_LET(body, bus::read(reply, &files, bus::from_daemon));
    if (const auto* file = body.if_contains("_file")) {
        const auto& object = file->as_object();
        answer.file_name = std::string(object.at("name").as_string());
        if (!files.empty()) {
            PIC_LET(content, read_all(files.front()));
            answer.content = std::move(content);
        }
        body.erase("_file");
    }
    answer.body = std::move(body);
    return answer;
}

} // namespace

std::optional<std::string> take_file(const control::Operation& operation, Answer& answer) {
    if (answer.content) return std::exchange(answer.content, std::nullopt);
    const auto* member = operation.file.empty() ? nullptr : answer.body.if_contains(operation.file);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    std::string content(member->get_string());
    answer.body.erase(operation.file);
    return content;
}

Result<Answer> call(const control::Operation& operation, const json::object& input, Manner manner) {
    sd_bus* raw = nullptr;
    if (const int result = sd_bus_open_system(&raw); result < 0)
        return fail(unreachable(-result, "the system's message bus cannot be reached"));
    const BusHandle bus(raw);
    sd_bus_message* request = nullptr;
    const auto interface = dbus::interface_name(operation.noun());
    const auto member = dbus::member_name(operation.verb());
    if (const int result = sd_bus_message_new_method_call(
            raw, &request, dbus::bus_name, dbus::object_path, interface.c_str(), member.c_str());
        result < 0)
        return fail(errno_error(-result, "cannot ask picd"));
    const bus::Message owned(request);
    sd_bus_message_set_allow_interactive_authorization(request, manner == Manner::patient);
    PIC_TRY(bus::append(request, input));
    PIC_LET(reply, exchange(raw, request, manner));
    if (!bus::error_name(reply.get()).empty()) return fail(error_of(operation, reply.get()));
    return answer_of(reply.get());
}

} // namespace pic::picctl
