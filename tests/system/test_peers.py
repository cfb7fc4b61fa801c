"""What a peer may and may not, seen from both sides; a "none" counts beside a "some"."""

import json

import pytest

import camera
import world as w
from flood import nothing_lost

pytestmark = pytest.mark.core
LAYOUT = "home"
ENDPOINT = f"--endpoint {w.ROUTER_WAN4['home']}"
LAN_HOST = w.LAPTOP4["home"]
HOST_ULA, LAPTOP_ULA, ROUTER_ULA = "fd77:1::10", "fd77:1::30", "fd77:1::1"
ROUTER_GLOBAL = {4: w.ROUTER_WAN4["home"], 6: "2a01:4f8:5:20::2"}


@pytest.fixture(scope="module")
def phone(cell):
    cell.world.forward_port()
    peer = cell.connect("phone", options=f"--keep-key {ENDPOINT}")
    cell.world.until("phone", f"ping -c1 -W1 {cell_address(cell)}")
    return peer


def cell_address(cell, family=4):
    ends = (".0/20", ".1") if family == 4 else ("::/64", "::1")
    return cell.picctl("status")[f"ipv{family}"].replace(*ends)


def allow(cell, name, **permissions):
    words = " ".join(f"--{key}={'yes' if value else 'no'}" for key, value in permissions.items())
    cell.picctl(f"peer update {name} {words}")


def fails(cell, place, command):
    return cell.world.run(place, command, check=False).rc != 0


@pytest.mark.parametrize("family", [4, 6])
def test_internet_is_given_and_taken(cell, phone, family):
    allow(cell, "phone", internet=True)
    assert cell.world.page("phone", family) != w.PHONE4
    allow(cell, "phone", internet=False)
    with cell.world.watch("internet", f"ip{'6' * (family == 6)} and tcp port 80") as watch:
        assert fails(cell, "phone", f"curl -s{family} -m5 http://{w.PAGE}/")
        leaked = watch.count()
        # The control: what does leave is seen.
        cell.world.page("host", family)
        watch.sees()
    assert leaked == 0
    allow(cell, "phone", internet=True)


@pytest.mark.parametrize("family, largest", [(4, 1380), (6, 1360)])
def test_packets_of_tcp_fit_whatever_the_device_believes(cell, phone, family, largest):
    allow(cell, "phone", internet=True)
    cell.world.run("phone", "ip link set cell mtu 1500")
    syn = "tcp dst port 80 and tcp[tcpflags] & tcp-syn != 0" if family == 4 else "ip6 and dst port 80"
    with cell.world.watch("internet", syn) as watch:
        cell.world.page("phone", family)
        watch.sees()
        assert f"mss {largest}" in watch.text()
    cell.world.run("phone", "ip link set cell mtu 1420")


def test_no_internet_is_refused_at_once_not_dropped(cell, phone):
    allow(cell, "phone", internet=False)
    said = cell.world.run("phone", f"ping -c1 -W5 {w.PAGE4}", check=False).out
    allow(cell, "phone", internet=True)
    assert "Packet filtered" in said or "prohibited" in said


@pytest.fixture(scope="module")
def lan(cell):
    """Where the LAN's other machine is to be found, by family. Its global address is the internet's:
    by which prefix a neighbour is one is the provider's business."""
    cell.machine.run(f"ip addr add {HOST_ULA}/64 dev wan0 nodad")
    cell.machine.run(f"ip -n laptop addr add {LAPTOP_ULA}/64 dev eth nodad && "
                     f"ip -n router addr add {ROUTER_ULA}/64 dev br0 nodad")
    return {4: LAN_HOST, 6: f"[{LAPTOP_ULA}]"}


@pytest.mark.parametrize("family", [4, 6])
def test_lan_is_closed_until_given(cell, phone, lan, family):
    reach = f"curl -s -m5 http://{lan[family]}/"
    allow(cell, "phone", lan=False)
    assert fails(cell, "phone", reach)
    allow(cell, "phone", lan=True)
    cell.world.run("phone", reach)
    allow(cell, "phone", lan=False)
    assert fails(cell, "phone", reach)


@pytest.mark.parametrize("family", [4, 6])
def test_errors_of_the_lan_come_back_without_the_internet(cell, phone, lan, family):
    """Nobody listens: an ICMP error says so, which is neither of the internet nor of the connection."""
    allow(cell, "phone", lan=True, internet=False)
    asked = (f"import socket; s = socket.socket(socket.AF_INET{'6' * (family == 6)}, socket.SOCK_DGRAM); "
             f"s.settimeout(5); s.connect(('{lan[family].strip('[]')}', 9)); s.send(b'x'); s.recv(1)")
    said = cell.world.run("phone", f'python3 -c "{asked}"', check=False).err
    allow(cell, "phone", lan=False, internet=True)
    assert "ConnectionRefusedError" in said


