// Table against std::map: the same after any changes, and no copy ever changes with another.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "model/table.hpp"

namespace pic::model {

namespace {

using Expected = std::map<std::string, int>;

Expected content(const Table<int>& table) {
    Expected all;
    table.each([&](const Document<int>& document) { all.emplace(document.id, document.value); });
    return all;
}

} // namespace

TEST(Table, IsWhatAMapIsAfterAnyChanges) {
    std::mt19937 random(1);
    Table<int> table;
    Expected expected;
    for (int i = 0; i < 20000; ++i) {
        const auto id = std::to_string(random() % 3000);
        if (random() % 3 == 0) {
            table.erase(id);
            expected.erase(id);
        } else {
            table.put({id, 1, i});
            expected[id] = i;
        }
        ASSERT_EQ(table.size(), expected.size());
        const auto* found = table.find(id);
        ASSERT_EQ(found != nullptr, expected.contains(id));
        if (found != nullptr) {
            ASSERT_EQ(found->value, expected[id]);
        }
        if (i % 1000 == 0) {
            ASSERT_EQ(content(table), expected);
        }
    }
}

TEST(Table, ACopyKeepsWhatItHad) {
    std::mt19937 random(2);
    Table<int> table;
    std::vector<std::pair<Table<int>, Expected>> copies;
    Expected expected;
    for (int i = 0; i < 2000; ++i) {
        const auto id = std::to_string(random() % 600);
        if (random() % 4 == 0) {
            table.erase(id);
            expected.erase(id);
        } else {
            table.put({id, 1, i});
            expected[id] = i;
        }
        if (i % 100 == 0) copies.emplace_back(table, expected);
    }
    for (const auto& [copy, had] : copies)
        EXPECT_EQ(content(copy), had);
}

TEST(Table, IsInTheOrderOfIds) {
    Table<int> table;
    for (int i = 999; i >= 0; --i)
        table.put({std::to_string(i), 1, i});
    std::string last;
    table.each([&](const auto& document) {
        EXPECT_LT(last, document.id);
        last = document.id;
    });
    EXPECT_EQ(table.size(), 1000U);
}

TEST(Table, ErasedToNothingItCanBeFilledAgain) {
    Table<int> table;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 600; ++i)
            table.put({std::to_string(i), 1, i});
        for (int i = 0; i < 600; ++i)
            table.erase(std::to_string(i));
        EXPECT_EQ(table.size(), 0U);
        EXPECT_EQ(table.find("1"), nullptr);
        EXPECT_EQ(table.find_if([](const auto&) { return true; }), nullptr);
    }
    table.erase("never there");
}

} // namespace pic::model
