#include "audit/acts.hpp"

#include <algorithm>
#include <charconv>

#include <sodium.h>

#include "audit/csv.hpp"
#include "audit/fields.hpp"
#include "control/audit_check.hpp"
#include "control/control.hpp"

namespace pic::audit {

namespace {

constexpr std::uint32_t piece = 500; // read at once
constexpr std::int64_t looked_at_once = 5000;
constexpr std::size_t most_rows = 50000; // of a CSV file: a few megabytes

// Asks on the store thread, continues on a worker: neither the store nor the loop waits for what is
// done with the answer.
void read(control::Control& control, auto question, auto then) {
    auto& workers = control.world().workers;
    control.world().store.read([&workers, question = std::move(question),
                                then = std::move(then)](store::Store& store) mutable {
        boost::asio::post(workers,
                          [then = std::move(then), answer = question(store.audit())]() mutable {
                              then(std::move(answer));
                          });
    });
}

std::string hex(const store::Hash& hash) {
    std::array<char, 2 * std::tuple_size_v<store::Hash> + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

store::AuditFilter filter_of(const Selection& selection) {
    return {.limit = piece,
            .actor = selection.actor,
            .action = selection.action,
            .target = selection.target,
            .since = selection.since,
            .until = selection.until};
}

Result<std::int64_t> parse_cursor(const std::string& text) {
    if (text.empty()) return 0;
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure == std::errc() && end == text.data() + text.size() && number > 0) return number;
    return fail(control::no_cursor());
}

Entry entry_of(const store::AuditRow& row) {
    const auto& entry = row.entry;
    return {row.number,   entry.time,   entry.actor,  entry.role,   entry.address,
            entry.action, entry.target, entry.result, hex(row.hash)};
}

// One more than the page was read: whether it comes says whether another page does.
EntryPage page_of(const std::vector<store::AuditRow>& rows, std::size_t limit) {
    EntryPage page;
    for (std::size_t i = 0; i < std::min(rows.size(), limit); ++i)
        page.entries.push_back(entry_of(rows[i]));
    if (rows.size() > limit) page.next = std::to_string(page.entries.back().number);
    return page;
}

struct Export {
    control::Control& control;
    control::Done done;
    store::AuditFilter filter;
    std::string text;
    std::size_t rows = 0;

    static void go_on(std::shared_ptr<Export> self) {
        const auto more = [filter = self->filter](store::Audit& audit) {
            return audit.list(filter, looked_at_once);
        };
        read(self->control, more, [self](Result<store::AuditPage> page) {
            if (!page) return self->done(fail(std::move(page).error()));
            self->take(page->rows);
            if (self->rows > most_rows)
                return self->done(fail(Code::invalid,
                                       "more than " + std::to_string(most_rows) + " entries match",
                                       "/since", "ask for a shorter time with since and until"));
            self->filter.before = page->before;
            if (page->before != 0) return go_on(self);
            control::Reply reply;
            reply.file = control::File{"audit.csv", "text/csv", std::move(self->text)};
            self->done(std::move(reply));
        });
    }

    void take(const std::vector<store::AuditRow>& some) {
        for (const auto& row : some) {
            const auto entry = entry_of(row);
            append_row(text, {std::to_string(entry.number), format_time(entry.time), entry.actor,
                              entry.role, entry.address, entry.action, entry.target, entry.result,
                              entry.hash});
        }
        rows += some.size();
    }
};

// As many pieces as it takes to fill a page: where a filter matches little, that may be all.
struct Listing {
    control::Control& control;
    control::Done done;
    store::AuditFilter filter;
    std::vector<store::AuditRow> rows;

    static void go_on(std::shared_ptr<Listing> self) {
        auto rest = self->filter;
        rest.limit -= static_cast<std::uint32_t>(self->rows.size());
        const auto more = [rest](store::Audit& audit) { return audit.list(rest, looked_at_once); };
        read(self->control, more, [self](Result<store::AuditPage> page) {
            if (!page) return self->done(fail(std::move(page).error()));
            std::ranges::move(page->rows, std::back_inserter(self->rows));
            self->filter.before = page->before;
            if (page->before != 0 && self->rows.size() < self->filter.limit) return go_on(self);
            control::Reply reply;
            reply.body = codec::to_json(page_of(self->rows, self->filter.limit - 1));
            self->done(std::move(reply));
        });
    }
};

} // namespace

void list(control::Control& control, control::Call call, control::Done done) {
    const auto input = control::input_of<ListEntries>(call);
    if (!input) return done(fail(input.error()));
    if (auto limit = control::check_limit(*input); !limit) return done(fail(limit.error()));
    const auto before = parse_cursor(input->cursor);
    if (!before) return done(fail(before.error()));
    auto filter = filter_of(*input);
    filter.before = *before;
    filter.limit = input->limit + 1;
    Listing::go_on(std::make_shared<Listing>(Listing{control, std::move(done), filter, {}}));
}

void verify(control::Control& control, control::Call, control::Done done) {
    control::check_audit(control, [done = std::move(done)](Result<store::AuditVerdict> verdict) {
        if (!verdict) return done(fail(std::move(verdict).error()));
        control::Reply reply;
        reply.body = codec::to_json(
            Verdict{!verdict->broken, verdict->entries, verdict->broken, hex(verdict->newest)});
        done(std::move(reply));
    });
}

void csv(control::Control& control, control::Call call, control::Done done) {
    const auto input = control::input_of<Selection>(call);
    if (!input) return done(fail(input.error()));
    auto work = std::make_shared<Export>(Export{control, std::move(done), filter_of(*input), {}});
    append_row(work->text, {"number", "time", "actor", "role", "address", "action", "target",
                            "result", "hash"});
    Export::go_on(std::move(work));
}

} // namespace pic::audit
