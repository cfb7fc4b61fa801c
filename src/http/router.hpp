// From a path to the operations there: the templates of Operation::rest. Immutable; any thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "control/operation.hpp"

namespace pic::http {

using Parameters = std::vector<std::pair<std::string_view, std::string>>; // of the path

// What a method does at a path. To make the schema of an input costs as much as all the rest of a
// request does: it is made once.
struct Method {
    explicit Method(const control::Operation& operation);

    const control::Operation& operation;
    control::json::object fields; // the properties of its input's schema
};

struct Route {
    std::vector<std::string_view> segments; // "{id}" takes any
    std::map<std::string_view, Method> methods;

    const Method* find(std::string_view method) const; // HEAD is a GET; may be nullptr
    std::string allow() const;                         // for the Allow field
};

struct Match {
    const Route* route;
    Parameters parameters;
};

class Router {
  public:
    explicit Router(std::span<const control::Operation> operations); // which outlive it

    // Of several templates that fit, the one with the more literal beginning.
    std::optional<Match> find(const std::vector<std::string>& segments) const;

  private:
    std::vector<Route> routes_; // literal segments before parameters
};

} // namespace pic::http
