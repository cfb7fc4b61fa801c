// The judge against the real kernel: for each ruleset and each packet that a cell needs, the packet
// is sent, and has to end as it was judged.
#include <map>

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
        const auto passed = host.passes(probe.packet);
        if (!passed) continue;
        EXPECT_EQ(*passed, drops.empty()) << words(probe);
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

std::string nft(const std::string& text) {
    return "nft -f - <<'END'\n" + text + "\nEND";
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
                ct state established,related accept; iif lo accept; tcp dport 22 accept; }
            chain forward { type filter hook forward priority 0; policy drop; }; })")},
        Case{"OneFamily", nft(R"(table ip6 f { chain input { type filter hook input priority 0
                policy drop; udp dport 51820 accept; }; }
            table ip g { chain forward { type filter hook forward priority 0
                iifname pic0 ip daddr != 10.0.0.0/8 reject; }; })")},
        Case{"Maps", nft(R"(table inet f {
            map by_port { type inet_proto . inet_service : verdict
                elements = { udp . 51820 : accept, tcp . 443 : drop }; }
            set ranges { type inet_service; flags interval; elements = { 50-100, 440-450 }; }
            set pairs { type ipv4_addr . inet_service; flags interval
                elements = { 10.9.0.0/24 . 8000-9000, 10.9.1.0-10.9.2.7 . 1-65535 }; }
            chain peers { ip saddr . tcp dport @pairs accept; tcp dport @ranges return
                meta l4proto vmap @nothing; drop; }
            map nothing { type inet_proto : verdict; elements = { icmp : accept }; }
            chain input { type filter hook input priority 0
                ct state vmap { established : accept, invalid : drop }
                meta l4proto . th dport vmap @by_port
                iifname vmap { "pic0" : jump peers, "eth9" : drop }; }; })")},
        Case{"Arithmetic", nft(R"(table inet f {
            chain input { type filter hook input priority 0; policy drop
                meta mark & 0x7f000000 == 0x01000000 udp dport { 53, 123 } accept
                meta mark 0 udp dport >= 51820 udp dport < 51821 accept
                ip6 saddr & ffff:: == fd00:: tcp dport 1-1023 accept
                ip protocol tcp ip daddr 10.9.0.1 tcp flags & (syn|ack) == syn accept; }
            chain forward { type filter hook forward priority 0
                meta nfproto ipv6 oif eth0 drop; ct direction reply ct state != established drop
                ip version 4 ip frag-off & 0x1fff != 0 drop; meta mark 0x2-0x1fffffff accept
                drop; }; })")},
        Case{"MarksWritten", nft(R"(table inet f {
            chain pre { type filter hook prerouting priority -300; iif eth0 meta mark set 0x40; }
            chain set_it { meta mark set meta mark | 0x8000; }
            chain input { type filter hook input priority 0; udp dport 51820 meta mark 0x40 drop
                tcp dport 80 jump set_it; meta mark & 0x8000 == 0x8000 drop; }; })")},
        Case{"MarksKept", nft(R"(table inet f {
            chain pre { type filter hook prerouting priority -180
                iif eth0 meta mark set 0x40; iifname pic0 ct mark set 0x80; }
            chain forward { type filter hook forward priority 0
                iif eth0 meta mark & 0x40 == 0x40 drop
                iifname pic0 ct mark & 0x80 == 0x80 drop; }; })")},
        Case{"Elsewhere", nft(R"(table inet f {
            chain raw { type filter hook prerouting priority raw; udp dport 51820 drop
                fib daddr type != { local, unicast } drop; oifname "eth0" drop; }
            chain post { type filter hook postrouting priority 0; iifname pic0 oifname pic0 drop; }
            chain nat { type nat hook prerouting priority 0; policy drop; }; })")},
        Case{"Limits", nft(R"(table inet f { set seen { type ipv4_addr; flags dynamic; timeout 1m; }
            chain input { type filter hook input priority 0; policy drop
                udp dport 51820 limit rate 1000/second burst 1000 packets accept
                tcp dport 443 limit rate over 1000/second burst 1000 packets accept
                tcp dport 80 update @seen { ip saddr limit rate 900/second } accept
                iifname pic0 meta pkttype host counter log accept; }; })")},
        Case{"Returns", nft(R"(table inet f {
            chain a { udp dport 53 return; goto b; }
            chain b { tcp dport 80 accept; tcp dport 443 drop; }
            chain input { type filter hook input priority 0; policy drop
                iifname pic0 jump a; iifname pic0 accept; }
            chain forward { type filter hook forward priority 0; policy drop; goto c; }
            chain c { iifname pic0 return; accept; }; })")},
        Case{"Dormant", nft(R"(table inet f { flags dormant
            chain input { type filter hook input priority 0; policy drop; }; })")},
        Case{"Iptables", R"(set -e
            for t in iptables ip6tables; do
                $t -P INPUT DROP; $t -P FORWARD DROP; $t -N mine
                $t -A INPUT -m conntrack --ctstate INVALID -j DROP
                $t -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                $t -A INPUT -m addrtype ! --dst-type LOCAL -j DROP
                $t -A INPUT -i pic0 -p tcp -m multiport --dports 53,80:443 -m comment --comment x -j ACCEPT
                $t -A INPUT -i pic+ -p udp -m multiport ! --dports 53 -m limit --limit 900/s -j mine
                $t -A mine -m mark --mark 0x01000000/0x7f000000 -j ACCEPT
                $t -A INPUT -p udp --dport 51820 -m recent --name r --set
                $t -A INPUT -p udp --dport 51820 -m recent --name r --update --seconds 9 --hitcount 9 -j DROP
                $t -A INPUT -p udp --dport 51820 -m pkttype --pkt-type unicast -j ACCEPT
                $t -A FORWARD -i pic0 -o eth0 -p tcp --syn -j ACCEPT
                $t -A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT
                $t -A FORWARD -m physdev --physdev-is-bridged -j ACCEPT
                $t -A FORWARD -j REJECT
            done)"},
        Case{"Ipset",
             R"(iptables -A INPUT -p udp --dport 53 -m mark ! --mark 0x0 -j MARK --set-mark 0
            iptables -A INPUT -i pic0 -p tcp --dport 53 -m connmark ! --mark 0x01000000 -j DROP
            ip6tables -A INPUT -m rt --rt-type 0 -j DROP
            ip6tables -A FORWARD -m state --state NEW -i pic0 -o pic0 -j DROP)"}),
    [](const auto& each) { return each.param.name; });

// What a person is told to type lets everything through, and packets agree.
TEST(HostFirewall, RemediesForRulesMadeByHandWork) {
    for (const std::string& rules :
         {nft("table inet filter { chain input { type filter hook input priority 0; policy drop\n"
              "ct state established accept; }\n"
              "chain forward { type filter hook forward priority 0; policy drop; }; }"),
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
