#include <cmath>
#include <fcntl.h>

#include "bus/value.hpp"

namespace pic::bus {

namespace {

// One message being read. Levels are JSON's: how deep variants hold variants the bus itself limits.
class Reader {
  public:
    Reader(sd_bus_message* from, std::vector<Fd>* files, Limits limits) :
        from_(from), files_(files), left_(limits) {}

    Result<json::value> value(int level);

  private:
    Result<json::value> basic(char type);
    Result<json::value> descriptor();
    Result<json::value> text(char type);
    Result<json::value> list(const char* contents, int level);
    Result<json::value> dictionary(const char* contents, int level);
    Status member(json::object& object, int level);

    template <class Raw>
    Result<Raw> raw(char type) {
        Raw content{};
        PIC_TRY(checked(sd_bus_message_read_basic(from_, type, &content)));
        return content;
    }
    template <class Raw, class As>
    Result<json::value> number(char type) {
        return raw<Raw>(type).map(
            [](Raw content) { return json::value(static_cast<As>(content)); });
    }

    static Status checked(int result) {
        if (result < 0) return fail(Code::malformed, "the D-Bus message cannot be read");
        return {};
    }

    sd_bus_message* from_;
    std::vector<Fd>* files_;
    Limits left_;
};

Result<json::value> Reader::text(char type) {
    PIC_LET(content, raw<const char*>(type));
    const std::string_view view(content);
    if (view.size() > left_.text) return fail(Code::malformed, "the message holds too much text");
    left_.text -= view.size();
    if (type == 'g' && view.empty()) return json::value(nullptr);
    return json::value(view);
}

Result<json::value> Reader::descriptor() {
    PIC_LET(borrowed, raw<int>('h'));
    if (files_ == nullptr) return fail(Code::malformed, "a file descriptor is not wanted here");
    Fd own(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3));
    if (!own) return fail(errno_error(errno, "cannot keep a file descriptor"));
    files_->push_back(std::move(own));
    return json::value(static_cast<std::int64_t>(files_->size() - 1));
}

Result<json::value> Reader::basic(char type) {
    switch (type) {
    case 'b':
        return raw<int>(type).map([](int truth) { return json::value(truth != 0); });
    case 'y':
        return number<std::uint8_t, std::int64_t>(type);
    case 'n':
        return number<std::int16_t, std::int64_t>(type);
    case 'q':
        return number<std::uint16_t, std::int64_t>(type);
    case 'i':
        return number<std::int32_t, std::int64_t>(type);
    case 'u':
        return number<std::uint32_t, std::int64_t>(type);
    case 'x':
        return number<std::int64_t, std::int64_t>(type);
    case 't': {
        PIC_LET(content, raw<std::uint64_t>(type));
        if (content <= INT64_MAX) return json::value(static_cast<std::int64_t>(content));
        return json::value(content);
    }
    case 'd': {
        PIC_LET(content, raw<double>(type));
        if (!std::isfinite(content)) return fail(Code::malformed, "not a finite number");
        return json::value(content);
    }
    case 'h':
        return descriptor();
    case 's':
    case 'o':
    case 'g':
        return text(type);
    default:
        return fail(Code::malformed, std::string("a value of type ") + type + " is not wanted");
    }
}

Result<json::value> Reader::list(const char* contents, int level) {
    PIC_TRY(checked(sd_bus_message_enter_container(from_, 'a', contents)));
    json::array items;
    for (;;) {
        const int more = sd_bus_message_at_end(from_, 0);
        PIC_TRY(checked(more));
        if (more > 0) break;
        auto item = value(level + 1);
        if (!item) return fail(std::move(item).error().at("/" + std::to_string(items.size())));
        items.push_back(std::move(*item));
    }
    PIC_TRY(checked(sd_bus_message_exit_container(from_)));
    return items;
}

Status Reader::member(json::object& object, int level) {
    char type = 0;
    PIC_TRY(checked(sd_bus_message_peek_type(from_, &type, nullptr)));
    if (type != 's' && type != 'o') return fail(Code::malformed, "a member's name is not a string");
    PIC_LET(name, text(type));
    auto content = value(level + 1);
    if (!content) return fail(std::move(content).error().at("/" + std::string(name.get_string())));
    if (!object.emplace(name.get_string(), std::move(*content)).second)
        return fail(Code::malformed, "a field is given twice",
                    "/" + std::string(name.get_string()));
    return {};
}

Result<json::value> Reader::dictionary(const char* contents, int level) {
    PIC_TRY(checked(sd_bus_message_enter_container(from_, 'a', contents)));
    const std::string entry(contents + 1, std::string_view(contents).size() - 2); // without the {}
    json::object object;
    for (;;) {
        const int entered = sd_bus_message_enter_container(from_, 'e', entry.c_str());
        PIC_TRY(checked(entered));
        if (entered == 0) break;
        PIC_TRY(member(object, level));
        PIC_TRY(checked(sd_bus_message_exit_container(from_)));
    }
    PIC_TRY(checked(sd_bus_message_exit_container(from_)));
    return object;
}

Result<json::value> Reader::value(int level) {
    if (level > deepest) return fail(Code::malformed, "nested too deeply");
    char type = 0;
    const char* contents = nullptr;
    PIC_TRY(checked(sd_bus_message_peek_type(from_, &type, &contents)));
    if (type == 'v') {
        PIC_TRY(checked(sd_bus_message_enter_container(from_, 'v', contents)));
        PIC_LET(inner, value(level));
        PIC_TRY(checked(sd_bus_message_exit_container(from_)));
        return inner;
    }
    if (left_.values == 0) return fail(Code::malformed, "the message holds too many values");
    --left_.values;
    if (type != 'a') return basic(type);
    return contents[0] == '{' ? dictionary(contents, level) : list(contents, level);
}

} // namespace

Result<json::object> read(sd_bus_message* from, std::vector<Fd>* files, Limits limits) {
    char type = 0;
    const char* contents = nullptr;
    if (sd_bus_message_peek_type(from, &type, &contents) <= 0 || type != 'a' || contents[0] != '{')
        return fail(Code::malformed, "the argument should be a dictionary, a{sv}");
    PIC_LET(whole, Reader(from, files, limits).value(0));
    return std::move(whole.get_object());
}

} // namespace pic::bus
