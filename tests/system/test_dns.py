"""Names, as dig sees them from a device, from the LAN and from the public side."""

import pytest

import world as w

pytestmark = pytest.mark.core
LAYOUT = "home"


@pytest.fixture(scope="module")
def phone(cell):
    cell.world.forward_port()
    peer = cell.connect("phone", options=f"--endpoint {w.ROUTER_WAN4['home']}")
    cell.world.until("phone", "dig +time=1 +tries=1 +short home.cell | grep -q .")
    return peer


def dig(cell, place, words):
    return cell.world.run(place, f"dig +time=3 +tries=1 {words}", check=False).out


def short(cell, place, words):
    return dig(cell, place, f"+short {words}").split()


@pytest.mark.parametrize("transport", ["+notcp", "+tcp"])
def test_both_addresses_answer_over_both_transports(cell, phone, transport):
    status = cell.picctl("status")
    for server in (status["ipv4"].replace(".0/20", ".1"), status["ipv6"].replace("::/64", "::1")):
        assert short(cell, "phone", f"{transport} @{server} A phone.home.cell") == [phone["ipv4"]]


def test_peers_have_names_forward_and_reverse(cell, phone):
    assert short(cell, "phone", "A phone.home.cell") == [phone["ipv4"]]
    assert short(cell, "phone", "AAAA phone.home.cell") == [phone["ipv6"]]
    assert short(cell, "phone", f"-x {phone['ipv4']}") == ["phone.home.cell."]
    assert short(cell, "phone", f"-x {phone['ipv6']}") == ["phone.home.cell."]


def test_name_follows_the_peer_at_once(cell, phone):
    cell.picctl("peer update phone --name handset")
    cell.world.until("phone", "dig +short A handset.home.cell | grep -q .", timeout=3)
    assert "status: NXDOMAIN" in dig(cell, "phone", "phone.home.cell")
    cell.picctl("peer update handset --name phone")
    cell.world.until("phone", "dig +short A phone.home.cell | grep -q .", timeout=3)


@pytest.mark.parametrize("name", ["nowhere.home.cell", "nowhere.example"])
def test_unknown_name_is_nxdomain(cell, phone, name):
    assert "status: NXDOMAIN" in dig(cell, "phone", name)


@pytest.mark.parametrize("words", ["MX phone.home.cell", "TXT home.cell", "AAAA v4.example"])
def test_absent_type_is_nodata(cell, phone, words):
    said = dig(cell, "phone", words)
    assert "status: NOERROR" in said and "ANSWER: 0" in said


def test_custom_records_come_and_go(cell, phone):
    cell.picctl("record add nas --addresses 192.168.1.77")
    cell.world.until("phone", "dig +short nas.home.cell | grep -qx 192.168.1.77")
    cell.picctl("record add disk --alias nas")
    cell.world.until("phone", "dig +short disk.home.cell | grep -qx 192.168.1.77")
    for name in ("disk", "nas"):
        found = [r for r in cell.picctl("record list")["records"] if r["name"] == name]
        cell.picctl(f"record remove {found[0]['id']}")
        cell.world.until("phone", f"dig {name}.home.cell | grep -q NXDOMAIN")


def test_record_may_not_take_a_peers_name(cell, phone):
    refused = cell.picctl("record add phone --addresses 192.168.1.77", check=False)
    assert refused.rc == 4 and "phone" in refused.err


def test_upstream_is_asked_over_tls_and_never_in_clear(cell, phone):
    outside = "port 53 and not host 127.0.0.1"  # there the resolver talks to itself
    with cell.world.watch("internet", "port 853") as tls, cell.world.watch("internet", outside) as clear:
        assert short(cell, "phone", w.PAGE) == [w.PAGE4]
        assert "NXDOMAIN" in dig(cell, "phone", "fresh-name.example")
        tls.sees()
        cell.world.run("host", "dig +tries=1 host-name.example")  # the control
        clear.says("host-name.example")
        assert "fresh-name.example" not in clear.text()  # the machine's own names may be there


@pytest.mark.parametrize("server, port", [("8.8.4.4@dns.google", 853), ("77.109.128.2", 53)])
def test_who_is_asked_is_who_was_chosen(cell, phone, server, port):
    name = f"asked-of-{port}.example"
    with cell.world.watch("internet", f"port {port} and dst host {server.split('@')[0]}") as asked:
        cell.picctl(f"dns update --upstreams {server}")
        cell.world.until("phone", f"dig +time=2 +tries=1 {name} | grep -q NXDOMAIN")
        asked.sees()
    cell.picctl("dns update --upstreams none")


def test_upstreams_that_do_not_answer_are_told(cell, phone):
    found = '.findings | any(.id == "dns.upstreams")'
    cell.picctl("dns update --upstreams 198.51.100.53@dns.example")  # nobody's
    cell.until_json("doctor", found, timeout=90)
    assert cell.machine.run("picctl status --check", check=False).rc == 1
    cell.picctl("dns update --upstreams none")
    cell.until_json("doctor", f"{found} | not", timeout=90)
    cell.await_time()
    cell.machine.until("picctl status --check")


def test_lan_is_answered_only_when_switched_on(cell, phone):
    ask = f"dig +time=1 +tries=1 +short home.cell @{w.HOST4['home']}"
    assert cell.world.run("laptop", ask, check=False).rc != 0
    cell.picctl("dns update --lan")
    cell.world.until("laptop", f"{ask} | grep -q .")
    cell.picctl("dns update --no-lan")
    cell.world.until("laptop", f"! {ask}")


def test_public_side_is_never_answered(cell, phone):
    with cell.world.watch("host", "udp port 53 and dst host 192.168.1.10") as arrived:
        cell.world.run("router", "nft add rule ip nat pre iifname wan udp dport 53 dnat to 192.168.1.10"
                                 " && nft insert rule inet filter passing udp dport 53 accept")
        cell.picctl("dns update --lan")
        cell.world.until("laptop", f"dig +time=1 +tries=1 +short home.cell @{w.HOST4['home']} | grep -q .")
        cell.world.disconnect("phone", "cell")
        said = dig(cell, "phone", f"home.cell @{w.ROUTER_WAN4['home']}")
        arrived.says(w.PHONE4)
    cell.picctl("dns update --no-lan")
    cell.world.run("phone", "wg-quick up cell")
    assert "ANSWER: 1" not in said
