// A D-Bus message whose content the bytes decide: each is a step of building it, so that every
// nesting and type that the bus lets through comes by. sd-bus itself has checked the wire format by
// then.
#include <sys/socket.h>

#include "bus/value.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

namespace {

// A message needs a bus; this one is connected to nobody.
sd_bus* any_bus() {
    static sd_bus* const bus = [] {
        int ends[2];
        sd_bus* made = nullptr;
        fuzz::require(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && sd_bus_new(&made) >= 0 &&
                          sd_bus_set_fd(made, ends[0], ends[0]) >= 0 && sd_bus_start(made) >= 0,
                      "there is a bus");
        return made;
    }();
    return bus;
}

std::string take_text(fuzz::Bytes& bytes) {
    const auto size = std::min<std::size_t>(fuzz::take_choice(bytes) % 16, bytes.size());
    std::string text;
    for (const auto byte : bytes.first(size))
        if (byte != 0) text += static_cast<char>(byte);
    bytes = bytes.subspan(size);
    return text;
}

std::uint64_t take_number(fuzz::Bytes& bytes) {
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i)
        number = number << 8 | fuzz::take_choice(bytes);
    return number;
}

void append_variant(sd_bus_message* message, fuzz::Bytes& bytes, int depth);

void append_basic(sd_bus_message* message, char type, fuzz::Bytes& bytes) {
    const char contents[] = {type, '\0'};
    sd_bus_message_open_container(message, 'v', contents);
    if (type == 's' || type == 'o' || type == 'g') {
        const auto text = take_text(bytes);
        if (sd_bus_message_append_basic(message, type, text.c_str()) < 0)
            sd_bus_message_append_basic(message, type, type == 'o' ? "/" : "");
    } else {
        const auto number = type == 'b' ? fuzz::take_choice(bytes) % 2 : take_number(bytes);
        sd_bus_message_append_basic(message, type, &number);
    }
    sd_bus_message_close_container(message);
}

void append_members(sd_bus_message* message, fuzz::Bytes& bytes, int depth) {
    for (int left = fuzz::take_choice(bytes) % 8; left > 0; --left) {
        sd_bus_message_open_container(message, 'e', "sv");
        if (sd_bus_message_append_basic(message, 's', take_text(bytes).c_str()) < 0)
            sd_bus_message_append_basic(message, 's', "");
        append_variant(message, bytes, depth + 1);
        sd_bus_message_close_container(message);
    }
}

void append_container(sd_bus_message* message, const char* contents, fuzz::Bytes& bytes,
                      int depth) {
    const std::string signature = std::string("a") + contents;
    sd_bus_message_open_container(message, 'v', signature.c_str());
    sd_bus_message_open_container(message, 'a', contents);
    if (contents[0] == '{')
        append_members(message, bytes, depth);
    else
        for (int left = fuzz::take_choice(bytes) % 8; left > 0; --left)
            append_variant(message, bytes, depth + 1);
    sd_bus_message_close_container(message);
    sd_bus_message_close_container(message);
}

void append_variant(sd_bus_message* message, fuzz::Bytes& bytes, int depth) {
    static constexpr char basics[] = {'s', 'o', 'g', 'b', 'y', 'n', 'q', 'i', 'u', 'x', 't', 'd'};
    const auto choice = fuzz::take_choice(bytes);
    if (depth < 20 && choice >= 200) return append_container(message, "v", bytes, depth);
    if (depth < 20 && choice >= 150) return append_container(message, "{sv}", bytes, depth);
    append_basic(message, basics[choice % sizeof basics], bytes);
}

} // namespace

FUZZ(bytes) {
    sd_bus_message* raw = nullptr;
    fuzz::require(sd_bus_message_new_signal(any_bus(), &raw, "/x", "x.y", "Z") >= 0, "a message");
    const bus::Message message(raw);
    sd_bus_message_open_container(raw, 'a', "{sv}");
    append_members(raw, bytes, 0);
    sd_bus_message_close_container(raw);
    if (sd_bus_message_seal(raw, 1, 0) < 0) return;
    const auto object = bus::read(raw);
    if (!object) return;
    sd_bus_message* copy = nullptr;
    fuzz::require(sd_bus_message_new_signal(any_bus(), &copy, "/x", "x.y", "Z") >= 0, "a message");
    const bus::Message again(copy);
    fuzz::require(bus::append(copy, *object).has_value() && sd_bus_message_seal(copy, 1, 0) >= 0,
                  "what was read can be written");
    fuzz::require(bus::read(copy) == *object, "and is read the same");
}
