"""What the cell must not cost the machine it runs on."""

import pytest

import world as w


def test_ipv6_default_route_stays_across_two_router_lifetimes(cell):
    assert cell.machine.run("cat /proc/sys/net/ipv6/conf/all/forwarding").out == "1\n"
    cell.machine.run(f"""end=$(( $(date +%s) + {2 * w.ROUTER_LIFETIME + 2} ))
        while [ $(date +%s) -lt $end ]; do
            ip -6 route show default proto ra | grep -q wan0 || exit 1; sleep 0.3; done""")


def test_a_device_that_appears_later_keeps_listening_to_routers(cell):
    cell.machine.run("ip link add late0 type dummy && ip link set late0 up")
    cell.machine.until("[ $(cat /proc/sys/net/ipv6/conf/late0/accept_ra) = 2 ]")
    cell.machine.run("ip link del late0")


@pytest.mark.parametrize("family", [4, 6])
def test_host_itself_still_reaches_the_internet(cell, family):
    assert cell.world.page("host", family)


def test_host_resolver_is_not_ours(cell):
    assert cell.machine.run("cat /etc/resolv.conf").out == f"nameserver {w.RESOLVER4}\n"


def test_vpn_addresses_are_not_answered_on_the_lan(cell):
    gateway = cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    cell.world.run("provider", f"ip route add {gateway} via {w.HOST4['public']}")
    assert cell.world.run("provider", f"ping -c1 -W2 {gateway}", check=False).rc != 0
    cell.world.run("provider", f"ping -c1 -W2 {w.HOST4['public']}")  # the control


def test_is_no_router_for_its_neighbours(cell):
    elsewhere = "198.51.100.9"
    cell.world.run("provider", f"ip route add {elsewhere} via {w.HOST4['public']}")
    ping = f"ping -c1 -W1 {elsewhere}; true"
    with cell.world.watch("host", f"icmp and dst {elsewhere}") as watch:
        cell.world.run("provider", ping)
        watch.sees()
        assert " Out " not in watch.text()
    # The control: where somebody else wants it, it is.
    cell.machine.run("sysctl -qw net.ipv4.ip_forward=1")
    cell.machine.until("! nft list chain inet pic forward | grep 'nfproto ipv4 drop'")
    with cell.world.watch("host", f"icmp and dst {elsewhere}") as watch:
        cell.world.run("provider", ping)
        cell.machine.until(f"grep ' Out ' {watch.log}")
    cell.machine.run("sysctl -qw net.ipv4.ip_forward=0")
    cell.machine.until("nft list chain inet pic forward | grep 'nfproto ipv4 drop' && "
                       "[ $(sysctl -n net.ipv4.conf.wan0.forwarding) = 1 ]")


def test_what_a_bridge_carries_is_nobodys_routing(cell):
    """With br_netfilter, as libvirt and others load it, frames between a bridge's ports come through
    the chains of the forwarded too."""
    cell.machine.run("""set -e
        ip link add guests type bridge
        for one in 1 2; do
            ip netns add guest$one
            ip link add port$one master guests type veth peer name eth0 netns guest$one
            ip -n guest$one addr add 10.77.7.$((one + 1))/24 dev eth0
            ip -n guest$one link set eth0 up
            ip link set port$one up
        done
        ip addr add 10.77.7.1/24 dev guests
        ip link set guests up
        modprobe br_netfilter
        sysctl -qw net.bridge.bridge-nf-call-iptables=1""")
    across = "ip netns exec guest1 ping -c1 -W2 10.77.7.3"
    cell.machine.until("nft list chain inet pic forward | grep guests")
    cell.machine.run(across)
    # The control: such frames do come through, and by this rule would not have passed.
    cell.machine.run("nft add table inet probe && nft 'add chain inet probe forward { type filter hook "
                     "forward priority 0; }' && nft add rule inet probe forward iifname guests oifname "
                     "guests drop")
    assert cell.machine.run(across, check=False).rc != 0
    cell.machine.run("""nft delete table inet probe; rmmod br_netfilter
        ip link del guests; ip netns del guest1; ip netns del guest2""")
    cell.machine.until("! nft list chain inet pic forward | grep guests")


def test_networkd_takes_foreign_rules_away_and_leaves_ours_alone(cell):
    """It does so for whoever has a network of its to configure."""
    rules = cell.machine.run("ip rule; ip -6 rule").out
    cell.machine.run("""mkdir -p /run/systemd/network
        printf '[Match]\nName=probe0\n[Network]\nAddress=198.18.7.1/32\n' >/run/systemd/network/probe.network
        ip link add probe0 type dummy
        ip rule add pref 60 from 192.0.2.250 lookup main protocol static
        systemctl start systemd-networkd && systemctl restart systemd-networkd""")
    cell.machine.until("! ip rule show pref 60 | grep -q .")  # the control
    assert cell.machine.run("ip rule; ip -6 rule").out == rules
    cell.machine.run("""systemctl stop systemd-networkd.socket systemd-networkd
        rm /run/systemd/network/probe.network; ip link del probe0""")
    cell.machine.until("picctl plan --json | jq -e '.steps == []'")
