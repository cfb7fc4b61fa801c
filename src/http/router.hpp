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

struct Route {
    std::vector<std::string_view> segments; // "{id}" takes any
    std::map<std::string_view, const control::Operation*> methods;

    const control::Operation* find(std::string_view method) const; // HEAD is a GET; may be nullptr
    std::string allow() const;                                     // for the Allow field
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
