#include "app/picctl/views.hpp"

#include <gmock/gmock.h>
#include <sstream>

#include "app/picctl/fold.hpp"
#include "app/picctl/print.hpp"
#include "formats/qr.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Le;
using testing::Not;
using testing::StartsWith;

std::vector<std::size_t> lengths(const std::string& text) {
    std::vector<std::size_t> result;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        result.push_back(width_of(line));
    return result;
}

const Screen terminal{.terminal = true, .columns = 80, .colours = formats::Colours::on};
const std::string config = "[Interface]\nPrivateKey = x\n";

std::string shown(const std::string& file, const char* origin, const Screen& screen = terminal) {
    return find_view("peer.add")
        ->print(
            {{"config", file}, {"peer", json::object{{"key_origin", origin}, {"name", "phone"}}}},
            screen);
}

TEST(Views, ADeviceIsShownAsItsConfigurationAndTheCodeOfIt) {
    const auto code = formats::qr_terminal(*formats::QrCode::encode(config));
    EXPECT_EQ(shown(config, "kept"), config + "\n" + code);
    const auto only = shown(config, "forgotten");
    EXPECT_THAT(only, StartsWith(config + "\nThis is the only copy"));
    EXPECT_THAT(only, EndsWith("\n\n" + code)) << "what is below it may scroll it away";
}

TEST(Views, OfAConfigurationThatWentToAFileNothingIsShown) {
    EXPECT_EQ(shown({}, "kept"), "");
    EXPECT_THAT(shown({}, "forgotten"), StartsWith("This is the only copy"));
    EXPECT_THAT(shown({}, "caller"), StartsWith("The private key stayed on the device"));
}

TEST(Views, WhatIsTooLongForACodeIsSaidToBe) {
    const auto text = shown(config + std::string(formats::longest_qr, 'x'), "kept");
    EXPECT_THAT(text, StartsWith(config));
    EXPECT_THAT(text, HasSubstr("There is no QR code: this is 2980 bytes"));
}

TEST(Views, WithoutItsPrivateKeyADeviceHasNoCode) {
    const auto text = shown("[Interface]\n# PrivateKey = (there)\n", "caller");
    EXPECT_THAT(text, HasSubstr("The private key stayed on the device: put it into"));
    EXPECT_THAT(text, Not(HasSubstr("█")));
}

// A part of a code cannot be scanned.
TEST(Views, ACodeThatATerminalCannotShowWholeIsNotShown) {
    const auto code = formats::qr_terminal(*formats::QrCode::encode(config));
    const auto lines = static_cast<std::size_t>(std::ranges::count(code, '\n'));
    auto screen = terminal;
    screen.rows = lines + 1;
    screen.columns = 2 * lines - 1;
    EXPECT_THAT(shown(config, "kept", screen), EndsWith(code));
    screen.rows = lines;
    const auto low = shown(config, "forgotten", screen);
    EXPECT_THAT(low, Not(HasSubstr("█")));
    EXPECT_THAT(low, HasSubstr("\n  picctl peer issue phone\n"));
    EXPECT_THAT(low, HasSubstr("\n  picctl peer issue phone --output phone.png\n"));
    screen.rows = lines + 1;
    --screen.columns;
    const auto narrow = shown(config, "kept", screen);
    EXPECT_THAT(narrow, Not(HasSubstr("█")));
    EXPECT_THAT(narrow, HasSubstr("\n  picctl peer config phone --format terminal\n"));
}

