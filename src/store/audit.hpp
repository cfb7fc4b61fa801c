// The audit log: entries that cannot be changed, removed or reordered unnoticed, because the hash
// of each covers the one before. Store thread only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/commit.hpp"
#include "store/sqlite.hpp"

namespace pic::store {

using Hash = std::array<std::uint8_t, 32>; // BLAKE2b-256

struct AuditRow {
    std::int64_t number = 0; // 1, 2, 3, … without gaps
    AuditEntry entry;
    Hash hash{};
};

// Newest first. Empty texts match everything.
struct AuditFilter {
    std::int64_t before = 0; // number to stay below; 0: from the newest
    std::uint32_t limit = 100;
    std::string actor, action, target;
    std::optional<Time> since, until; // both included
};

struct AuditPage {
    std::vector<AuditRow> rows;
    std::int64_t before = 0; // what to ask with for those before them; 0: there are none
};

struct AuditVerdict {
    std::int64_t entries = 0;           // that fit
    std::optional<std::int64_t> broken; // the first entry that does not fit
    Hash newest{};                      // to be noted elsewhere, by whoever distrusts root
    bool complete = false;              // up to the newest entry, or to the broken one
};

class Audit {
  public:
    static Result<Audit> open(sqlite3* database);

    struct Tail {
        std::int64_t number = 0;
        Hash hash{};
    };
    Status append(const AuditEntry& entry); // within a transaction
    const Tail& tail() const { return tail_; }
    void restore(const Tail& tail) { tail_ = tail; } // what was appended since was rolled back

    // Both look at `most` entries at once: a long chain is read in pieces, so that no commit waits
    // for it.
    Result<AuditPage> list(const AuditFilter& filter, std::int64_t most = INT64_MAX);
    Result<AuditVerdict> verify(AuditVerdict before = {}, std::int64_t most = INT64_MAX);

  private:
    Statement append_, list_, onward_;
    Tail tail_;
};

Hash audit_hash(const Hash& before, std::int64_t number, const AuditEntry& entry);

} // namespace pic::store
