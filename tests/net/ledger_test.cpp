#include <gtest/gtest.h>

#include <set>

#include "net/ledger.hpp"

namespace pic::net {

TEST(Ledger, GivesNoNumberTwice) {
    const Ledger ledger;
    std::set<std::uint32_t> tables{ledger.cell_table};
    std::set<std::uint32_t> priorities{ledger.cell_priority(), ledger.peer_stop_priority(),
                                       ledger.local_stop_priority()};
    std::set<std::uint32_t> marks{0};
    for (int slot = first_slot; slot <= last_slot; ++slot) {
        const auto each = static_cast<Slot>(slot);
        EXPECT_TRUE(tables.insert(ledger.table(each)).second) << slot;
        EXPECT_TRUE(priorities.insert(ledger.peer_priority(each)).second) << slot;
        EXPECT_TRUE(priorities.insert(ledger.local_priority(each)).second) << slot;
        EXPECT_TRUE(marks.insert(mark(each)).second) << slot;
        EXPECT_EQ(mark(each) & mark_mask, mark(each)) << slot;
    }
    tables.erase(ledger.table(direct_slot)); // main, which is the machine's
    EXPECT_EQ(tables.size(), std::size_t{last_slot} - first_slot + 1);
    for (const auto table : tables)
        EXPECT_TRUE(ledger.owns_table(table)) << table;
    for (const auto priority : priorities)
        EXPECT_TRUE(ledger.owns_priority(priority)) << priority;
}

TEST(Ledger, OwnsNothingOfTheSystems) {
    const Ledger ledger;
    for (const std::uint32_t table : {0U, 253U, 254U, 255U, 9899U, 10000U, 10121U})
        EXPECT_FALSE(ledger.owns_table(table)) << table;
    for (const std::uint32_t priority : {0U, 899U, 32766U, 32767U})
        EXPECT_FALSE(ledger.owns_priority(priority)) << priority;
}

// A rule that stops comes after the ones that lead, or it would stop them all.
TEST(Ledger, StopsBehindWhatLeads) {
    const Ledger ledger;
    for (const auto slot : {first_slot, last_slot}) {
        EXPECT_LT(ledger.cell_priority(), ledger.peer_priority(slot));
        EXPECT_LT(ledger.peer_priority(slot), ledger.peer_stop_priority());
        EXPECT_LT(ledger.local_priority(slot), ledger.local_stop_priority());
    }
}

} // namespace pic::net
