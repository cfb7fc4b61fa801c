// What the doctor says of the cell as a whole.
#include "cell/doctor.hpp"

#include <gmock/gmock.h>

#include "cell/status.hpp"
#include "control/settings.hpp"
#include "fakes/cell.hpp"

namespace pic::cell {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Doctor : testing::Test {
    std::vector<control::Finding> findings(Time now = clock_floor()) const {
        return examine({std::make_shared<const model::View>(view),
                        std::make_shared<const control::Observed>(observed),
                        std::make_shared<const control::Settings>()},
                       now);
    }
    std::vector<std::string> ids(Time now = clock_floor()) const {
        std::vector<std::string> result;
        for (const auto& finding : findings(now))
            result.push_back(finding.id);
        return result;
    }
    std::string remedy(const std::string& id) const {
        for (const auto& finding : findings())
            if (finding.id == id) return finding.remedy;
        return "no " + id;
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
    EXPECT_EQ(remedy("stopped.pic-dns.service"), "") << "it waits for the VPN";
    observed.host.links.push_back({7, std::string(net::cell_device), "wireguard", 1420, true});
    EXPECT_EQ(remedy("stopped.pic-dns.service"), "picctl unit start dns");
    auto& masked = server("pic-dns.service", control::Health::stopped).unit;
    masked.load = "masked";
    masked.overridden = true;
    EXPECT_THAT(ids(), Not(Contains("override.pic-dns.service"))) << "that is how it is masked";
    EXPECT_EQ(remedy("stopped.pic-dns.service"),
              "sudo systemctl unmask pic-dns.service, then picctl unit start dns");
    EXPECT_THAT(ids(), Not(Contains("setup")));
}

TEST_F(Doctor, TheStateInOneLineTellsOfAServerThatWasStopped) {
    view.cell.value.name = "home";
    view.wireguard.value.ipv4 = *net::Prefix::parse("10.9.0.0/20");
    view.wireguard.value.ipv6 = *net::Prefix::parse("fd00:9::/64");
    observed.settled = true;
    observed.host = fakes::host_with_uplink();
    server("pic-dns.service", control::Health::stopped);
    server("pic-ntp.service", control::Health::starting);
    observed.endpoint.reach = control::Reach::open;
    observed.endpoint.public4 = *net::Address::parse("5.9.0.20");
    const auto status = [&] {
        return status_of({std::make_shared<const model::View>(view),
                          std::make_shared<const control::Observed>(observed),
                          std::make_shared<const control::Settings>()},
                         clock_floor());
    };
    const std::string well = "home.cell: 0 devices, 0 connected";
    EXPECT_EQ(status().summary,
              well + "; pic-dns.service is stopped, pic-ntp.service is starting.");
    EXPECT_EQ(status().condition, Condition::starting);
    server("pic-ntp.service", control::Health::good);
    EXPECT_EQ(status().summary, well + "; pic-dns.service is stopped.");
    EXPECT_EQ(status().condition, Condition::good);
    server("pic-dns.service", control::Health::good);
    observed.settled = false;
    EXPECT_EQ(status().summary, well + "; picd is looking at the rest.");
    EXPECT_EQ(status().condition, Condition::starting);
}

TEST_F(Doctor, SaysWhenNobodyIsAskedForTheTime) {
    view.cell.value.name = "home";
    auto& time = view.time.value;
    EXPECT_THAT(ids(), Not(Contains("time.no_source")));
    time.nts_servers.clear();
    EXPECT_THAT(ids(), Not(Contains("time.no_source"))) << "there is a pool";
    time.pool.clear();
    EXPECT_THAT(ids(), Contains("time.no_source"));
    EXPECT_THAT(remedy("time.no_source"), HasSubstr("--pool " + model::TimeService().pool));
}

} // namespace pic::cell
