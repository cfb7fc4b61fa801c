// JSON Schema (2020-12) of a described struct, for the OpenAPI document and picctl.
#pragma once

#include "codec/json.hpp"

namespace pic::codec {

template <class T>
json::object schema();

// Whether an object of this schema has to have the field.
bool is_required(const json::object& schema, std::string_view field);

// Where a default-constructed value says what a field is that was left out.
void add_defaults(json::object& schema, const json::value& value);

// Of an input that makes something: with what is chosen for who leaves a field out.
template <class T>
json::object schema_with_defaults() {
    auto result = schema<T>();
    add_defaults(result, to_json(T()));
    return result;
}

namespace detail {

template <class T>
json::object object_schema() {
    static_assert(speaks_of_members<T>(), "about() or needed() names a field that is none");
    json::object properties;
    json::array required;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
        auto field = schema<Field>();
        if (const auto text = text_about<T>(member.name); !text.empty())
            field["description"] = text;
        properties[member.name] = std::move(field);
        if (is_needed<T>(member.name)) required.emplace_back(member.name);
    });
    json::object result{
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) result["required"] = std::move(required);
    return result;
}

} // namespace detail

template <class T>
json::object schema() {
    if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, json::object>) {
        return {};
    } else if constexpr (is_optional<T>) {
        return {{"anyOf", json::array{schema<typename T::value_type>(), {{"type", "null"}}}}};
    } else if constexpr (is_vector<T>) {
        return {{"type", "array"}, {"items", schema<typename T::value_type>()}};
    } else if constexpr (HasTextForm<T>) {
        return {{"type", "string"}, {"format", TextForm<T>::format}};
    } else if constexpr (std::is_enum_v<T>) {
        json::array names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto entry) { names.push_back(entry.name); });
        return {{"type", "string"}, {"enum", std::move(names)}};
    } else if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return {{"type", "string"}};
    } else if constexpr (std::is_integral_v<T>) {
        return {{"type", "integer"},
                {"minimum", std::numeric_limits<T>::min()},
                {"maximum", std::numeric_limits<T>::max()}};
    } else if constexpr (std::is_floating_point_v<T>) {
        return {{"type", "number"}};
    } else {
        return detail::object_schema<T>();
    }
}

} // namespace pic::codec
