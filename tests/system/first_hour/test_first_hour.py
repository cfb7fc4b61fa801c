"""From apt to a phone that loads a page, on five kinds of machine. Nothing is simulated but the
world around the machine."""

import pytest

import world as w
from hour import Hour


@pytest.fixture
def hour(machine, request):
    machine.restore("booted")
    layout, title, most = request.param
    hour = Hour(machine, layout, title)
    yield hour
    assert hour.report() <= most


def kind(layout, title, most=6):
    """`most`: actions of a person, from apt to the phone's page."""
    return pytest.mark.parametrize("hour", [(layout, title, most)], indirect=True, ids=[layout])


@pytest.mark.core
@kind("public", "(a) a server with a public address, ufw on")
def test_server_with_ufw(hour):
    hour.machine.run("apt-get -y install ufw && ufw allow 22/tcp && ufw --force enable", timeout=120)
    hour.world.build()
    hour.install_and_set_up()
    assert hour.endpoint("open")["endpoint"] == "5.9.0.10:51820"
    with hour.machine_alone("names the firewall that is in the way"):
        hour.cell.until_json("doctor", '.findings | any(.id | startswith("firewall.ufw"))')
    assert "picctl firewall open ufw" in hour.finding("firewall.ufw")["remedy"]
    opens_after_control(hour)
    hour.phone_works()


def opens_after_control(hour):
    """The control: before the firewall is opened the phone does not get through."""
    hour.add_phone()
    gateway = hour.cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    assert hour.world.run("phone", f"ping -c1 -W3 {gateway}", check=False).rc != 0
    with hour.human("picctl firewall open ufw"):
        hour.machine.run("picctl firewall open ufw --yes", timeout=120)
    with hour.machine_alone("finds nothing in the way any more"):
        hour.cell.until_json("doctor", '.findings | all(.id | startswith("firewall.") | not)')


@kind("public", "(b) the same, with a container engine's forwarding rules")
def test_server_with_container_engine(hour):
    hour.machine.run("apt-get -y install ufw docker.io && ufw allow 22/tcp && ufw --force enable", timeout=400)
    assert "-P FORWARD DROP" in hour.machine.run("iptables -S FORWARD").out
    hour.world.build()
    hour.install_and_set_up()
    hour.endpoint("open")
    # Both drop what is forwarded by one policy, of a chain that they share: what opens it in ufw's
    # part is enough. (The engine alone is in test_firewall.)
    with hour.machine_alone("names the firewall that is in the way"):
        hour.cell.until_json("doctor", '.findings | any(.id == "firewall.ufw.forwarding")')
    opens_after_control(hour)
    hour.phone_works()


@kind("home", "(c) a box at home behind NAT without hairpin")
def test_box_at_home(hour):
    hour.world.build()
    hour.install_and_set_up()
    found = hour.endpoint("nat")
    assert found["endpoint"] == "5.9.0.20:51820"
    advice = hour.finding("endpoint.nat")["remedy"]
    assert "51820" in advice and w.HOST4["home"] in advice
    hour.add_phone()
    gateway = hour.cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    assert hour.world.run("phone", f"ping -c1 -W3 {gateway}", check=False).rc != 0
    with hour.human("forward UDP 51820 in the router"):
        hour.world.forward_port()
    hour.phone_works()


@kind("carrier", "(d) behind carrier NAT, a clock that stands in 2020")
def test_behind_carrier_nat_with_a_wrong_clock(hour):
    hour.machine.lose_clock("2020-01-01")
    hour.machine.run("mount -o ro /dev/vdb /srv/apt")
    hour.world.build(silent=True)
    # Else Debian's own chrony, which comes with the package, would have set the clock before set-up.
    believed = hour.world.tells_the_time_first_to("pic-ntp")
    hour.install_and_set_up()
    assert int(believed.wait().out) < int(hour.machine.run("stat -c %Y /usr/sbin/picd").out)
    with hour.machine_alone("the clock is right"):
        assert hour.cell.until_json("status", ".clock_synchronised", timeout=120) < 60
    hour.machine.run("[ $(date +%Y) -ge 2026 ]")
    hour.endpoint("carrier_nat", timeout=90)
    with hour.machine_alone("says that IPv6 is left"):
        hour.cell.until_json("doctor", '.findings | any(.id == "endpoint.carrier_nat" and '
                                       '(.remedy | test("IPv6")))')
    hour.add_phone()
    with hour.human("let UDP 51820 in over IPv6 in the router"):
        hour.world.forward_port()
    hour.phone_works()


@kind("home", "(e) a laptop whose uplink changes name and network, and whose LAN comes to overlap", most=13)
def test_laptop_that_moves(hour):
    hour.world.build()
    hour.install_and_set_up()
    hour.endpoint("nat")
    with hour.human("forward UDP 51820 in the router"):
        hour.world.forward_port()
    issued = hour.add_phone()
    hour.phone_works()

    with hour.human("carry the laptop to another network"):
        hour.world.host_moves("wifi7", "5.9.0.11/24", "5.9.0.1")
    assert hour.endpoint("open")["endpoint"] == "5.9.0.11:51820"
    with hour.machine_alone("says that the phone needs its file again"):
        hour.cell.until_json("peer show phone", ".reissue_needed")
    with hour.human("picctl peer issue phone, scan the code"):
        again = hour.cell.picctl("peer issue phone")
        hour.world.disconnect("phone", "cell")
        hour.world.connect("phone", "cell", again["config"])
    hour.phone_works()

    taken = issued["ipv4"]
    with hour.human("join a LAN that uses the VPN's range"):
        hour.world.host_gets("wifi7", taken, taken.rsplit(".", 1)[0] + ".254")
    with hour.machine_alone("says that the ranges overlap"):
        hour.cell.until_json("doctor", '.findings | any(.id == "range.overlap")')
    with hour.machine_alone("still has the internet, and is there for its neighbours"):
        hour.world.until("host", "curl -sf -4 -m 5 http://page.example/")
        hour.world.run("provider", f"curl -skf -m 5 https://{taken}:8443/")
    with hour.human("picctl wireguard update --ipv4 …"):
        waiting = hour.cell.picctl("wireguard update --ipv4 172.29.0.0/20")["confirm"]["id"]
    with hour.human("picctl confirm"):
        hour.cell.picctl(f"confirm {waiting}")
    with hour.human("go back to the other network"):
        hour.world.host_gets("wifi7", "5.9.0.11", "5.9.0.1")
    assert hour.endpoint("open")["endpoint"] == "5.9.0.11:51820"
    with hour.human("picctl peer issue phone, scan the code"):
        again = hour.cell.picctl("peer issue phone")
        hour.world.disconnect("phone", "cell")
        hour.world.connect("phone", "cell", again["config"])
    with hour.machine_alone("finds no overlap any more"):
        hour.cell.until_json("doctor", '.findings | all(.id != "range.overlap")')
    hour.phone_works()
