// What the doctor says of the cell as a whole.
#include "cell/doctor.hpp"

#include <gmock/gmock.h>

#include "control/settings.hpp"

namespace pic::cell {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

struct Doctor : testing::Test {
    std::vector<std::string> ids(Time now = clock_floor()) const {
        std::vector<std::string> result;
        for (const auto& finding : examine({std::make_shared<const model::View>(view),
                                            std::make_shared<const control::Observed>(observed),
                                            std::make_shared<const control::Settings>()},
                                           now))
            result.push_back(finding.id);
        return result;
    }
    control::ServerState& server(const std::string& unit, control::Health health) {
        auto& state = observed.servers[unit];
        state.health = health;
        state.unit.load = "loaded";
        return state;
    }

    model::View view;
    control::Observed observed;
};

} // namespace

TEST_F(Doctor, SaysBeforeSetUpThatItIsNotSetUpAndWhatStandsInTheWay) {
    server("pic-dns.service", control::Health::stopped);
    server("pic-ntp.service", control::Health::stopped).unit.overridden = true;
    EXPECT_THAT(ids(), ElementsAre("setup"));
    server("pic-web.service", control::Health::bad);
    EXPECT_THAT(ids(clock_floor() - std::chrono::hours(1)),
                ElementsAre("setup", "clock.past", "server.pic-web.service"));
}

TEST_F(Doctor, SaysOfAServerThatWasStoppedAfterSetUp) {
    view.cell.value.name = "home";
    server("pic-dns.service", control::Health::stopped);
    EXPECT_THAT(ids(), Contains("stopped.pic-dns.service"));
    EXPECT_THAT(ids(), Not(Contains("setup")));
}

TEST_F(Doctor, SaysWhenNobodyIsAskedForTheTime) {
    view.cell.value.name = "home";
    auto& time = view.time.value;
    EXPECT_THAT(ids(), Not(Contains("time.no_source")));
    time.nts_servers.clear();
    EXPECT_THAT(ids(), Not(Contains("time.no_source"))) << "there is a pool";
    time.pool.clear();
    EXPECT_THAT(ids(), Contains("time.no_source"));
}

} // namespace pic::cell
