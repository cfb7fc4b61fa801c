"""The cell's servers in trouble: their ports are taken, the clock is wrong; and what they say of it."""

import time

import pytest

import world as w
from cell import ADMIN, PASSWORD, Cell

# Holds a port on all addresses, over both transports.
SQUATTER = """import signal, socket, sys
held = []
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    held.append(socket.socket(socket.AF_INET, kind))
    held[-1].bind(("0.0.0.0", int(sys.argv[1])))
held[0].listen()
signal.pause()
"""


class Squatter:
    def __init__(self, machine, port):
        self._machine, self.unit = machine, f"squatter-{port}.service"
        machine.push("/root/squatter.py", SQUATTER)
        machine.run(f"systemd-run -q --unit={self.unit} /usr/bin/python3 /root/squatter.py {port}")
        machine.until(f"grep -q ':{port:04X} 00000000:0000 0A' /proc/net/tcp")

    def leave(self):
        self._machine.run(f"systemctl stop {self.unit}")


@pytest.fixture(scope="module")
def cell(machine):
    """Set up while somebody else has the port for names; `cell.squatter` is who."""
    machine.restore("booted")
    made = Cell(w.World(machine, "public").build()).install()
    made.squatter = Squatter(machine, 53)
    machine.run(f"picctl setup --name home --admin {ADMIN} --password-stdin", stdin=PASSWORD + "\n")
    return made


def findings(cell):
    return {f["id"]: f for f in cell.picctl("doctor")["findings"]}


def is_now(name, condition):
    return f'.units[] | select(.unit == "pic-{name}.service") | {condition}'


def await_good(cell, name, timeout):
    return cell.until_json("unit list", is_now(name, '.health == "good"'), timeout=timeout)


def test_taken_port_is_shown_and_names_who_has_it(cell):
    cell.until_json("unit list", is_now("dns", '.message == "port 53 is held by squatter-53.service '
                                               '(user root)" and .health == "bad"'))
    found = findings(cell)["server.pic-dns.service"]
    assert "port 53 is held by squatter-53.service" in found["what"]
    assert "systemctl disable --now squatter-53.service" in found["remedy"]


def test_last_lines_are_kept_while_it_does_not_work(cell):
    cell.until_json("status", '.servers[] | select(.unit == "pic-dns.service") | .log | '
                              'any(.text | contains("address already in use"))')


def test_freed_port_is_taken_within_seconds(cell):
    cell.squatter.leave()
    await_good(cell, "dns", 15)
    assert "server.pic-dns.service" not in findings(cell)
    assert cell.picctl("unit list")["units"][0]["log"] == []
    cell.await_servers()


def test_web_works_without_443_and_says_who_has_it(cell):
    cell.machine.run("systemctl stop pic-web")
    squatter = Squatter(cell.machine, 443)
    cell.machine.run("picctl unit start web")
    await_good(cell, "web", 30)
    cell.until_json("doctor", '.findings | any(.id == "port.443")')
    found = findings(cell)["port.443"]
    assert found["severity"] == "warning"
    assert "8443 only, because port 443 is held by squatter-443.service" in found["what"]
    squatter.leave()
    cell.until_json("doctor", '.findings | all(.id != "port.443")', timeout=15)
    cell.machine.until("ss -Hltnp sport = :443 | grep -q pic-caddy")


def test_port_of_the_vpn_held_by_another_wireguard(cell):
    cell.machine.run("systemctl stop pic.target")
    cell.machine.until("! ip link show pic0 2>/dev/null")
    cell.machine.run("""ip link add wg9 type wireguard && wg set wg9 listen-port 51820 &&
        ip link set wg9 up && systemctl start pic.target""")
    cell.until_json("status", '.failures | any(contains("port 51820 is held by the WireGuard device wg9"))')
    cell.machine.run("ip link del wg9")
    cell.until_json("status", ".failures == []", timeout=15)
    cell.await_servers()


@pytest.mark.parametrize("name", ["dns", "web", "ntp"])
def test_server_that_hangs_is_told_though_systemd_sees_it_run(cell, name):
    cell.machine.run(f"systemctl kill -s STOP pic-{name}")
    cell.until_json("unit list", is_now(name, '.health == "bad" and .state == "active (running)"'),
                    timeout=120)
    cell.machine.run(f"systemctl kill -s KILL pic-{name}")
    await_good(cell, name, 120)


