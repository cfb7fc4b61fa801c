// JSON Schema (2020-12) of a described struct, for the OpenAPI document.
#pragma once

#include "codec/json.hpp"

namespace pic::codec {

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
        json::object properties;
        boost::mp11::mp_for_each<Members<T>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
            properties[member.name] = schema<Field>();
        });
        return {{"type", "object"},
                {"properties", std::move(properties)},
                {"additionalProperties", false}};
    }
}

} // namespace pic::codec
