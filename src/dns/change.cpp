#include "dns/change.hpp"

#include <algorithm>

#include "base/id.hpp"
#include "base/lowercase.hpp"
#include "control/distinct.hpp"
#include "control/forbidden.hpp"
#include "control/index.hpp"
#include "control/notes.hpp"
#include "dns/alias.hpp"
#include "dns/fields.hpp"
#include "dns/upstreams.hpp"
#include "net/name.hpp"

namespace pic::dns {

using control::Change;
using control::Context;

namespace {

constexpr std::size_t most_upstreams = 15, most_addresses = 16;
// What pic-dns reads is bounded, and a file that it refuses would keep it from its next start.
constexpr std::size_t most_records = 1000;

// Makes it canonical.
Status check_upstream(model::DnsUpstream& upstream, const Context& context) {
    static const net::Address none[] = {net::Prefix::all(net::Family::v4).base(),
                                        net::Prefix::all(net::Family::v6).base()};
    if (std::ranges::find(none, upstream.address) != std::end(none))
        return fail(Code::invalid, "say the server's address", "/address");
    if (is_own(context, upstream.address))
        return fail(Code::invalid, "this is the cell itself, which would ask itself", "/address");
    if (upstream.tls_name.empty()) return {};
    auto name = net::parse_host_name(upstream.tls_name);
    if (!name)
        return fail(Code::invalid, "this is not a host name", "/tls_name",
                    "write the name in the server's certificate, e.g. dns.quad9.net");
    upstream.tls_name = std::move(*name);
    return {};
}

Status check_upstreams(std::vector<model::DnsUpstream>& upstreams, const Context& context) {
    if (upstreams.size() > most_upstreams)
        return fail(Code::invalid, "more than 15 servers", "/upstreams");
    for (std::size_t i = 0; i < upstreams.size(); ++i)
        if (auto outcome = check_upstream(upstreams[i], context); !outcome)
            return fail(std::move(outcome).error().at("/upstreams/" + std::to_string(i)));
    return control::check_distinct(upstreams, "/upstreams");
}

// A person may write the whole name: "nas.home.cell" is "nas" in the cell home.
std::string_view without_zone(std::string_view name, const std::string& zone) {
    const auto whole = name.substr(0, name.size() - (name.ends_with('.') ? 1 : 0));
    if (!("." + lowercase(whole)).ends_with("." + zone)) return name;
    return whole.substr(0, whole.size() - std::min(whole.size(), zone.size() + 1));
}

// Folded. One name that is too long with the zone behind it would keep the zone from loading.
Result<std::string> check_name(const std::string& given, const std::string& zone) {
    const auto name = without_zone(given, zone);
    const bool wildcard = name.starts_with("*.");
    auto parsed = net::parse_zone_name(wildcard ? name.substr(2) : name);
    if (parsed)
        if (auto whole = net::parse_host_name(*parsed + (wildcard ? ".x." : ".") + zone); !whole)
            parsed = fail(std::move(whole).error());
    if (!parsed) return fail(std::move(parsed).error().at("/name"));
    return wildcard ? "*." + *parsed : *parsed;
}

Status check(model::Record& record, const Context& context, const std::string& self) {
    const auto zone = context.view.zone();
    PIC_LET(name, check_name(record.name, zone));
    record.name = std::move(name);
    const auto holder = context.index.record_named(record.name);
    if (!holder.empty() && holder != self)
        return fail(Code::conflict, "there is a record named " + record.name + " already", "/name");
    if (!context.index.peer_named(record.name).empty())
        return fail(Code::conflict, "a device is named " + record.name, "/name",
                    "choose another name, or rename the device");
    if (record.addresses.empty() == record.alias.empty())
        return fail(Code::invalid, "a name has either addresses or an alias", "/addresses",
                    record.alias.empty() ? "give it one of the two"
                                         : "set the other one to none in the same change");
    if (record.addresses.size() > most_addresses)
        return fail(Code::invalid, "more than 16 addresses", "/addresses");
    PIC_TRY(control::check_distinct(record.addresses, "/addresses"));
    if (record.alias.empty()) return {};
    auto alias = net::parse_host_name(record.alias);
    if (!alias) return fail(std::move(alias).error().at("/alias"));
    record.alias = std::move(*alias);
    return check_alias(record, context.view, self);
}

using RecordDocument = model::Document<model::Record>;

Result<const RecordDocument*> find_record(const model::View& view, const std::string& id_or_name) {
    const auto* record = view.records.find(id_or_name);
    if (record == nullptr)
        if (const auto name = check_name(id_or_name, view.zone())) // folded, as it is kept
            record =
                view.records.find_if([&](const auto& each) { return each.value.name == *name; });
    if (record == nullptr) return fail(Code::not_found, "there is no such record", "/id");
    return record;
}

DnsView view_of(const model::Dns& dns, const control::Settings& settings) {
    DnsView view{dns, settings.forbid.lan_dns, chosen_upstreams(dns), dns.upstreams.empty(), {}};
    if (auto note = clear_text_note(dns); !note.empty()) view.notes.push_back(std::move(note));
    return view;
}

RecordView view_of(const std::string& id, const model::Record& record) {
    RecordView result;
    static_cast<model::Record&>(result) = record;
    result.id = id;
    return result;
}

Change put_record(const std::string& id, const model::Record& record, const Context& context) {
    Change change;
    change.target = record.name;
    change.reply.body = codec::to_json(view_of(id, record));
    if (leads_nowhere(record, context, id))
        control::add_note(change.reply.body, "there is nothing named " + record.alias +
                                                 " yet; until there is, this finds nothing");
    change.put(id, record);
    return change;
}

} // namespace

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call&) {
    control::Reply reply;
    reply.body = codec::to_json(view_of(snapshot.view->dns.value, *snapshot.settings));
    reply.generation = snapshot.view->dns.generation;
    return reply;
}

