#include "control/audited.hpp"

#include "control/operation.hpp"
#include "control/setting.hpp"

namespace pic::control {

namespace {

template <class T>
json::value json_of(const model::Table<T>& table, const std::string& id) {
    const auto* document = table.find(id);
    return document == nullptr ? json::value() : codec::to_json(document->value);
}

// Of what a person updates; of other collections null.
json::value document_before(const model::View& view, const Edit& edit) {
    if (edit.collection == "settings") return setting_json(view, edit.id);
    if (edit.collection == "peers") return json_of(view.peers, edit.id);
    if (edit.collection == "records") return json_of(view.records, edit.id);
    if (edit.collection == "users") return json_of(view.users, edit.id);
    return nullptr;
}

std::string changed_fields(const model::View& before, const Change& change) {
    std::string names;
    for (const auto& edit : change.edits) {
        const auto present = document_before(before, edit);
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
