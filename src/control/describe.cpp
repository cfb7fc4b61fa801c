// The table of operations as a document, for what is built from it.
#include "config.hpp"
#include "control/operation.hpp"

namespace pic::control {

namespace {

constexpr std::string_view kinds[] = {"read", "change", "act"};
constexpr std::string_view moments[] = {"waits", "to admins", "answers"};
constexpr std::string_view accesses[] = {"anyone", "peer", "admin"};

json::object schema_or_empty(json::object (*schema)()) {
    return schema == nullptr ? json::object() : schema();
}

// What an input takes beyond the operation's own right, by its name.
json::object guarded(const Operation& operation) {
    json::object rights;
    if (!operation.guarded.empty()) rights[operation.guarded] = polkit_action(Right::secrets);
    return rights;
}

} // namespace

json::object describe(std::span<const Operation> operations) {
    json::array list;
    for (const auto& operation : operations)
        list.push_back({{"name", operation.name},
                        {"kind", kinds[operation.run.index()]},
                        {"rest", operation.rest},
                        {"access", accesses[static_cast<std::size_t>(operation.access)]},
                        {"polkit", polkit_action(operation.right)},
                        {"polkit_with", guarded(operation)},
                        {"help", operation.help},
                        {"positional", operation.positional},
                        {"media", operation.media},
                        {"before_setup", moments[static_cast<std::size_t>(operation.before_setup)]},
                        {"own_session", operation.own_session},
                        {"input", schema_or_empty(operation.input)},
                        {"output", schema_or_empty(operation.output)}});
    return {{"version", version}, {"operations", std::move(list)}};
}

} // namespace pic::control
