#include "store/audit.hpp"

#include <algorithm>
#include <sodium.h>

namespace pic::store {

namespace {

// Length before content: no two entries have the same bytes.
void absorb(crypto_generichash_state& state, std::string_view text) {
    const std::uint64_t size = text.size();
    crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(text.data()), size);
}

AuditRow row_of(const Statement& row) {
    AuditRow result;
    result.number = row.number(0);
    result.entry.time = Time(std::chrono::seconds(row.number(1)));
    result.entry.actor = row.text(2);
    result.entry.role = row.text(3);
    result.entry.address = row.text(4);
    result.entry.action = row.text(5);
    result.entry.target = row.text(6);
    result.entry.result = row.text(7);
    const auto hash = row.bytes(8);
    if (hash.size() == result.hash.size()) std::ranges::copy(hash, result.hash.begin());
    return result;
}

} // namespace

Hash audit_hash(const Hash& before, std::int64_t number, const AuditEntry& entry) {
    crypto_generichash_state state;
    Hash hash{};
    crypto_generichash_init(&state, nullptr, 0, hash.size());
    crypto_generichash_update(&state, before.data(), before.size());
    absorb(state, std::to_string(number));
    absorb(state, format_time(entry.time));
    for (const auto* field :
         {&entry.actor, &entry.role, &entry.address, &entry.action, &entry.target, &entry.result})
        absorb(state, *field);
    crypto_generichash_final(&state, hash.data(), hash.size());
    return hash;
}

Result<Audit> Audit::open(sqlite3* database) {
    static constexpr std::string_view columns =
        "number, time, actor, role, address, action, target, result, hash";
    Audit audit;
    const std::string select = "SELECT " + std::string(columns) + " FROM audit ";
    PIC_LET(append, Statement::prepare(database, "INSERT INTO audit (" + std::string(columns) +
                                                     ") VALUES (?,?,?,?,?,?,?,?,?)"));
    PIC_LET(list,
            Statement::prepare(
                database, select +
                              "WHERE number < ? AND number >= ? AND (?='' OR actor=?) AND (?='' OR "
                              "action=?) AND (?='' OR target=?) AND time BETWEEN ? "
                              "AND ? ORDER BY number DESC LIMIT ?"));
    PIC_LET(onward, Statement::prepare(database, select + "WHERE number > ? ORDER BY number"));
    audit.append_ = std::move(append);
    audit.list_ = std::move(list);
    audit.onward_ = std::move(onward);
    PIC_LET(newest, audit.list({.limit = 1}));
    if (!newest.rows.empty()) audit.tail_ = {newest.rows.front().number, newest.rows.front().hash};
    return audit;
}

Status Audit::append(const AuditEntry& entry) {
    const Tail next{tail_.number + 1, audit_hash(tail_.hash, tail_.number + 1, entry)};
    append_.bind(next.number).bind(entry.time.time_since_epoch().count());
    for (const auto* field :
         {&entry.actor, &entry.role, &entry.address, &entry.action, &entry.target, &entry.result})
        append_.bind(std::string_view(*field));
    append_.bind(std::span<const std::uint8_t>(next.hash));
    PIC_TRY(append_.run());
    tail_ = next;
    return {};
}

Result<AuditPage> Audit::list(const AuditFilter& filter, std::int64_t most) {
    const auto before = filter.before > 0 ? filter.before : INT64_MAX;
    const auto lowest = std::max(std::int64_t{1}, std::min(before, tail_.number + 1) - most);
    list_.bind(before).bind(lowest);
    for (const auto* text : {&filter.actor, &filter.action, &filter.target})
        list_.bind(std::string_view(*text)).bind(std::string_view(*text));
    list_.bind(filter.since ? filter.since->time_since_epoch().count() : INT64_MIN);
    list_.bind(filter.until ? filter.until->time_since_epoch().count() : INT64_MAX);
    list_.bind(std::int64_t{filter.limit});
    AuditPage page;
    for (;;) {
        PIC_LET(more, list_.step());
        if (!more) break;
        page.rows.push_back(row_of(list_));
    }
    page.before = page.rows.size() == filter.limit ? page.rows.back().number : lowest;
    if (page.before == 1) page.before = 0;
    return page;
}

Result<AuditVerdict> Audit::verify(AuditVerdict verdict, std::int64_t most) {
    onward_.bind(verdict.entries);
    for (std::int64_t looked_at = 0; looked_at < most; ++looked_at) {
        PIC_LET(more, onward_.step());
        if (!more) {
            verdict.complete = true;
            break;
        }
        const auto row = row_of(onward_);
        const auto number = verdict.entries + 1;
        if (row.number != number || row.hash != audit_hash(verdict.newest, number, row.entry)) {
            verdict.broken = number;
            verdict.complete = true;
            break;
        }
        verdict.entries = number;
        verdict.newest = row.hash;
    }
    onward_.reset();
    // Entries cut off at the end leave a chain that fits: the newest is known from memory.
    const bool fits = verdict.entries == tail_.number && verdict.newest == tail_.hash;
    if (verdict.complete && !verdict.broken && !fits) verdict.broken = verdict.entries + 1;
    return verdict;
}

} // namespace pic::store
