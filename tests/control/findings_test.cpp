// What the parts of the cell tell the doctor: each its own, and only when it is something new.
#include <gtest/gtest.h>

#include "control/findings.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

struct Findings : testing::Test {
    void tell(std::string_view part, const std::vector<std::string>& ids) {
        std::vector<Finding> found;
        for (const auto& id : ids)
            found.push_back({.id = id});
        tell_findings(cell.control(), part, std::move(found));
    }
    std::string told() {
        std::string ids;
        for (const auto& finding : cell.observed().findings)
            ids += finding.id + " ";
        return ids;
    }

    fakes::Cell cell;
};

} // namespace

TEST_F(Findings, OfOnePartReplaceThoseOfThatPartAlone) {
    tell("sea", {"sea.storm", "sea.fog"});
    tell("seat", {"seat.taken"});
    tell("sea", {"sea.calm"});
    EXPECT_EQ(told(), "seat.taken sea.calm ");
    tell("seat", {});
    EXPECT_EQ(told(), "sea.calm ");
}

TEST_F(Findings, ThatAreTheSameAreNoNews) {
    tell("sea", {"sea.storm"});
    int events = 0;
    const auto subscription = cell.control().subscribe([&](const Event& event) {
        if (event.noun == "sea") ++events;
    });
    tell("sea", {"sea.storm"});
    EXPECT_EQ(events, 0);
    tell("sea", {});
    EXPECT_EQ(events, 1);
}

} // namespace pic::control
