#include "control/pending.hpp"

#include <algorithm>
#include <set>

#include "base/id.hpp"
#include "control/documents.hpp"
#include "control/way_in.hpp"
#include "model/ranges.hpp"

namespace pic::control {

namespace {

// The present content of the settings that `change` edits: [{id, json or null}].
Result<std::string> documents_before(const model::View& view, const Change& change) {
    json::array documents;
    for (const auto& edit : change.edits) {
        if (edit.collection != "settings")
            return fail(Code::internal, "only settings can be confirmed or reverted");
        documents.push_back(
            {{"id", edit.id}, {"json", document_json(view, edit.collection, edit.id)}});
    }
    return json::serialize(documents);
}

// Names of the settings that are put back unless this is confirmed.
std::set<std::string> documents_of(const model::Pending& pending) {
    std::set<std::string> names;
    const auto documents = codec::parse(pending.restore);
    if (!documents || !documents->is_array()) return names;
    for (const auto& document : documents->as_array())
        names.emplace(document.at("id").as_string());
    return names;
}

// The ranges and the port that come back unless this is confirmed, if it changes them.
std::optional<model::WireGuard> wireguard_before(const model::Pending& pending) {
    const auto documents = codec::parse(pending.restore);
    if (!documents || !documents->is_array()) return std::nullopt;
    for (const auto& document : documents->as_array()) {
        if (document.at("id") != "wireguard") continue;
        if (auto before = codec::from_json<model::WireGuard>(document.at("json")))
            return std::move(*before);
    }
    return std::nullopt;
}

// Whether the change leaves open the way by which this caller came. A connection of before may have
// outlived it; whoever opens the next one would stand before a closed door.
bool is_left_open(const Caller& caller, const Context& context, const model::Pending& pending) {
    const auto address = net::Address::parse(caller.address);
    if (!address) return true; // on that machine
    if (std::ranges::none_of(answered(context.view, context.settings),
                             [&](const auto& range) { return range.contains(*address); }))
        return false;
    const auto before = wireguard_before(pending);
    return !before || !model::in_ranges(*before, *address) ||
           model::in_ranges(context.view.wireguard.value, *address);
}

std::string keep_or_undo(const std::string& id) {
    return "keep it: picctl confirm " + id + "; or undo it: picctl revert " + id;
}

Result<const model::Document<model::Pending>*> find_pending(const model::View& view,
                                                            const std::string& id) {
    if (const auto* pending = view.pending.find(id)) return pending;
    return fail(Code::not_found, "no change waits to be confirmed under this id", "/id",
                "it may have been undone already; picctl status shows what waits");
}

// Confirms or reverts it.
bool ends(const Change& change, const std::string& pending) {
    return std::ranges::any_of(change.edits, [&](const auto& edit) {
        return edit.collection == Collection<model::Pending>::name && edit.id == pending &&
               edit.json.empty();
    });
}

} // namespace

Status nothing_waits(const Context& context) {
    const auto* waiting = context.view.pending.find_if([](const auto&) { return true; });
    if (waiting == nullptr) return {};
    return fail(Code::conflict,
                "another change, " + waiting->value.operation + ", still waits to be confirmed", {},
                keep_or_undo(waiting->id));
}

Status guard_against_lockout(const Context& context, const std::string& operation, Change& change) {
    PIC_LET(before, documents_before(context.view, change));
    const auto deadline = context.now + time_to_confirm;
    const auto id = new_id();
    change.put(id, model::Pending{operation, deadline, before});
    if (!change.reply.body.is_object()) change.reply.body = json::object();
    change.reply.body.as_object()["confirm"] =
        json::object{{"id", id}, {"deadline", format_time(deadline)}};
    return {};
}

Status leave_waiting_alone(const Context& context, const Change& change) {
    Status outcome;
    context.view.pending.each([&](const auto& pending) {
        if (!outcome || ends(change, pending.id)) return;
        const auto kept = documents_of(pending.value);
        for (const auto& edit : change.edits)
            if (edit.collection == "settings" && kept.contains(edit.id))
                outcome = fail(Code::conflict,
                               "a change of the same settings, " + pending.value.operation +
                                   ", still waits to be confirmed",
                               {}, keep_or_undo(pending.id));
    });
    return outcome;
}

bool wireguard_waits(const model::View& view) {
    return view.pending.find_if([](const auto& pending) {
        return wireguard_before(pending.value).has_value();
    }) != nullptr;
}

std::uint32_t last_offset(const model::View& view) {
    int length = view.wireguard.value.ipv4.length();
    view.pending.each([&](const auto& pending) {
        if (const auto before = wireguard_before(pending.value))
            length = std::max(length, before->ipv4.length());
    });
    return static_cast<std::uint32_t>((std::uint64_t{1} << (32 - length)) - 2);
}

Result<Change> confirm(const Context& context, const std::string& id, const Caller& caller) {
    PIC_LET(pending, find_pending(context.view, id));
    if (!is_left_open(caller, context, pending->value))
        return fail(Code::not_permitted,
                    "this came over the way that the change closes, so it proves nothing", "/id",
                    "confirm it over another: from the VPN, the LAN or that machine");
    Change change;
    change.target = pending->value.operation;
    change.erase<model::Pending>(id);
    return change;
}

Result<Change> revert(const Context& context, const std::string& id) {
    PIC_LET(pending, find_pending(context.view, id));
    PIC_LET(documents, codec::parse(pending->value.restore));
    Change change;
    change.target = pending->value.operation;
    for (const auto& document : documents.as_array()) {
        const std::string name(document.at("id").as_string());
        PIC_TRY(put_setting(change, name, document.at("json")));
    }
    change.erase<model::Pending>(id);
    return change;
}

} // namespace pic::control
