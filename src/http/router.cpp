#include "http/router.hpp"

#include <algorithm>

namespace pic::http {

namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

std::optional<Parameters> match(const Route& route, const std::vector<std::string>& segments) {
    if (route.segments.size() != segments.size()) return std::nullopt;
    Parameters parameters;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto expected = route.segments[i];
        if (!is_parameter(expected)) {
            if (segments[i] != expected) return std::nullopt;
        } else {
            if (segments[i].empty()) return std::nullopt;
            parameters.emplace_back(expected.substr(1, expected.size() - 2), segments[i]);
        }
    }
    return parameters;
}

} // namespace

Method::Method(const control::Operation& described) : operation(described) {
    if (operation.input == nullptr) return;
    auto schema = operation.input();
    if (auto* properties = schema.if_contains("properties"); properties != nullptr)
        fields = std::move(properties->as_object());
}

const Method* Route::find(std::string_view method) const {
    const auto found = methods.find(method == "HEAD" ? "GET" : method);
    return found == methods.end() ? nullptr : &found->second;
}

std::string Route::allow() const {
    std::string list = methods.contains("GET") ? "HEAD, OPTIONS" : "OPTIONS";
    for (const auto& entry : methods)
        list += ", " + std::string(entry.first);
    return list;
}

Router::Router(std::span<const control::Operation> operations) {
    for (const auto& operation : operations) {
        if (operation.rest.empty()) continue;
        const auto segments = split(operation.rest_path());
        auto route = std::ranges::find(routes_, segments, &Route::segments);
        if (route == routes_.end()) route = routes_.insert(routes_.end(), Route{segments, {}});
        route->methods.emplace(operation.rest_method(), operation);
    }
    // '{' is greater than any letter.
    std::ranges::sort(routes_, {}, &Route::segments);
}

std::optional<Match> Router::find(const std::vector<std::string>& segments) const {
    for (const auto& route : routes_)
        if (auto parameters = match(route, segments)) return Match{&route, std::move(*parameters)};
    return std::nullopt;
}

} // namespace pic::http
