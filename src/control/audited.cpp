#include "control/audited.hpp"

#include "control/documents.hpp"
#include "control/operation.hpp"

namespace pic::control {

namespace {

std::string changed_fields(const model::View& before, const Change& change) {
    std::string names;
    for (const auto& edit : change.edits) {
        const auto present = document_json(before, edit.collection, edit.id);
        const auto wanted = codec::parse(edit.json);
        if (!present.is_object() || !wanted || !wanted->is_object()) continue;
        for (const auto& field : wanted->as_object()) {
            const auto* value = present.as_object().if_contains(field.key());
            if (value != nullptr && *value == field.value()) continue;
            names += (names.empty() ? "" : ", ") + std::string(field.key());
        }
    }
    return names;
}

} // namespace

std::string audited_result(std::string_view action, const Change& change,
                           const model::View& before) {
    if (!change.result.empty()) return change.result;
    if (change.refused) return change.refused->detail;
    const auto fields = is_update(action) ? changed_fields(before, change) : std::string();
    return fields.empty() ? "done" : "done: " + fields;
}

} // namespace pic::control