TEST(Views, ColoursAreLeftOutWhereTheyAreNotWanted) {
    auto screen = terminal;
    screen.colours = formats::Colours::off;
    const auto text = shown(config, "kept", screen);
    EXPECT_THAT(text, HasSubstr("█"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Views, ADeviceIsDescribedInWordsThatItsOwnerKnows) {
    const json::object peer = {
        {"name", "phone"},
        {"owner", "uuuuuuuuuu"},
        {"owner_name", "anna"},
        {"ipv4", "10.9.0.2"},
        {"ipv6", "fd00:9::2"},
        {"enabled", true},
        {"permissions", {{"internet", true}, {"lan", false}, {"peers", true}}},
        {"note", ""},
        {"expires", nullptr},
        {"tags", json::array()},
        {"offset", 2},
        {"issued", "0123456789abcdef"},
        {"id", "pppppppppp"},
        {"key_origin", "forgotten"},
        {"received", 1536},
        {"sent", 0}};
    const std::string wanted = "name         phone\n"
                               "owner        anna\n"
                               "addresses    10.9.0.2, fd00:9::2\n"
                               "state        enabled\n"
                               "permissions  internet, peers\n"
                               "private key  handed out once, not kept here\n"
                               "received     1.5 KiB\n"
                               "sent         0 bytes\n";
    for (const auto* operation : {"peer.show", "peer.update"})
        EXPECT_EQ(find_view(operation)->print(peer, terminal), wanted);
}

std::string set_up_at(json::array addresses) {
    return find_view("cell.setup_code")
        ->print({{"code", "a-b-c"}, {"addresses", std::move(addresses)}, {"fingerprint", "AB:CD"}},
                terminal);
}

TEST(Views, WhereToSetTheCellUpIsWhatAnotherDeviceCanOpen) {
    const std::string tunnel =
        "  https://127.0.0.1:8443 there, after: ssh -L 8443:127.0.0.1:8443 HOST\n  code ";
    EXPECT_THAT(
        set_up_at({"https://192.168.1.7:8443", "https://127.0.0.1:8443"}),
        HasSubstr("over the API (POST /api/setup):\n  https://192.168.1.7:8443\n" + tunnel));
    const auto alone = set_up_at({"https://127.0.0.1:8443"});
    EXPECT_THAT(alone, HasSubstr("This machine has no address of a home network"));
    EXPECT_THAT(alone, HasSubstr(tunnel));
    EXPECT_THAT(lengths(alone), Each(Le(80U))) << alone;
}

TEST(Views, TheStateIsFoldedAtTheTerminalsWidth) {
    const std::string words = "many words that go on and on until there is no room for one more";
    const json::object server = {{"unit", "pic-dns.service"},
                                 {"health", "failed"},
                                 {"state", "active (running)"},
                                 {"restarts", 12},
                                 {"message", words}};
    const json::object body = {{"summary", words + " " + words}, {"zone", "home.cell"},
                               {"ipv4", "10.9.0.0/20"},          {"ipv6", "fd00:9::/64"},
                               {"endpoint", "vpn.example.org"},  {"reach_text", words},
                               {"time_zone", "Europe/Berlin"},   {"version", "1"},
                               {"servers", json::array{server}}, {"failures", json::array{words}}};
    const auto folded = find_view("cell.status")->print(body, terminal);
    EXPECT_THAT(lengths(folded), Each(Le(80U))) << folded;
    EXPECT_THAT(folded, HasSubstr("there is no room\n           for one more)")) << folded;
    EXPECT_THAT(find_view("cell.status")->print(body, {}), HasSubstr(words + " " + words + "\n"));
}

TEST(Views, NotesAreSentencesBelowTheAnswer) {
    const control::Operation operation{.name = "time.update", .run = control::Act{}};
    EXPECT_EQ(print(operation, {{"pool", "pool.example"}, {"notes", json::array{"mind that"}}}, {}),
              "pool  pool.example\nNote: mind that.\n");
}

TEST(Views, TheServersThatAreAskedAreShownAlsoWhereNoneWasChosen) {
    const auto* view = find_view("dns.show");
    ASSERT_NE(view, nullptr);
    json::object body{
        {"upstreams", json::array()},
        {"lan", false},
        {"asked", json::array{json::object{{"address", "192.0.2.1"}, {"tls_name", "dns.example"}}}},
        {"defaults", true}};
    EXPECT_EQ(view->print(body, {}), "asked  192.0.2.1@dns.example (the defaults)\nlan    no\n");
    body["defaults"] = false;
    body["asked"].as_array()[0].as_object()["tls_name"] = "";
    EXPECT_EQ(view->print(body, {}), "asked  192.0.2.1 (clear text)\nlan    no\n");
}

} // namespace

} // namespace pic::picctl
