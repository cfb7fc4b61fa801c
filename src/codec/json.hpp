// JSON values <-> described structs (fields.hpp). Strict: an unknown field, a wrong type, a number
// out of range is an Error whose field is a JSON pointer. A field may be absent, and has the value
// that a default-constructed struct gives it, unless the struct needs it (about.hpp).
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <limits>
#include <optional>
#include <type_traits>
#include <vector>

#include "codec/about.hpp"
#include "codec/text_form.hpp"

namespace pic::codec {

namespace json = boost::json;

// Bytes -> value, for outside input: at most 1 MiB, 32 levels, valid UTF-8, no repeated keys.
Result<json::value> parse(std::string_view text);

Error wrong_type(std::string_view wanted, const json::value& got);
Error out_of_range(std::int64_t least, std::uint64_t most);
Error missing_field(std::string_view name);
Error unknown_field(std::string_view name, const std::vector<std::string_view>& known);
std::string pointer_token(std::string_view name); // "/name", escaped as RFC 6901 says

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

// RFC 7396: fields of `patch` replace those of `target`. Null stays null: it is how a field that
// may be absent says that it is.
void merge(json::object& target, const json::object& patch);

template <class T>
json::value to_json(const T& value);
template <class T>
Result<T> from_json(const json::value& value);

namespace detail {

template <class T>
json::object object_to_json(const T& value) {
    json::object object;
    boost::mp11::mp_for_each<Members<T>>(
        [&](auto member) { object[member.name] = to_json(value.*member.pointer); });
    return object;
}

template <class T>
Result<T> enum_from_json(const json::value& value) {
    if (!value.is_string()) return fail(wrong_type("a string", value));
    const std::string_view name = value.get_string();
    std::optional<T> found;
    std::string known;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto entry) {
        if (name == entry.name) found = entry.value;
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    });
    if (found) return *found;
    return fail(Code::invalid, "not one of: " + known);
}

template <class T>
Result<T> number_from_json(const json::value& value) {
    const auto outside = [] {
        return fail(out_of_range(static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                                 static_cast<std::uint64_t>(std::numeric_limits<T>::max())));
    };
    if (!value.is_number()) return fail(wrong_type("a number", value));
    boost::system::error_code failure;
    const T number = value.to_number<T>(failure);
    if (failure) return outside();
    return number;
}

template <class T>
Result<T> vector_from_json(const json::value& value) {
    if (!value.is_array()) return fail(wrong_type("a list", value));
    T result;
    for (const auto& element : value.get_array()) {
        auto item = from_json<typename T::value_type>(element);
        if (!item) return fail(std::move(item).error().at("/" + std::to_string(result.size())));
        result.push_back(std::move(*item));
    }
    return result;
}

template <class T>
Result<T> object_from_json(const json::value& value) {
    if (!value.is_object()) return fail(wrong_type("an object", value));
    const auto& object = value.get_object();
    T result{};
    Status status, present;
    std::size_t used = 0;
    std::vector<std::string_view> known;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        known.push_back(member.name);
        const auto* field = object.if_contains(member.name);
        if (field == nullptr) {
            if (is_needed<T>(member.name) && present) present = fail(missing_field(member.name));
            return;
        }
        ++used;
        using Field = std::remove_cvref_t<decltype(result.*member.pointer)>;
        auto parsed = from_json<Field>(*field);
        if (parsed)
            result.*member.pointer = std::move(*parsed);
        else if (status)
            status = fail(std::move(parsed).error().at(pointer_token(member.name)));
    });
    PIC_TRY(std::move(status));
    for (const auto& entry : object)
        if (used < object.size() &&
            std::ranges::find(known, std::string_view(entry.key())) == known.end())
            return fail(unknown_field(entry.key(), known));
    PIC_TRY(std::move(present));
    return result;
}

} // namespace detail

template <class T>
json::value to_json(const T& value) {
    if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, json::object>) {
        return value;
    } else if constexpr (is_optional<T>) {
        return value ? to_json(*value) : json::value(nullptr);
    } else if constexpr (is_vector<T>) {
        json::array array;
        for (const auto& item : value)
            array.push_back(to_json(item));
        return array;
    } else if constexpr (HasTextForm<T>) {
        return json::value(TextForm<T>::text(value));
    } else if constexpr (std::is_enum_v<T>) {
        return json::value(boost::describe::enum_to_string(value, "?"));
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        return detail::object_to_json(value);
    } else {
        return json::value(value);
    }
}

template <class T>
Result<T> from_json(const json::value& value) {
    if constexpr (std::is_same_v<T, json::value>) {
        return value;
    } else if constexpr (is_optional<T>) {
        if (value.is_null()) return T();
        return from_json<typename T::value_type>(value).map([](auto inner) { return T(inner); });
    } else if constexpr (is_vector<T>) {
        return detail::vector_from_json<T>(value);
    } else if constexpr (HasTextForm<T>) {
        if (!value.is_string()) return fail(wrong_type("a string", value));
        return TextForm<T>::parse(std::string_view(value.get_string()));
    } else if constexpr (std::is_enum_v<T>) {
        return detail::enum_from_json<T>(value);
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_bool()) return fail(wrong_type("true or false", value));
        return value.get_bool();
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!value.is_string()) return fail(wrong_type("a string", value));
        return std::string(std::string_view(value.get_string()));
    } else if constexpr (std::is_arithmetic_v<T>) {
        return detail::number_from_json<T>(value);
    } else {
        return detail::object_from_json<T>(value);
    }
}

} // namespace pic::codec
