// Naming, opening and following, on a whole cell with fakes around it.
#include "hostfirewall/recording.hpp"

#include "fakes/cell.hpp"
#include "hostfirewall/watch.hpp"

namespace pic::hostfirewall {

namespace json = boost::json;

namespace {

const std::string open_unit_name = "pic-firewall@ufw:open:51820.service";
const std::string record = "/var/lib/pic-firewall/ufw";

struct HostFirewallOperations : testing::Test {
    HostFirewallOperations() :
        cell([this](control::Control& control) {
            watch = std::make_unique<Watch>(control);
            watch->start();
        }) {
        for (const auto* unit : {open_unit_name.c_str(), "pic-firewall@ufw:again:443.service",
                                 "pic-firewall@ufw:close.service"})
            cell.systemd.install(unit);
        cell.set_up();
    }
    ~HostFirewallOperations() override {
        watch->stop();
        const auto& world = cell.control().world();
        world.workers.join();
        world.kernel.finish(); // what is under way still finds the watch,
        watch.reset();         // which goes before the control loop, as in picd
    }

    void filters(const std::string& name) {
        cell.kernel.set_netfilter(recording(name));
        cell.kernel.disturb(ports::KernelEvent::ruleset, [](auto&) {});
    }
    bool finds(const std::string& id) {
        return std::ranges::any_of(cell.observed().findings,
                                   [&](const auto& finding) { return finding.id == id; });
    }
    bool wait_until_found(const std::string& id) {
        return cell.run_until([&] { return finds(id); });
    }
    bool wait_until_gone(const std::string& id) {
        return cell.run_until([&] { return !finds(id); });
    }
    bool called(const std::string& call) {
        return std::ranges::count(cell.systemd.calls(), call) > 0;
    }

    std::unique_ptr<Watch> watch;
    fakes::Cell cell;
};

} // namespace

TEST_F(HostFirewallOperations, AFirewallIsNamedWhileItIsInTheWay) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    for (const auto& finding : cell.observed().findings)
        if (finding.id == "firewall.ufw.forwarding") {
            EXPECT_EQ(finding.what, "ufw drops what is forwarded for devices (policy of chain "
                                    "FORWARD in table ip filter)");
            EXPECT_EQ(finding.remedy, "sudo picctl firewall open ufw");
        }
    filters("ufw-opened");
    EXPECT_TRUE(wait_until_gone("firewall.ufw.wireguard"));
    EXPECT_EQ(cell.observed().firewalls.obstacles.size(), 0U);
}

TEST_F(HostFirewallOperations, ThePeerSaysWhatStopsIt) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    json::object input{{"name", "phone"}, {"permissions", {{"internet", false}}}};
    ASSERT_TRUE(cell.submit("peer.add", input));
    const auto shown = cell.submit("peer.show", {{"id", "phone"}});
    ASSERT_TRUE(shown);
    const auto text = json::serialize(shown->body.at("blocked"));
    EXPECT_NE(text.find("UDP port 51820"), std::string::npos) << text;
    EXPECT_EQ(text.find("forwarded"), std::string::npos) << text;
}

TEST_F(HostFirewallOperations, OpeningHasToBeConfirmedAndSaysWhatItWouldDo) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    const auto refused = cell.submit("firewall.open", {{"kind", "ufw"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_EQ(refused.error().field, "/confirm");
    EXPECT_NE(refused.error().detail.find("UDP port 51820 from anywhere"), std::string::npos);
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"kind", "ufw"}, {"confirm", true}};
    call.dry_run = true;
    const auto planned = cell.submit("firewall.open", call);
    ASSERT_TRUE(planned);
    EXPECT_EQ(planned->body.at("steps").as_array().size(), 4U);
    EXPECT_FALSE(called("start " + open_unit_name));
}

