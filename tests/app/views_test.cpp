#include "app/picctl/table.hpp"

#include <gmock/gmock.h>

#include "app/picctl/print.hpp"
#include "app/picctl/views.hpp"
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

TEST(Views, AListOfTextsHasAColumn) {
    const json::array rows = {
        json::object{{"name", "nas"}, {"addresses", json::array{"10.0.0.9", "fd00::9"}}}};
    EXPECT_EQ(table("records", rows), "NAME  ADDRESSES\nnas   10.0.0.9, fd00::9\n");
}

TEST(Views, AListOfPeersSaysWhichDoNotWork) {
    const auto state = [](bool enabled, bool expired, bool reissue) {
        return table("peers",
                     {json::object{
                         {"enabled", enabled}, {"expired", expired}, {"reissue_needed", reissue}}});
    };
    EXPECT_THAT(state(true, true, true), HasSubstr("expired"));
    EXPECT_THAT(state(false, true, false), HasSubstr("disabled"));
    EXPECT_THAT(state(true, false, true), HasSubstr("re-issue"));
    EXPECT_THAT(state(true, false, false), HasSubstr("enabled"));
}

TEST(Views, NotesAreSentencesBelowTheAnswer) {
    const control::Operation operation{.name = "time.update", .run = control::Act{}};
    EXPECT_EQ(print(operation, {{"pool", "pool.example"}, {"notes", json::array{"mind that"}}}),
              "pool   pool.example\nNote: mind that.\n");
}

TEST(Views, TheServersThatAreAskedAreShownAlsoWhereNoneWasChosen) {
    const auto* view = find_view("dns.show");
    ASSERT_NE(view, nullptr);
    json::object body{
        {"upstreams", json::array()},
        {"lan", false},
        {"asked", json::array{json::object{{"address", "192.0.2.1"}, {"tls_name", "dns.example"}}}},
        {"defaults", true}};
    EXPECT_EQ(view->print(body), "asked  192.0.2.1@dns.example (the defaults)\nlan    no\n");
    body["defaults"] = false;
    body["asked"].as_array()[0].as_object()["tls_name"] = "";
    EXPECT_EQ(view->print(body), "asked  192.0.2.1 (clear text)\nlan    no\n");
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