def test_log_is_what_the_server_said_and_harmless(cell):
    cell.machine.run(r"""mkdir -p /run/systemd/system/pic-dns.service.d
        printf '[Service]\nExecStartPre=/bin/printf "evil \\\\033[2J\\\\n"\n' \
            >/run/systemd/system/pic-dns.service.d/evil.conf
        systemctl daemon-reload && systemctl restart pic-dns""")
    cell.machine.until("picctl unit log dns | grep -qF 'evil ?[2J'")
    cell.machine.run("rm -r /run/systemd/system/pic-dns.service.d && systemctl daemon-reload && "
                     "systemctl restart pic-dns")
    lines = cell.picctl("unit log dns --lines 3")["lines"]
    assert len(lines) == 3 and lines == sorted(lines, key=lambda line: line["time"])
    assert cell.picctl("unit log dns --lines 501", check=False).rc != 0
    assert cell.picctl("unit log nobody", check=False).rc != 0
    await_good(cell, "dns", 30)


def test_a_fresh_time_server_is_starting_and_not_broken(cell):
    cell.machine.run("systemctl restart pic-ntp")
    cell.until_json("unit list", is_now("ntp", '.health == "starting"'))
    assert "server.pic-ntp.service" not in findings(cell)
    cell.await_time(timeout=60)


def test_a_cell_that_asks_nobody_for_the_time_is_told_and_no_server_blamed(cell):
    cell.picctl("time update --nts-servers none --pool none")
    cell.until_json("doctor", '.findings | any(.id == "time.no_source")')
    cell.until_json("unit list", is_now("ntp", '.health == "good"'))
    way_back = findings(cell)["time.no_source"]["remedy"].partition(": ")[2]
    cell.machine.run(way_back)
    cell.await_time(timeout=60)
    assert "time.no_source" not in findings(cell)


# A server that did not answer chronyd's first questions is asked again after so many seconds
# (chrony.conf(5), minpoll: to ask a public one more often is taken for abuse).
POLL = 64

# Answers on the port that it names while keys are exchanged: 123 is taken by who has no keys.
NTS = """local stratum 1
allow all
port 1123
cmdport 0
bindcmdaddress /
pidfile /run/world-nts.pid
ntsservercert /srv/world/tls.crt
ntsserverkey /srv/world/tls.key
"""


@pytest.fixture
def nts(cell):
    cell.machine.push("/srv/world/nts.conf", NTS)
    # A copy: Debian's profile for chronyd keeps it to its own files.
    cell.machine.run("cp /usr/sbin/chronyd /srv/world/bin/nts-server && systemd-run -q --unit=world-nts "
                     "ip netns exec internet /srv/world/bin/nts-server -d -x -u root -f /srv/world/nts.conf")
    cell.machine.until("ip netns exec internet ss -ltn | grep -q :4460")
    yield
    cell.machine.run("systemctl stop world-nts", check=False)


def test_time_is_authenticated_where_nts_gets_through(cell, nts):
    cell.machine.run("systemctl restart pic-ntp")
    servers = "|".join(w.RECORDS[name][0] for name in w.NTS_NAMES)
    cell.machine.until(f"chronyc -n -c sources | grep -E '^\\^,\\*,({servers}),'", timeout=90)
    assert cell.machine.run(f"chronyc -n -c authdata | grep -cE '^({servers}),NTS,'").out == "3\n"
    cell.await_time(timeout=60)
    cell.machine.run("systemctl stop world-nts && systemctl restart pic-ntp")
    cell.await_time(timeout=60)  # by the pool


@pytest.fixture
def no_time(cell):
    """The internet keeps silent about the time until the test lets it speak."""
    cell.world.keeps_the_time()
    yield cell.world.tells_the_time
    cell.world.tells_the_time()


