#include "control/notes.hpp"

#include <algorithm>

namespace pic::control {

void add_note(codec::json::value& body, std::string note) {
    if (!body.is_object()) body = codec::json::object();
    auto& notes = body.as_object()["notes"];
    if (!notes.is_array()) notes = codec::json::array();
    notes.as_array().emplace_back(std::move(note));
}

std::string some_of(const std::vector<std::string>& some, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < some.size(); ++i) {
        const bool last = i + 1 == some.size() && count == some.size();
        text += (i == 0 ? "" : last ? " and " : ", ") + some[i];
    }
    return count > some.size() ? text + " and " + std::to_string(count - some.size()) + " more"
                               : text;
}

std::string some_of(std::vector<std::string> all) {
    const auto count = all.size();
    all.resize(std::min(count, most_named));
    return some_of(all, count);
}

} // namespace pic::control
