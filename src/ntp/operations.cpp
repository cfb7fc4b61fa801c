#include "ntp/operations.hpp"

#include "codec/fields.hpp"
#include "control/snapshot.hpp"
#include "net/name.hpp"

namespace pic::ntp {

using namespace control;

namespace {

constexpr std::size_t most_servers = 15;

bool is_host(const std::string& text) {
    return net::parse_host_name(text).has_value() || net::Address::parse(text).has_value();
}

Result<Reply> show(const Snapshot& snapshot, const Call&) {
    Reply reply;
    reply.body = codec::to_json(snapshot.view->time.value);
    reply.generation = snapshot.view->time.generation;
    return reply;
}

Result<Change> update(const Context& context, const Call& call) {
    PIC_TRY(control::unchanged(context.view.time.generation, call));
    auto merged = codec::to_json(context.view.time.value).as_object();
    codec::merge(merged, call.input);
    PIC_LET(value, codec::from_json<model::TimeService>(codec::json::value(merged)));
    if (value.nts_servers.size() > most_servers)
        return fail(Code::invalid, "more than 15 servers", "/nts_servers");
    for (std::size_t i = 0; i < value.nts_servers.size(); ++i)
        if (!is_host(value.nts_servers[i]))
            return fail(Code::invalid, "this is not a host name",
                        "/nts_servers/" + std::to_string(i));
    if (!value.pool.empty() && !is_host(value.pool))
        return fail(Code::invalid, "this is not a host name", "/pool");
    Change change;
    change.target = "time";
    change.reply.body = codec::to_json(value);
    change.put("time", std::move(value));
    return change;
}

} // namespace

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "time.show",
         .rest = "GET /api/time",
         .right = Right::read,
         .run = show,
         .help = "whom the cell asks for the time",
         .output = schema<model::TimeService>},
        {.name = "time.update",
         .rest = "PATCH /api/time",
         .run = update,
         .help = "change whom the cell asks for the time",
         .input = schema<model::TimeService>,
         .output = schema<model::TimeService>,
         .versioned = true},
    };
    return table;
}

} // namespace pic::ntp
