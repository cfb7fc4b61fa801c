// Where each kind of document lives: its collection in the store and its place in the View.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include "model/view.hpp"

namespace pic::control {

template <class T>
struct Collection;

// One document, always there, of the collection "settings".
template <class T, model::Document<T> model::View::*place>
struct Singleton {
    static constexpr std::string_view name = "settings";
    static void put(model::View& view, model::Document<T> document) {
        view.*place = std::move(document);
    }
    static void erase(model::View& view, const std::string& id) { view.*place = {id, 0, {}}; }
    static const model::Document<T>* find(const model::View& view, const std::string&) {
        return &(view.*place);
    }
};

template <class T, model::Table<T> model::View::*place>
struct Many {
    static void put(model::View& view, model::Document<T> document) {
        (view.*place).put(std::move(document));
    }
    static void erase(model::View& view, const std::string& id) { (view.*place).erase(id); }
    static const model::Document<T>* find(const model::View& view, const std::string& id) {
        return (view.*place).find(id);
    }
};

using model::View;
template <>
struct Collection<model::Cell> : Singleton<model::Cell, &View::cell> {};
template <>
struct Collection<model::WireGuard> : Singleton<model::WireGuard, &View::wireguard> {};
template <>
struct Collection<model::Endpoint> : Singleton<model::Endpoint, &View::endpoint> {};
template <>
struct Collection<model::Dns> : Singleton<model::Dns, &View::dns> {};
template <>
struct Collection<model::TimeService> : Singleton<model::TimeService, &View::time> {};
template <>
struct Collection<model::Web> : Singleton<model::Web, &View::web> {};
template <>
struct Collection<model::Authority> : Singleton<model::Authority, &View::authority> {};

template <>
struct Collection<model::Peer> : Many<model::Peer, &View::peers> {
    static constexpr std::string_view name = "peers";
};
template <>
struct Collection<model::RestingAddress> : Many<model::RestingAddress, &View::resting> {
    static constexpr std::string_view name = "resting";
};
template <>
struct Collection<model::Record> : Many<model::Record, &View::records> {
    static constexpr std::string_view name = "records";
};
template <>
struct Collection<model::User> : Many<model::User, &View::users> {
    static constexpr std::string_view name = "users";
};
template <>
struct Collection<model::Session> : Many<model::Session, &View::sessions> {
    static constexpr std::string_view name = "sessions";
};
template <>
struct Collection<model::Pending> : Many<model::Pending, &View::pending> {
    static constexpr std::string_view name = "pending";
};

} // namespace pic::control