Result<Change> update(const Context& context, const control::Call& call) {
    PIC_TRY(control::unchanged(context.view.dns.generation, call));
    auto merged = codec::to_json(context.view.dns.value).as_object();
    codec::merge(merged, call.input);
    PIC_LET(value, codec::from_json<model::Dns>(codec::json::value(merged)));
    PIC_TRY(check_upstreams(value.upstreams, context));
    PIC_TRY(control::check_forbidden(call, "lan", context.settings.forbid.lan_dns));
    Change change;
    change.target = "dns";
    change.reply.body = codec::to_json(view_of(value, context.settings));
    change.put("dns", std::move(value));
    return change;
}

Result<control::Reply> list_records(const control::Snapshot& snapshot, const control::Call&) {
    Records result;
    snapshot.view->records.each(
        [&](const auto& record) { result.records.push_back(view_of(record.id, record.value)); });
    control::Reply reply;
    reply.body = codec::to_json(result);
    return reply;
}

Result<Change> add_record(const Context& context, const control::Call& call) {
    PIC_LET(record, control::input_of<model::Record>(call));
    PIC_TRY(check(record, context, {}));
    if (context.view.records.size() >= most_records)
        return fail(Code::conflict,
                    "the cell has " + std::to_string(most_records) + " records, the most it can",
                    {}, "many names of one domain: let a server of your own answer for it");
    return put_record(new_id(), record, context);
}

Result<Change> update_record(const Context& context, const control::Call& call) {
    PIC_LET(which, control::input_of<UpdateRecord>(call));
    PIC_LET(present, find_record(context.view, which.id));
    PIC_TRY(control::unchanged(present->generation, call));
    auto merged = codec::to_json(present->value).as_object();
    auto patch = call.input;
    patch.erase("id");
    codec::merge(merged, patch);
    PIC_LET(record, codec::from_json<model::Record>(codec::json::value(merged)));
    PIC_TRY(check(record, context, present->id));
    auto change = put_record(present->id, record, context);
    change.target = present->value.name;
    return change;
}

Result<Change> remove_record(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichRecord>(call));
    PIC_LET(present, find_record(context.view, input.id));
    PIC_TRY(control::unchanged(present->generation, call));
    Change change;
    change.target = present->value.name;
    change.erase<model::Record>(present->id);
    const auto aliases = aliases_of(present->value, context.view, present->id);
    if (!aliases.empty())
        control::add_note(change.reply.body, control::some_of(aliases) + " led there and " +
                                                 (aliases.size() == 1 ? "finds" : "find") +
                                                 " nothing now");
    return change;
}

} // namespace pic::dns
