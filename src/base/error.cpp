#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace pic {

namespace {

constexpr std::array<CodeInfo, 12> codes{{
    {Code::malformed, "malformed", 400, "ngo.pic.Error.Malformed", 2},
    {Code::not_signed_in, "not_signed_in", 401, "ngo.pic.Error.NotSignedIn", 3},
    {Code::not_permitted, "not_permitted", 403, "ngo.pic.Error.NotPermitted", 3},
    {Code::not_found, "not_found", 404, "ngo.pic.Error.NotFound", 1},
    {Code::conflict, "conflict", 409, "ngo.pic.Error.Conflict", 4},
    {Code::invalid, "invalid", 422, "ngo.pic.Error.Invalid", 1},
    {Code::not_set_up, "not_set_up", 428, "ngo.pic.Error.NotSetUp", 1},
    {Code::too_many, "too_many", 429, "ngo.pic.Error.TooMany", 1},
    {Code::unavailable, "unavailable", 503, "ngo.pic.Error.Unavailable", 1},
    {Code::precondition, "precondition", 412, "ngo.pic.Error.Precondition", 4},
    {Code::internal, "internal", 500, "ngo.pic.Error.Internal", 1},
    {Code::unreachable, "unreachable", 503, "ngo.pic.Error.Unreachable", 5},
}};

const CodeInfo* find_by(auto matches) {
    const auto* row = std::ranges::find_if(codes, matches);
    return row == codes.end() ? nullptr : row;
}

} // namespace

const CodeInfo& info(Code code) {
    return *find_by([=](const CodeInfo& row) { return row.code == code; });
}

const CodeInfo* find_dbus_code(std::string_view dbus_name) {
    return find_by([=](const CodeInfo& row) { return row.dbus_name == dbus_name; });
}

Error Error::within(std::string what) && {
    causes.insert(causes.begin(), std::move(detail));
    detail = std::move(what);
    return std::move(*this);
}

Error Error::at(std::string pointer) && {
    field.insert(0, pointer);
    return std::move(*this);
}

std::string Error::text() const {
    std::string line = detail;
    for (const auto& cause : causes)
        line += ": " + cause;
    if (!remedy.empty()) line += " (" + remedy + ")";
    return line;
}

Error errno_error(int error_number, std::string what) {
    char buffer[128];
    const char* message = strerror_r(error_number, buffer, sizeof buffer);
    return Error{.detail = std::move(what), .causes = {message}};
}

} // namespace pic
