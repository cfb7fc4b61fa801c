#include "control/documents.hpp"

#include <algorithm>

namespace pic::control {

namespace {

struct Kind {
    std::string_view collection, id; // id: of a singleton, else empty
    Status (*load)(View&, const std::string& id, std::uint64_t generation, const json::value&);
    json::value (*read)(const View&, const std::string& id);
    Status (*put)(Change&, const std::string& id, const json::value&);
};

template <class T>
Status load(View& view, const std::string& id, std::uint64_t generation, const json::value& json) {
    PIC_LET(value, codec::from_json<T>(json));
    Collection<T>::put(view, {id, generation, std::move(value)});
    return {};
}

template <class T>
json::value read(const View& view, const std::string& id) {
    const auto* document = Collection<T>::find(view, id);
    return document == nullptr ? json::value() : codec::to_json(document->value);
}

template <class T>
Status put(Change& change, const std::string& id, const json::value& json) {
    PIC_LET(value, codec::from_json<T>(json));
    change.put(id, std::move(value));
    return {};
}

template <class T>
constexpr Kind kind(std::string_view id = {}) {
    return {Collection<T>::name, id, load<T>, read<T>, put<T>};
}

constexpr Kind kinds[] = {
    kind<model::Cell>("cell"),
    kind<model::WireGuard>("wireguard"),
    kind<model::Endpoint>("endpoint"),
    kind<model::Dns>("dns"),
    kind<model::TimeService>("time"),
    kind<model::Web>("web"),
    kind<model::Authority>("authority"),
    kind<model::Peer>(),
    kind<model::RestingAddress>(),
    kind<model::Record>(),
    kind<model::User>(),
    kind<model::Session>(),
    kind<model::Pending>(),
};

const Kind* find_kind(std::string_view collection, std::string_view id) {
    const auto* found = std::ranges::find_if(kinds, [&](const Kind& kind) {
        return kind.collection == collection && (kind.id.empty() || kind.id == id);
    });
    return found == std::end(kinds) ? nullptr : found;
}

} // namespace

Status load_document(View& view, const std::string& collection, const std::string& id,
                     std::uint64_t generation, const std::string& json) {
    const auto where = "document " + id + " of " + collection;
    const auto* kind = find_kind(collection, id);
    if (kind == nullptr)
        return fail(Code::internal, where + " is of a kind this version does not know", {},
                    "it was written by a newer picd: install that version again");
    auto parsed = codec::parse(json);
    if (!parsed) return fail(std::move(parsed).error().within(where));
    auto loaded = kind->load(view, id, generation, *parsed);
    if (!loaded) return fail(std::move(loaded).error().within(where));
    return {};
}

json::value document_json(const View& view, std::string_view collection, const std::string& id) {
    const auto* kind = find_kind(collection, id);
    return kind == nullptr ? json::value() : kind->read(view, id);
}

Status put_setting(Change& change, const std::string& id, const json::value& content) {
    const auto* kind = find_kind("settings", id);
    if (kind == nullptr) return fail(Code::internal, "there is no setting " + id);
    return kind->put(change, id, content);
}

} // namespace pic::control