def test_a_cell_that_starts_in_2020_has_names_meanwhile_and_heals(cell, no_time):
    cell.machine.run("systemctl stop pic.target")
    cell.machine.until("! ip link show pic0 2>/dev/null")
    cell.machine.run("date -s 2020-01-01 && systemctl start pic.target")
    cell.until_json("doctor", '.findings | any(.id == "dns.clear_text")')
    assert "clear text" in findings(cell)["dns.clear_text"]["what"]
    await_good(cell, "dns", 30)
    cell.connect("phone", options=f"--endpoint {w.HOST4['public']}")
    cell.world.until("phone", "dig +time=2 +tries=1 +short home.cell | grep -q .")
    # A time that is wrong, but one for all of them.
    gateway = cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    cell.world.run("phone", "chronyd -Q -t 10 -f /dev/null "
                            f"'server {gateway} iburst maxsamples 1'", timeout=40)
    with cell.world.watch("internet", "port 853") as tls, cell.world.watch("internet", "port 53") as clear:
        assert cell.world.run("phone", f"dig +short {w.PAGE}").out.split() == [w.PAGE4]
        clear.sees()
        assert tls.count() == 0
    asking = cell.world.begin("phone", "for i in $(seq 100); do dig +time=5 +tries=1 name$i.example "
                                       "| grep -c 'status: NXDOMAIN'; sleep 0.3; done")
    no_time()
    cell.await_time(timeout=POLL + 30)
    assert int(cell.machine.run("date +%Y").out) > 2020
    cell.until_json("doctor", '.findings | all(.id != "dns.clear_text" and .id != "clock.past")')
    said = asking.wait(120).out.split()
    assert said == ["1"] * 100  # no question stayed unanswered, before, at and after the step
    cell.world.until("phone", "dig +time=2 +tries=1 again.example | grep -q NXDOMAIN")
    with cell.world.watch("internet", "port 853") as tls:
        assert "NXDOMAIN" in cell.world.run("phone", "dig fresh.example").out
        tls.sees()


def test_keys_for_the_first_time_are_had_whatever_the_dates_of_certificates(cell, no_time, nts):
    """The control is a chronyd that looks at them, of a device."""
    cell.machine.run("systemctl stop pic-ntp chrony && date -s 2020-01-01 && systemctl start pic-ntp")
    looks = cell.world.run("phone", f"chronyd -Q -t 10 -f /dev/null 'server {w.NTS_NAMES[0]} iburst nts' 2>&1",
                           check=False, timeout=40).out
    assert "not yet valid certificate" in looks
    cell.machine.until("[ $(chronyc -n -c authdata | grep -c ',NTS,1,') = 3 ]", timeout=60)
    # Of the wrong clock, which it shares, this server can tell nothing better.
    cell.machine.run("systemctl stop world-nts")
    no_time()
    cell.machine.run("systemctl restart pic-ntp")
    cell.await_time(timeout=60)


def test_certificates_of_a_wrong_clock_are_good_for_clients(cell):
    dates = cell.machine.run("openssl x509 -in /run/pic/web/leaf.crt -noout -checkend 2592000 "
                             "-startdate").out
    assert "will not expire" in dates and "2020" not in dates


def test_a_machine_that_boots_in_2020_is_well_within_a_minute_of_having_a_network(cell):
    """Its clock begins there and systemd's own making is the best that it knows. The network that comes
    late is what makes the wrong time last until it is seen."""
    cell.machine.lose_clock("2020-01-01")
    assert "setting system clock to 2020-01-01" in cell.machine.run("journalctl -b -k -o cat").out
    cell.until_json("doctor", '.findings | any(.id == "clock.past")')
    cell.world.build()
    cell.await_time(timeout=60)
    cell.until_json("doctor", '.findings | all(.id != "dns.clear_text" and .id != "clock.past")')
    assert int(cell.machine.run("date +%s").out) > time.time() - 3600
    await_good(cell, "dns", 30)


def test_a_clock_that_is_lost_while_the_cell_runs_heals_too(cell):
    cell.machine.run("date -s 2020-01-01")
    cell.until_json("doctor", '.findings | any(.id == "clock.past")')
    cell.machine.until("[ $(date +%Y) -gt 2020 ]", timeout=60)
    cell.await_time(timeout=60)
    await_good(cell, "dns", 30)
