#include "control/forbidden.hpp"

#include <gtest/gtest.h>

namespace pic::control {

namespace {

Status check(json::object input, bool forbidden = true) {
    Call call;
    call.input = std::move(input);
    return check_forbidden(call, "lan", forbidden);
}

} // namespace

TEST(Forbidden, IsWhatThisCallTurnsOn) {
    EXPECT_EQ(check({{"lan", true}}).error().field, "/lan");
    EXPECT_TRUE(check({{"lan", false}}));
    EXPECT_TRUE(check({{"upstreams", json::array()}})); // whatever is on already
    EXPECT_TRUE(check({{"lan", "yes"}}));               // the field's own parser says what is wrong
    EXPECT_TRUE(check({{"lan", true}}, false));
}

TEST(Forbidden, IsNotInForceThoughItIsOn) {
    model::View view;
    view.web.value.public_access = view.endpoint.value.stun = view.dns.value.lan = true;
    Settings settings;
    const auto all = allowed(view, settings);
    EXPECT_TRUE(all.public_access && all.stun && all.lan_dns);
    settings.forbid = {true, true, true};
    const auto none = allowed(view, settings);
    EXPECT_FALSE(none.public_access || none.stun || none.lan_dns);
}

} // namespace pic::control
