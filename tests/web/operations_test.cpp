// Who may reach the web pages, as it is shown and as pic-web is told.
#include <algorithm>
#include <gtest/gtest.h>

#include "control/servers.hpp"
#include "fakes/cell.hpp"
#include "web/server.hpp"

namespace pic::web {

namespace {

constexpr const char* unit = "pic-web.service";

struct Access : testing::Test {
    Access() {
        cell.systemd.install(unit);
        cell.set_up();
    }

    void forbid() {
        cell.settings.forbid.public_access = true;
        cell.restart();
    }
    // That pic-web comes to answer all addresses, or private ones alone.
    bool becomes_public(bool wanted) {
        return cell.run_until([&] {
            const auto& text = cell.files.content["/run/pic/web/caddy.json"];
            return !text.empty() && (text.find("0.0.0.0/0") != std::string::npos) == wanted;
        });
    }

    std::shared_ptr<LeafKeeper> leaves(control::Control& control) {
        const auto made = [](const control::Context& context, const Subject& subject) {
            return Result<Leaf>(
                Leaf{"chain", Secret("key"), "", subject, context.now, Time::max()});
        };
        const auto none = [](const control::Context&, const std::string&,
                             const Secret&) -> Result<Leaf> {
            return fail(Code::invalid, "made by another");
        };
        return std::make_shared<LeafKeeper>(control.world().files, "/run/pic/web",
                                            Authority{made, none});
    }

    fakes::Cell cell{[this](control::Control& control) {
        control.servers().add(server(control, leaves(control)));
    }};
};

} // namespace

TEST_F(Access, IsOpenedAndClosed) {
    EXPECT_TRUE(becomes_public(false));
    const auto asked = cell.submit("web.update", {{"public_access", true}});
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().field, "/confirm");
    EXPECT_FALSE(cell.view().web.value.public_access);
    const auto opened = cell.submit("web.update", {{"public_access", true}, {"confirm", true}});
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_EQ(opened->body.at("public_access"), true);
    EXPECT_EQ(opened->body.at("public_access_forbidden"), false);
    EXPECT_TRUE(becomes_public(true));
    const auto closed = cell.submit("web.update", {{"public_access", false}});
    ASSERT_TRUE(closed);
    EXPECT_TRUE(closed->body.as_object().contains("confirm")); // it may be how he came
}

TEST_F(Access, AddressesAreThoseThatAreAnswered) {
    const auto listed = [&](const std::string& what) {
        const auto& all = cell.observed().web_addresses;
        return std::ranges::any_of(
            all, [&](const auto& url) { return url.find(what) != std::string::npos; });
    };
    EXPECT_TRUE(cell.run_until([&] { return listed("https://127.0.0.1:8443"); }));
    EXPECT_FALSE(listed("192.0.2.7"));
    EXPECT_FALSE(listed(".local")); // which is for the same network
    auto host = fakes::host_with_uplink();
    host.addresses.push_back({"eth1", *net::Address::parse("192.168.1.7"), 24});
    cell.kernel.set_host(host);
    EXPECT_TRUE(cell.run_until([&] { return listed("https://192.168.1.7:8443"); }));
    EXPECT_TRUE(listed("https://home.local:8443"));
    EXPECT_FALSE(listed("192.0.2.7"));
    ASSERT_TRUE(cell.submit("web.update", {{"public_access", true}, {"confirm", true}}));
    EXPECT_TRUE(cell.run_until([&] { return listed("https://192.0.2.7:8443"); }));
}

TEST_F(Access, IsNotOpenedWhereTheMachineForbidsIt) {
    forbid();
    const auto refused = cell.submit("web.update", {{"public_access", true}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::not_permitted);
    EXPECT_EQ(refused.error().field, "/public_access");
}

TEST_F(Access, ThatWasOpenIsClosedAndShownSoWhenTheMachineForbidsIt) {
    ASSERT_TRUE(cell.submit("web.update", {{"public_access", true}, {"confirm", true}}));
    EXPECT_TRUE(becomes_public(true));
    forbid();
    EXPECT_TRUE(becomes_public(false));
    EXPECT_EQ(cell.submit("web.show")->body.at("public_access_forbidden"), true);
    const auto other = cell.submit("web.update", {{"local_name", false}});
    ASSERT_TRUE(other) << other.error().text();
    EXPECT_EQ(other->body.at("public_access_forbidden"), true);
    const auto off = cell.submit("web.update", {{"public_access", false}});
    ASSERT_TRUE(off) << off.error().text();
    EXPECT_FALSE(off->body.as_object().contains("confirm")); // nobody came by it
}

} // namespace pic::web
