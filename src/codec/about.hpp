// What a described struct says of its fields, for --help, the manual page and the OpenAPI document,
// and which of them an input cannot do without. It stands below the field list, in the namespace of
// the struct (it is found by argument-dependent lookup), and holds for what derives from it:
//
//   PIC_ABOUT(AddPeer, {"public_key", "the device's own key; without one the cell makes a pair"})
//   PIC_NEEDS(AddPeer, "name")
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <string_view>

namespace pic::codec {

template <class T>
struct Of {};

struct About {
    std::string_view field, text; // one line, without a full stop
};

#define PIC_ABOUT(type, ...)                                                                       \
    constexpr auto about(pic::codec::Of<type>) {                                                   \
        return std::to_array<pic::codec::About>({__VA_ARGS__});                                    \
    }
#define PIC_NEEDS(type, ...)                                                                       \
    constexpr auto needed(pic::codec::Of<type>) {                                                  \
        return std::to_array<std::string_view>({__VA_ARGS__});                                     \
    }

// Empty where nothing is said.
template <class T>
constexpr std::string_view text_about(std::string_view field) {
    std::string_view text;
    if constexpr (requires { about(Of<T>()); })
        for (const auto& each : about(Of<T>()))
            if (each.field == field) text = each.text;
    if (text.empty())
        boost::mp11::mp_for_each<boost::describe::describe_bases<T, boost::describe::mod_public>>(
            [&](auto base) {
                if (text.empty()) text = text_about<typename decltype(base)::type>(field);
            });
    return text;
}

template <class T>
constexpr bool is_needed(std::string_view field) {
    bool found = false;
    if constexpr (requires { needed(Of<T>()); })
        for (const auto each : needed(Of<T>()))
            found |= each == field;
    boost::mp11::mp_for_each<boost::describe::describe_bases<T, boost::describe::mod_public>>(
        [&](auto base) { found |= is_needed<typename decltype(base)::type>(field); });
    return found;
}

// Whether all that is said is said of a field that there is.
template <class T>
constexpr bool speaks_of_members() {
    const auto is_member = [](std::string_view field) {
        bool found = false;
        boost::mp11::mp_for_each<boost::describe::describe_members<
            T, boost::describe::mod_public | boost::describe::mod_inherited>>(
            [&](auto member) { found |= field == decltype(member)::name; });
        return found;
    };
    bool all = true;
    if constexpr (requires { about(Of<T>()); })
        for (const auto& each : about(Of<T>()))
            all &= is_member(each.field);
    if constexpr (requires { needed(Of<T>()); })
        for (const auto field : needed(Of<T>()))
            all &= is_member(field);
    return all;
}

} // namespace pic::codec
