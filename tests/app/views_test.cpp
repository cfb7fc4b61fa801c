#include "app/picctl/views.hpp"

#include <gmock/gmock.h>

#include "formats/qr.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string shown(const std::string& config, const char* origin) {
    const auto* view = find_view("peer.add");
    return view == nullptr
               ? std::string()
               : view->print({{"config", config}, {"peer", json::object{{"key_origin", origin}}}});
}

TEST(Views, ADeviceIsShownAsTheCodeOfItsConfigurationAndTheConfiguration) {
    const std::string config = "[Interface]\nPrivateKey = x\n";
    const auto text = shown(config, "kept");
    EXPECT_THAT(text, StartsWith(formats::qr_terminal(*formats::QrCode::encode(config))));
    EXPECT_THAT(text, HasSubstr("\n" + config));
    EXPECT_THAT(text, Not(HasSubstr("only copy")));
    EXPECT_THAT(shown(config, "forgotten"), HasSubstr("only copy"));
}

TEST(Views, OfAConfigurationThatWentToAFileNothingIsShown) {
    EXPECT_EQ(shown({}, "kept"), "");
    EXPECT_THAT(shown({}, "forgotten"), StartsWith("This is the only copy"));
}

TEST(Views, WhatIsTooLongForACodeIsSaidToBe) {
    const std::string config(formats::longest_qr + 1, 'x');
    const auto text = shown(config, "kept");
    EXPECT_THAT(text, StartsWith("The configuration is too long for a QR code"));
    EXPECT_THAT(text, HasSubstr(config));
}

// As of "dns show": its list must not hide what else there is.
TEST(Views, OnlyWhatIsAListAndNoMoreIsPrintedAsATable) {
    const json::array rows = {json::object{{"address", "192.0.2.53"}}};
    EXPECT_NE(only_list({{"peers", rows}, {"next", ""}, {"total", 1}}), nullptr);
    EXPECT_EQ(only_list({{"upstreams", rows}, {"lan", true}}), nullptr);
    EXPECT_EQ(only_list({{"servers", json::array()}, {"pool", "pool.example"}}), nullptr);
}

} // namespace

} // namespace pic::picctl
