#include "control/collection.hpp"

#include "codec/fields.hpp"
#include "codec/json.hpp"

namespace pic::control {

namespace {

using Load = Status (*)(View&, const std::string& id, std::uint64_t generation,
                        const codec::json::value&);

template <class T>
Status load(View& view, const std::string& id, std::uint64_t generation,
            const codec::json::value& json) {
    PIC_LET(value, codec::from_json<T>(json));
    Collection<T>::put(view, {id, generation, std::move(value)});
    return {};
}

struct Kind {
    std::string_view collection, id; // id: of a singleton, else empty
    Load load;
};

constexpr Kind kinds[] = {
    {"settings", "cell", load<model::Cell>},
    {"settings", "wireguard", load<model::WireGuard>},
    {"settings", "endpoint", load<model::Endpoint>},
    {"settings", "dns", load<model::Dns>},
    {"settings", "time", load<model::TimeService>},
    {"settings", "web", load<model::Web>},
    {"settings", "authority", load<model::Authority>},
    {"peers", "", load<model::Peer>},
    {"resting", "", load<model::RestingAddress>},
    {"records", "", load<model::Record>},
    {"users", "", load<model::User>},
    {"sessions", "", load<model::Session>},
    {"pending", "", load<model::Pending>},
};

} // namespace

Status load_document(View& view, const std::string& collection, const std::string& id,
                     std::uint64_t generation, const std::string& json) {
    const auto where = "document " + id + " of " + collection;
    for (const auto& kind : kinds) {
        if (kind.collection != collection || (!kind.id.empty() && kind.id != id)) continue;
        auto parsed = codec::parse(json);
        if (!parsed) return fail(std::move(parsed).error().within(where));
        auto loaded = kind.load(view, id, generation, *parsed);
        if (!loaded) return fail(std::move(loaded).error().within(where));
        return {};
    }
    return fail(Code::internal, where + " is of a kind this version does not know", {},
                "it was written by a newer picd: install that version again");
}

} // namespace pic::control
