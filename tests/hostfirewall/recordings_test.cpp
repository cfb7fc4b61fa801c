// Real firewalls, as the kernel lists them once they run; how they were set up is written beside
// the recordings.
#include "hostfirewall/recording.hpp"

#include "hostfirewall/words.hpp"

namespace pic::hostfirewall {

namespace {

struct Case {
    std::string recording, verdict;
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.recording;
}

struct Recordings : testing::TestWithParam<Case> {};

std::string all_of(const std::string& kind) {
    std::string text;
    for (const auto* what :
         {"UDP port 51820, by which devices connect", "DNS from devices", "time from devices",
          "HTTPS from devices", "what is forwarded for devices", "what devices send each other"})
        text += kind + " drops " + what + "\n";
    return text;
}

} // namespace

// All that is known is that the module is loaded. What fills nft's tables from iptables-legacy's,
// and these may be empty, flushes the firewall that is in force.
TEST(LegacyTables, AreToBeLookedAtAndNotCopied) {
    control::HostFirewalls firewalls;
    firewalls.legacy = true;
    const auto told = findings(firewalls, 51820);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].what, "there may be rules of iptables-legacy, which picd cannot look into");
    EXPECT_EQ(told[0].remedy, "look: sudo iptables-legacy -S; sudo ip6tables-legacy -S; and take "
                              "out there what should not be");
}

TEST_P(Recordings, AreJudgedAsTheyAct) {
    EXPECT_EQ(verdict(recording(GetParam().recording)), GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(
    HostFirewall, Recordings,
    testing::Values(Case{"ufw", all_of("ufw")}, Case{"ufw-opened", "nothing\n"},
                    Case{"firewalld", all_of("firewalld")}, Case{"firewalld-opened", "nothing\n"},
                    Case{"ufw13", all_of("ufw")}, Case{"ufw13-opened", "nothing\n"},
                    Case{"firewalld13", all_of("firewalld")},
                    Case{"firewalld13-opened", "nothing\n"},
                    Case{"docker26", "docker drops what is forwarded for devices over IPv4\n"
                                     "docker drops what devices send each other over IPv4\n"},
                    Case{"docker26-opened", "nothing\n"}),
    [](const auto& each) {
        auto name = each.param.recording;
        std::ranges::replace(name, '-', '_');
        return name;
    });

} // namespace pic::hostfirewall