def test_other_services_of_the_host_need_the_lan(cell, phone):
    server = cell.world.begin("host", "python3 -m http.server 2222")
    cell.world.until("host", "curl -s http://127.0.0.1:2222/")
    reach = f"curl -s -m5 http://{cell_address(cell)}:2222/"
    assert fails(cell, "phone", reach)
    allow(cell, "phone", lan=True)
    cell.world.run("phone", reach)
    allow(cell, "phone", lan=False)
    server.signal(9)


@pytest.mark.parametrize("family", [4, 6])
def test_services_are_given_and_taken(cell, phone, family):
    ask = f"dig +time=2 +tries=1 +short home.cell @{cell_address(cell, family)}"
    assert cell_address(cell) in cell.world.run("phone", ask).out
    allow(cell, "phone", services=False)
    assert fails(cell, "phone", ask)
    allow(cell, "phone", services=True)
    assert cell_address(cell) in cell.world.run("phone", ask).out


def test_services_are_the_cells_at_its_own_addresses(cell, phone):
    """Who else holds such a port at another address is a service of the host. The web pages are on
    a port that is theirs alone, and at every address."""
    host = w.HOST4["home"]
    server = cell.world.begin("host", f"exec python3 -m http.server 53 --bind {host}")
    cell.world.until("host", f"curl -s http://{host}:53/")
    reach = f"curl -s -m5 http://{host}:53/"
    assert fails(cell, "phone", reach)
    cell.world.run("phone", f"curl -sk -m5 https://{host}:8443/")
    allow(cell, "phone", lan=True)
    cell.world.run("phone", reach)
    allow(cell, "phone", lan=False)
    assert fails(cell, "phone", reach)
    server.stop()


def test_peers_reach_each_other_only_when_both_may(cell, phone):
    laptop = cell.connect("laptop", options=f"--endpoint {w.HOST4['home']}")
    cell.world.until("laptop", f"ping -c1 -W1 {cell_address(cell)}")
    ways = [(place, f"ping -c1 -W2 {other[family]}")
            for place, other in (("phone", laptop), ("laptop", phone)) for family in ("ipv4", "ipv6")]
    for mine, theirs in ((False, False), (True, False), (False, True)):
        allow(cell, "phone", peers=mine)
        allow(cell, "laptop", peers=theirs)
        assert all(fails(cell, *way) for way in ways)
    allow(cell, "phone", peers=True)
    allow(cell, "laptop", peers=True)
    for way in ways:
        cell.world.run(*way)
    cell.world.disconnect("laptop", "cell")
    cell.picctl("peer remove laptop")


@pytest.mark.parametrize("family", [4, 6])
def test_nobody_outside_reaches_a_peer(cell, phone, lan, family):
    """A neighbour, and the router with its address of the internet, who know the way to the VPN: what
    they send arrives at the host, and even with every permission no further."""
    allow(cell, "phone", internet=True, lan=True)
    there, host = phone[f"ipv{family}"], {4: w.HOST4["home"], 6: HOST_ULA}[family]
    for place in ("laptop", "router"):
        cell.world.run(place, f"ip route replace {there} via {host}")
    echoes = f"icmp{'6' * (family == 6)} and dst host {there}"
    with cell.world.watch("host", echoes) as arrived, cell.world.watch("phone", echoes) as reached:
        assert fails(cell, "laptop", f"ping -c2 -W1 {there}")
        arrived.sees()
        assert fails(cell, "router", f"ping -c2 -W1 -I {ROUTER_GLOBAL[family]} {there}")
        arrived.says(ROUTER_GLOBAL[family])
        leaked = reached.count()
        # The control: what does reach the device is seen.
        cell.world.run("host", f"ping -c1 -W2 {there}")
        reached.sees()
    for place in ("laptop", "router"):
        cell.world.run(place, f"ip route del {there}")
    allow(cell, "phone", lan=False)
    assert leaked == 0


def test_disabled_peer_is_shut_out_and_comes_back(cell, phone):
    ping = f"ping -c1 -W2 {cell_address(cell)}"
    cell.world.run("phone", ping)
    cell.picctl("peer update phone --no-enabled")
    assert fails(cell, "phone", ping)
    cell.picctl("peer update phone --enabled")
    cell.world.until("phone", ping)


def test_expired_peer_is_shut_out(cell, phone):
    soon = cell.machine.run("date -u -d '+5 seconds' +%Y-%m-%dT%H:%M:%SZ").out.strip()
    cell.picctl(f"peer update phone --expires {soon}")
    cell.machine.until("! wg show pic0 peers | grep -q .", timeout=15)
    assert cell.picctl("peer show phone")["expired"]
    cell.picctl("peer update phone --expires none")
    cell.world.until("phone", f"ping -c1 -W2 {cell_address(cell)}")


def test_a_second_peer_leaves_the_first_alone(cell, phone):
    with nothing_lost(cell.world, "phone", cell_address(cell)):
        for _ in range(3):
            cell.add("second", ENDPOINT)
            allow(cell, "second", lan=True, peers=True)
            cell.picctl("peer update second --tunnel split --note changed")
            cell.picctl("peer issue second")
            cell.picctl("peer remove second")


