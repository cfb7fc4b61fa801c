#include "control/settings.hpp"

#include <limits>

#include <fmt/format.h>

#include "codec/yaml.hpp"
#include "control/settings_fields.hpp"

namespace pic::control {

namespace {

constexpr const char* then_start = "; then: systemctl restart picd";
constexpr std::uint32_t first_own_table = 253; // default, main and local: linux/rtnetlink.h
constexpr std::uint32_t last_own_table = 255;
constexpr std::uint32_t main_rule_priority = 32766; // after it no rule is looked at

// Rules behind the one for table main would never be reached, and peers would leave by it.
Status check(const net::Ledger& ledger) {
    if (ledger.priority_base == 0 || ledger.priority_base >= main_rule_priority ||
        ledger.last_priority() >= main_rule_priority)
        return fail(
            Code::invalid,
            fmt::format("must be 1 to {}: the rules must come before that of table main",
                        main_rule_priority - 1 - (ledger.last_priority() - ledger.priority_base)),
            "/ledger/priority_base");
    const std::uint64_t first = std::uint64_t{ledger.table_base} + net::first_slot;
    const std::uint64_t last = std::uint64_t{ledger.table_base} + net::last_slot;
    if (last > std::numeric_limits<std::uint32_t>::max() ||
        (first <= last_own_table && last >= first_own_table))
        return fail(Code::invalid, "the 120 tables after this one are not free for the cell",
                    "/ledger/table_base");
    const auto cell = ledger.cell_table;
    if (cell == 0 || (cell >= first_own_table && cell <= last_own_table) ||
        (cell >= first && cell <= last))
        return fail(Code::invalid, "this routing table has another purpose", "/ledger/cell_table");
    return {};
}

} // namespace

Result<Settings> Settings::load(const std::string& path) {
    auto file = codec::read_yaml(path);
    if (!file) {
        auto error = std::move(file).error().within("cannot use " + path);
        error.remedy += (error.remedy.empty() ? "mend it" : "") + std::string(then_start);
        return fail(std::move(error));
    }
    auto settings = codec::from_json<Settings>(*file);
    Status outcome = settings ? check(settings->ledger) : fail(settings.error());
    if (!outcome) {
        auto error = std::move(outcome).error();
        return fail(Error{error.code, path + ": " + error.field + ": " + error.detail, error.field,
                          (error.remedy.empty() ? "see picd.yaml(5)" : error.remedy) + then_start,
                          error.causes});
    }
    settings->listen = settings->listen.or_port(net::loopback_port);
    return settings;
}

} // namespace pic::control
