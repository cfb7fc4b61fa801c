#include "audit/operations.hpp"

#include "audit/acts.hpp"
#include "audit/fields.hpp"

namespace pic::audit {

using namespace control;

std::span<const Operation> operations() {
    using codec::schema, codec::schema_with_defaults;
    static const Operation table[] = {
        {.name = "audit.list",
         .rest = "GET /api/audit",
         .right = Right::read,
         .run = list,
         .help = "who changed what, newest first",
         .input = schema_with_defaults<ListEntries>,
         .output = schema<EntryPage>,
         .positional = "target"},
        {.name = "audit.verify",
         .rest = "GET /api/audit/verify",
         .right = Right::read,
         .run = verify,
         .help = "whether every entry of the audit log is there and unchanged",
         .output = schema<Verdict>},
        {.name = "audit.csv",
         .rest = "GET /api/audit.csv",
         .right = Right::read,
         .run = csv,
         .help = "the audit log as a table for spreadsheets",
         .input = schema<Selection>,
         .media = "text/csv"},
    };
    return table;
}

} // namespace pic::audit