def test_a_split_tunnel_carries_the_home_and_leaves_the_rest(cell, phone, lan):
    cell.world.disconnect("phone", "cell")
    issued = cell.add("visitor", f"--tunnel split --lan {ENDPOINT}")
    assert set(issued["peer"]["routes"]) == {"192.168.1.0/24", f"{HOST_ULA.rpartition('::')[0]}::/64"}
    cell.world.connect("phone", "cell", issued["config"])
    for family in (4, 6):
        cell.world.until("phone", f"ping -c1 -W1 {cell_address(cell, family)}")
        cell.world.run("phone", f"curl -s -m5 http://{lan[family]}/")
    assert cell.world.page("phone", 4) == w.PHONE4
    cell.world.disconnect("phone", "cell")
    cell.picctl("peer remove visitor")
    cell.world.connect("phone", "cell", cell.machine.run("picctl peer config phone").out)
    cell.world.until("phone", f"ping -c1 -W2 {cell_address(cell)}")


def test_an_old_file_ends_when_another_is_issued(cell, phone):
    ping = f"ping -c1 -W2 {cell_address(cell)}"
    cell.world.until("phone", ping)
    config = cell.picctl("peer issue phone --keep-key")["config"]
    assert fails(cell, "phone", ping)
    cell.world.disconnect("phone", "cell")
    cell.world.connect("phone", "cell", config)
    cell.world.until("phone", ping)


def test_a_key_of_the_devices_own_is_never_the_cells(cell, phone):
    private = cell.world.run("phone", "wg genkey").out.strip()
    public = cell.machine.run("wg pubkey", stdin=private + "\n").out.strip()
    issued = cell.add("own", f"--public-key {public} --no-preshared {ENDPOINT}")
    assert issued["peer"]["public_key"] == public and "PresharedKey" not in issued["config"]
    cell.world.disconnect("phone", "cell")
    cell.world.connect("phone", "cell", issued["config"].replace(
        "# PrivateKey = (the private key that stayed on this device)", f"PrivateKey = {private}"))
    cell.world.until("phone", f"ping -c1 -W1 {cell_address(cell)}")
    cell.world.disconnect("phone", "cell")
    cell.picctl("peer remove own")
    cell.world.connect("phone", "cell", cell.machine.run("picctl peer config phone").out)
    cell.world.until("phone", f"ping -c1 -W2 {cell_address(cell)}")


def test_a_file_bears_the_cells_address_as_it_was_set(cell, phone):
    cell.picctl("endpoint set vpn.example.org")
    assert "Endpoint = vpn.example.org:51820\n" in cell.add("named")["config"]
    cell.picctl("endpoint set none")
    assert cell.picctl("peer show named")["reissue_needed"]
    assert f"Endpoint = {w.ROUTER_WAN4['home']}:51820\n" in cell.picctl("peer issue named")["config"]
    cell.picctl("peer remove named")


def test_a_camera_reads_the_file(cell, phone):
    """Of the longest kind: with both families, a shared key and a split tunnel's networks."""
    cell.picctl("peer add kept --keep-key --tunnel split --lan")
    text = cell.machine.run("picctl peer config kept").out
    for kind in ("svg", "png"):
        cell.machine.run(f"picctl peer config kept --format {kind} --output /run/code.{kind}")
        assert camera.of_picture(cell.machine.pull(f"/run/code.{kind}"), kind).strip() == text.strip()
    shown = cell.machine.run("picctl peer config kept --format terminal").out
    assert camera.of_terminal(shown).strip() == text.strip()
    cell.picctl("peer remove kept")


def test_kernel_agrees_with_the_api(cell, phone):
    peers = cell.picctl("peer list")["peers"]
    by_key = {line.split("\t")[0]: line.split("\t")[3]
              for line in cell.machine.run("wg show pic0 dump | tail -n +2").out.splitlines()}
    assert by_key == {p["public_key"]: f"{p['ipv4']}/32,{p['ipv6']}/128" for p in peers}
    cell.world.run("phone", f"ping -c3 -i0.2 {cell_address(cell)}")
    cell.machine.until("""picctl peer show phone --json | jq -e --arg dump "$(wg show pic0 dump)" '
        .public_key as $key | ($dump | split("\\n") | map(split("\\t")) | .[] | select(.[0] == $key)) as $wg |
        .connected_from == $wg[2] and (.last_handshake | fromdate) == ($wg[4] | tonumber) and
        .received == ($wg[5] | tonumber) and .sent == ($wg[6] | tonumber)'""")
    sets = {item["set"]["name"]: item["set"].get("elem", [])
            for item in json.loads(cell.machine.run("nft -j list table inet pic").out)["nftables"]
            if "set" in item}
    for permission in ("internet", "lan", "peers", "services"):
        for family in ("ipv4", "ipv6"):
            allowed = {p[family] for p in peers if p["permissions"][permission]}
            assert set(sets[permission + family[-1]]) == allowed
    for family in ("-4", "-6"):
        rules = json.loads(cell.machine.run(f"ip {family} -j rule").out)
        assert [r["priority"] for r in rules if 900 <= r["priority"] <= 1901] == \
            [900, 901, 1001, 1201, 1900, 1901]
    assert cell.settled()
