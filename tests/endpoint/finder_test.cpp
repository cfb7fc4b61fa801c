// The whole loop on fakes; who is asked are servers on loopback, where nothing leaves the machine.
#include "endpoint/finder.hpp"

#include <gtest/gtest.h>

#include "client/loopback.hpp"
#include "client/nat_pmp_message.hpp"
#include "fakes/cell.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::endpoint {

namespace {

using namespace std::chrono_literals;
using client::ByteView;
using client::Datagram;
using client::UdpServer;
using client::Writer;
using control::Reach;
using plan::address;
using plan::prefix;

constexpr const char* gateway = "127.0.0.81";

UdpServer::Answer sees(const char* text) {
    const auto masked = address(text).to_v4() ^ 0x2112a442;
    return [=](ByteView question) {
        Writer writer;
        writer.u16(0x0101).u16(12).bytes(question.subspan(4, 16));
        writer.u16(0x0020).u16(8).u16(1).u16(0xa147).u32(masked);
        return std::vector<Datagram>{{writer.take()}};
    };
}

UdpServer::Answer external(const char* text) {
    return [=](ByteView) {
        Writer writer;
        writer.u16(0x0080).u16(0).u32(1).bytes(address(text).bytes());
        return std::vector<Datagram>{{writer.take()}};
    };
}

ports::Host host_at(const std::string& device, const char* own) {
    ports::Host host;
    host.links = {{1, "lo", "", 65536, true}, {2, "eth0", "", 1500, true}};
    host.addresses = {{device, address(own), 24}};
    host.routes = {{254, prefix("0.0.0.0/0"), 100, device, address(gateway), {}}};
    return host;
}

struct Finding : testing::Test {
    Finding() {
        cell.kernel.set_host(host_at("lo", "192.168.1.10"));
        model::Endpoint endpoint;
        endpoint.stun_servers = {{"127.0.0.1", stun.server().port}};
        cell.put("endpoint", endpoint);
    }
    ~Finding() override { finder.stop(); }

    void set_up() {
        const auto done = cell.submit("cell.setup", {{"name", "home"},
                                                     {"ipv4", "10.9.0.0/20"},
                                                     {"ipv6", "fd00:9::/64"},
                                                     {"password", "four words of a test"}});
        ASSERT_TRUE(done) << done.error().text();
    }
    bool comes_to(Reach reach) {
        return cell.run_until([&] { return cell.observed().endpoint.reach == reach; });
    }
    std::string told() {
        const auto view = cell.submit("endpoint.show");
        return view ? std::string(view->body.at("endpoint").as_string()) : view.error().text();
    }

    fakes::Cell cell;
    UdpServer stun{sees("5.9.0.20")};
    UdpServer router{external("5.9.0.20"), gateway, client::nat_pmp_port};
    Finder finder{cell.control()};
};

} // namespace

TEST_F(Finding, AsksNobodyBeforeSetUpAndSoonAfter) {
    finder.start();
    ASSERT_TRUE(cell.settle());
    cell.run_for(300ms);
    EXPECT_EQ(stun.questions(), 0);
    EXPECT_EQ(cell.observed().endpoint.reach, Reach::unknown);
    set_up();
    ASSERT_TRUE(comes_to(Reach::nat));
    EXPECT_EQ(told(), "5.9.0.20:51820");
    EXPECT_EQ(cell.observed().endpoint.local, address("192.168.1.10"));
}

TEST_F(Finding, AsksNobodyWhereTheMachineHasAPublicAddress) {
    cell.kernel.set_host(host_at("lo", "5.9.0.10"));
    finder.start();
    set_up();
    ASSERT_TRUE(comes_to(Reach::open));
    EXPECT_EQ(told(), "5.9.0.10:51820");
    EXPECT_EQ(stun.questions() + router.questions(), 0);
}

TEST_F(Finding, FollowsTheMachineToAnotherNetwork) {
    finder.start();
    set_up();
    ASSERT_TRUE(comes_to(Reach::nat));
    cell.kernel.set_host(host_at("eth0", "5.9.0.11"));
    ASSERT_TRUE(comes_to(Reach::open));
    EXPECT_EQ(told(), "5.9.0.11:51820");
}

TEST_F(Finding, GivesALostUplinkTimeToComeBack) {
    finder.start();
    set_up();
    ASSERT_TRUE(comes_to(Reach::nat));
    auto offline = host_at("lo", "192.168.1.10");
    offline.routes.clear();
    cell.kernel.set_host(offline);
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host.routes.empty(); }));
    cell.run_for(1500ms); // longer than a change is waited for
    EXPECT_EQ(cell.observed().endpoint.reach, Reach::nat);
    EXPECT_EQ(told(), "5.9.0.20:51820");
}

TEST_F(Finding, LooksOnDemandAndKeepsTheAddressOffline) {
    set_up();
    const auto first = cell.submit("endpoint.check");
    ASSERT_TRUE(first) << first.error().text();
    EXPECT_EQ(first->body.at("reach").as_string(), "nat");
    auto offline = host_at("lo", "192.168.1.10");
    offline.routes.clear();
    cell.kernel.set_host(offline);
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host.routes.empty(); }));
    const auto second = cell.submit("endpoint.check");
    ASSERT_TRUE(second) << second.error().text();
    EXPECT_EQ(second->body.at("reach").as_string(), "offline");
    EXPECT_EQ(second->body.at("endpoint").as_string(), "5.9.0.20:51820");
}

TEST_F(Finding, DoesNotAskStunWhereItIsSwitchedOff) {
    finder.start();
    auto endpoint = cell.view().endpoint.value;
    endpoint.stun = false;
    cell.put("endpoint", endpoint);
    set_up();
    ASSERT_TRUE(comes_to(Reach::nat)); // by the router's word alone
    EXPECT_EQ(stun.questions(), 0);
}

TEST_F(Finding, TellsWhenWhatWasFoundChanges) {
    std::vector<std::string> nouns;
    const auto listening = cell.control().subscribe([&](const control::Event& event) {
        if (event.generation == 0) nouns.push_back(event.noun);
    });
    set_up();
    ASSERT_TRUE(cell.submit("endpoint.check"));
    ASSERT_TRUE(cell.submit("endpoint.check"));
    EXPECT_EQ(std::ranges::count(nouns, "endpoint"), 1);
}

} // namespace pic::endpoint
