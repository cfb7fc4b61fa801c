#include "control/setting.hpp"

namespace pic::control {

namespace {

struct Kind {
    std::string_view name;
    json::value (*get)(const model::View&);
    Status (*put)(Change&, const std::string& name, const json::value&);
};

template <class T, model::Document<T> model::View::*place>
constexpr Kind kind(std::string_view name) {
    return {name, [](const model::View& view) { return codec::to_json((view.*place).value); },
            [](Change& change, const std::string& id, const json::value& content) -> Status {
                PIC_LET(value, codec::from_json<T>(content));
                change.put(id, std::move(value));
                return {};
            }};
}

using model::View;
constexpr Kind kinds[] = {
    kind<model::Cell, &View::cell>("cell"),
    kind<model::WireGuard, &View::wireguard>("wireguard"),
    kind<model::Endpoint, &View::endpoint>("endpoint"),
    kind<model::Dns, &View::dns>("dns"),
    kind<model::TimeService, &View::time>("time"),
    kind<model::Web, &View::web>("web"),
    kind<model::Authority, &View::authority>("authority"),
};

} // namespace

json::value setting_json(const model::View& view, std::string_view name) {
    for (const auto& kind : kinds)
        if (kind.name == name) return kind.get(view);
    return nullptr;
}

Status put_setting(Change& change, const std::string& name, const json::value& content) {
    for (const auto& kind : kinds)
        if (kind.name == name) return kind.put(change, name, content);
    return fail(Code::internal, "there is no setting " + name);
}

} // namespace pic::control
