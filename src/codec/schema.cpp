#include "codec/schema.hpp"

#include <algorithm>

namespace pic::codec {

namespace {

// An empty text or list says nothing; null is said by the type.
bool is_worth_saying(const json::value& value) {
    return value.is_bool() || value.is_number() ||
           (value.is_string() && !value.get_string().empty());
}

} // namespace

bool is_required(const json::object& schema, std::string_view field) {
    const auto* names = schema.if_contains("required");
    return names != nullptr && names->is_array() &&
           std::ranges::find(names->get_array(), json::value(field)) != names->get_array().end();
}

void add_defaults(json::object& schema, const json::value& value) {
    auto* properties = schema.if_contains("properties");
    if (properties == nullptr || !value.is_object()) return;
    for (auto& property : properties->as_object()) {
        const auto* member = value.get_object().if_contains(property.key());
        if (member == nullptr) continue;
        auto& field = property.value().as_object();
        if (field.contains("properties"))
            add_defaults(field, *member);
        else if (is_worth_saying(*member))
            field["default"] = *member;
    }
}

} // namespace pic::codec
