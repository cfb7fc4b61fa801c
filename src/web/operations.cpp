#include "web/operations.hpp"

#include "control/forbidden.hpp"
#include "control/snapshot.hpp"
#include "web/fields.hpp"

namespace pic::web {

using namespace control;

namespace {

WebView view_of(const model::Web& web, const Settings& settings) {
    return {web, settings.forbid.public_access};
}

Error has_to_be_confirmed() {
    return {
        Code::invalid,
        "this lets everybody on the internet who reaches this machine try to sign in to the web "
        "pages and the API",
        "/confirm",
        "ask again with confirm set; picctl: --yes",
        {}};
}

Result<Reply> show(const Snapshot& snapshot, const Call&) {
    Reply reply;
    reply.body = codec::to_json(view_of(snapshot.view->web.value, *snapshot.settings));
    reply.generation = snapshot.view->web.generation;
    return reply;
}

Result<Change> update(const Context& context, const Call& call) {
    PIC_TRY(control::unchanged(context.view.web.generation, call));
    auto merged = codec::to_json(context.view.web.value).as_object();
    codec::merge(merged, call.input);
    PIC_LET(input, codec::from_json<UpdateWeb>(codec::json::value(merged)));
    auto value = static_cast<const model::Web&>(input);
    PIC_TRY(check_forbidden(call, "public_access", context.settings.forbid.public_access));
    const bool opens = value.public_access && !context.view.web.value.public_access;
    if (opens && !input.confirm && !call.dry_run) return fail(has_to_be_confirmed());
    Change change;
    change.target = "web";
    change.reply.body = codec::to_json(view_of(value, context.settings));
    // Who reaches the UI over the public side alone would shut himself out.
    change.may_lock_out =
        allowed(context.view, context.settings).public_access && !value.public_access;
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
         .output = schema<WebView>},
        {.name = "web.update",
         .rest = "PATCH /api/web",
         .run = update,
         .help = "open the web pages to public addresses, or close them",
         .input = schema<UpdateWeb>,
         .output = schema<WebView>,
         .may_lock_out = true,
         .versioned = true},
    };
    return table;
}

} // namespace pic::web