TEST_F(HostFirewallOperations, OpeningRunsTheUnitAndLooksAgain) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    cell.files.content[record] = "port 51820\nallow 51820/udp\n";
    cell.kernel.set_netfilter(recording("ufw-opened"));
    const auto opened = cell.submit("firewall.open", {{"kind", "ufw"}, {"confirm", true}});
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_TRUE(called("start " + open_unit_name));
    EXPECT_EQ(opened->pending.size(), 0U);
    EXPECT_EQ(opened->body.at("opened").as_array().size(), 4U);
    EXPECT_FALSE(finds("firewall.ufw.wireguard"));
}

TEST_F(HostFirewallOperations, WhatIsStillInTheWayIsTold) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    const auto opened = cell.submit("firewall.open", {{"kind", "ufw"}, {"confirm", true}});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->pending.size(), 6U);
    EXPECT_TRUE(finds("firewall.ufw.wireguard"));
}

TEST_F(HostFirewallOperations, AUnitThatFailsIsAFailure) {
    filters("ufw");
    ASSERT_TRUE(wait_until_found("firewall.ufw.wireguard"));
    cell.systemd.break_start(open_unit_name, "exit-code");
    cell.journal.say(open_unit_name, {{}, "ufw has a rule that says otherwise"});
    const auto failed = cell.submit("firewall.open", {{"kind", "ufw"}, {"confirm", true}});
    ASSERT_FALSE(failed);
    ASSERT_FALSE(failed.error().causes.empty());
    EXPECT_EQ(failed.error().causes.back(), "ufw has a rule that says otherwise");
    const auto audit = cell.audit();
    EXPECT_EQ(audit.at(0).entry.result, failed.error().detail);
    EXPECT_EQ(audit.at(1).entry.action, "firewall.open");
    EXPECT_EQ(audit.at(1).entry.result, "asked");
}

TEST_F(HostFirewallOperations, OnlyWhatIsThereIsOpened) {
    const auto absent = cell.submit("firewall.open", {{"kind", "ufw"}, {"confirm", true}});
    EXPECT_EQ(absent.error().code, Code::conflict);
    const auto by_hand = cell.submit("firewall.open", {{"kind", "nftables"}, {"confirm", true}});
    EXPECT_EQ(by_hand.error().code, Code::invalid);
    for (const auto* bad : {"ufw:open:1", "../ufw", "", "all"})
        EXPECT_FALSE(cell.submit("firewall.open", {{"kind", bad}, {"confirm", true}})) << bad;
    EXPECT_EQ(cell.submit("firewall.close", {{"kind", "ufw"}, {"confirm", true}}).error().code,
              Code::conflict);
}

TEST_F(HostFirewallOperations, NobodyClosesTheWayThatHeCameInBy) {
    auto caller = fakes::admin();
    caller.address = cell.view().wireguard.value.ipv4.base().plus(2).text();
    const json::object close = {{"kind", "ufw"}, {"confirm", true}};
    EXPECT_EQ(cell.submit("firewall.close", close, caller).error().detail,
              "nothing was opened in ufw");
    cell.files.content[record] = "port 51820\nallow 51820/udp\n";
    filters("ufw-opened");
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().firewalls.present.empty(); }));
    EXPECT_EQ(cell.submit("firewall.close", close, caller).error().detail,
              "you came in by the way that this would close");
}

TEST_F(HostFirewallOperations, ANewPortIsFollowed) {
    cell.files.content[record] = "port 51820\nallow 51820/udp\n";
    filters("ufw-opened");
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().firewalls.present.empty(); }));
    cell.run_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(called("start " + open_unit_name));
    auto wireguard = cell.view().wireguard.value;
    wireguard.port = 443;
    cell.put("wireguard", wireguard);
    EXPECT_TRUE(cell.run_until([&] { return called("start pic-firewall@ufw:again:443.service"); }));
    EXPECT_TRUE(wait_until_found("firewall.ufw.port"));
}

} // namespace pic::hostfirewall
