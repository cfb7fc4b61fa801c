#include "endpoint/change.hpp"

#include "control/endpoint.hpp"
#include "control/forbidden.hpp"
#include "control/reach.hpp"
#include "endpoint/fields.hpp"
#include "endpoint/finder.hpp"

namespace pic::endpoint {

using control::Change;
using control::Context;

namespace {

constexpr std::size_t most_servers = 8;

EndpointView view_of(const model::View& view, const control::Observed& observed,
                     const control::Settings& settings) {
    const auto& found = observed.endpoint;
    EndpointView result;
    static_cast<model::Endpoint&>(result) = view.endpoint.value;
    if (const auto endpoint = control::endpoint_of_cell(view, observed))
        result.endpoint = endpoint->text();
    result.stun_forbidden = settings.forbid.stun;
    result.reach = found.reach;
    result.advice = control::reach_text(view, observed);
    result.how = found.how;
    result.public4 = found.public4;
    result.public6 = found.public6;
    result.local = found.local;
    if (result.address)
        if (auto note = control::endpoint_note(*result.address); !note.empty())
            result.notes.push_back(std::move(note));
    return result;
}

control::Reply reply_of(const control::Snapshot& snapshot) {
    control::Reply reply;
    reply.body = codec::to_json(view_of(*snapshot.view, *snapshot.observed, *snapshot.settings));
    reply.generation = snapshot.view->endpoint.generation;
    return reply;
}

// None of one's own are those of everybody.
Status check_servers(std::vector<net::HostPort>& servers) {
    if (servers.size() > most_servers)
        return fail(Code::invalid, "more than 8 servers", "/stun_servers");
    if (servers.empty()) servers = model::Endpoint().stun_servers;
    return {};
}

} // namespace

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call&) {
    return reply_of(snapshot);
}

Result<Change> set(const Context& context, const control::Call& call) {
    const auto& present = context.view.endpoint;
    PIC_TRY(control::unchanged(present.generation, call));
    auto merged = codec::to_json(present.value).as_object();
    codec::merge(merged, call.input);
    PIC_LET(value, codec::from_json<model::Endpoint>(codec::json::value(merged)));
    PIC_TRY(control::check_forbidden(call, "stun", context.settings.forbid.stun));
    PIC_TRY(check_servers(value.stun_servers));
    if (value.address)
        PIC_TRY(control::check_endpoint(*value.address, context.view).map_error([](Error error) {
            return std::move(error).at("/address");
        }));
    auto after = context.view;
    after.endpoint.value = value;
    Change change;
    change.target = "endpoint";
    change.reply.body = codec::to_json(view_of(after, context.observed, context.settings));
    change.put("endpoint", std::move(value));
    return change;
}

void check(control::Control& control, control::Call, control::Done done) {
    look(control,
         [&control, done = std::move(done)](bool) { done(reply_of(*control.snapshot())); });
}

} // namespace pic::endpoint
