#include "web/operations.hpp"

#include "codec/fields.hpp"
#include "control/snapshot.hpp"

namespace pic::web {

using namespace control;

namespace {

Result<Reply> show(const Snapshot& snapshot, const Call&) {
    Reply reply;
    reply.body = codec::to_json(snapshot.view->web.value);
    reply.generation = snapshot.view->web.generation;
    return reply;
}

Result<Change> update(const Context& context, const Call& call) {
    PIC_TRY(control::unchanged(context.view.web.generation, call));
    auto merged = codec::to_json(context.view.web.value).as_object();
    codec::merge(merged, call.input);
    PIC_LET(value, codec::from_json<model::Web>(codec::json::value(merged)));
    if (value.public_access && context.settings.forbid.public_access)
        return fail(Code::not_permitted, "picd.yaml on this machine forbids this",
                    "/public_access");
    Change change;
    change.target = "web";
    change.reply.body = codec::to_json(value);
    // Who reaches the UI over the public side alone would shut himself out.
    change.may_lock_out = context.view.web.value.public_access && !value.public_access;
    change.put("web", std::move(value));
    return change;
}

} // namespace

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "web.show",
         .rest = "GET /api/web",
         .right = Right::read,
         .run = show,
         .help = "who may reach the web pages and the API",
         .output = schema<model::Web>},
        {.name = "web.update",
         .rest = "PATCH /api/web",
         .run = update,
         .help = "open the web pages to public addresses, or close them",
         .input = schema<model::Web>,
         .output = schema<model::Web>},
    };
    return table;
}

} // namespace pic::web
