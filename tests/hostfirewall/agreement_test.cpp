// The judge against the real kernel: for each ruleset and each packet that a cell needs, the packet
// is sent, and has to end as it was judged.
#include <map>
#include <regex>

#include "hostfirewall/judge.hpp"
#include "hostfirewall/look.hpp"
#include "hostfirewall/probes.hpp"
#include "hostfirewall/real_host.hpp"

namespace pic::hostfirewall {

namespace {

std::string words(const Probe& probe) {
    const auto& packet = probe.packet;
    return std::string(packet.ipv6() ? "IPv6 " : "IPv4 ") +
           (packet.protocol == Protocol::tcp ? "TCP " : "UDP ") + packet.in.name + " -> " +
           (packet.out ? packet.out->name : "here") + " port " + std::to_string(packet.port) +
           (packet.reply ? " (answer)" : "");
}

struct Count {
    int passed = 0, dropped = 0;
};

// Sends every packet, and holds what became of it against the verdict.
Count compare(RealHost& host) {
    const auto ruleset = host.ruleset();
    Count count;
    for (const auto& probe : probes(host.inputs().view, host.inputs().host)) {
        const auto drops = judge(ruleset, probe.packet);
        for (const auto& drop : drops)
            EXPECT_TRUE(drop.certain) << words(probe);
        EXPECT_EQ(host.passes(probe.packet), drops.empty()) << words(probe);
        ++(drops.empty() ? count.passed : count.dropped);
    }
    return count;
}

struct Case {
    std::string name, commands;
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

// nft 1.0.6 wants the end of a line before the end of a chain.
std::string nft(const std::string& text) {
    static const std::regex closing(R"( \}(?= \}|\n|$))");
    return "nft -f - <<'END'\n" + std::regex_replace(text, closing, "\n}") + "\nEND";
}

struct Agreement : testing::TestWithParam<Case> {};

} // namespace

TEST_P(Agreement, PacketsEndAsTheyAreJudged) {
    kernel::in_namespace([] {
        RealHost host;
        kernel::shell(GetParam().commands);
        compare(host);
    });
}

INSTANTIATE_TEST_SUITE_P(
    HostFirewall, Agreement,
    testing::Values(

        Case{"Plain", nft(R"(table inet filter {
            chain input { type filter hook input priority 0; policy drop
                ct state established,related accept; iif lo accept; tcp dport 22 accept }
            chain forward { type filter hook forward priority 0; policy drop } })")},
        Case{"OneFamily", nft(R"(table ip6 f { chain input { type filter hook input priority 0
                policy drop; udp dport 51820 accept } }
            table ip g { chain forward { type filter hook forward priority 0
                iifname pic0 ip daddr != 10.0.0.0/8 reject } })")},
        Case{"Limits", nft(R"(table inet f { set seen { type ipv4_addr; flags dynamic; timeout 1m }
            chain input { type filter hook input priority 0; policy drop
                udp dport 51820 limit rate 1000/second burst 1000 packets accept
                tcp dport 443 limit rate over 1000/second burst 1000 packets accept
                tcp dport 80 update @seen { ip saddr limit rate 900/second } accept
                iifname pic0 meta pkttype host counter log accept } })")},
        Case{"Dormant", nft(R"(table inet f { flags dormant
            chain input { type filter hook input priority 0; policy drop } })")}),
    [](const auto& each) { return each.param.name; });

// What a person is told to type lets everything through, and packets agree.
TEST(HostFirewall, RemediesForRulesMadeByHandWork) {
    for (const std::string& rules :
         {nft("table inet filter { chain input { type filter hook input priority 0; policy drop\n"
              "ct state established accept }\n"
              "chain forward { type filter hook forward priority 0; policy drop } }"),
          std::string("for t in iptables ip6tables; do for c in INPUT FORWARD; do $t -P $c DROP; "
                      "done; done")})
        kernel::in_namespace([&] {
            RealHost host;
            kernel::shell(rules);
            EXPECT_GT(compare(host).dropped, 10);
            const auto& inputs = host.inputs();
            for (const auto& obstacle :
                 judge_all(host.ruleset(), inputs.view, inputs.host).obstacles) {
                auto remedy = obstacle.remedy.substr(0, obstacle.remedy.find("; and where"));
                for (auto at = remedy.find("sudo "); at != std::string::npos;
                     at = remedy.find("sudo "))
                    remedy.erase(at, 5);
                kernel::shell(remedy);
            }
            EXPECT_EQ(compare(host).dropped, 0);
        });
}

// The first column of the comparison: without any filter of others, every packet arrives.
TEST(HostFirewall, NothingIsInTheWayOfAnOpenHost) {
    kernel::in_namespace([] {
        RealHost host;
        EXPECT_EQ(compare(host).dropped, 0);
    });
}

} // namespace pic::hostfirewall
