// The file in which pic-firewall keeps what it opened.
#include "firewall/record.hpp"

#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto record = firewall::parse_record(fuzz::text_of(bytes));
    if (!record) return;
    const auto again = firewall::parse_record(firewall::text_of(*record));
    fuzz::require(again && again->port == record->port && again->opened == record->opened,
                  "what was written is read as the same");
}
