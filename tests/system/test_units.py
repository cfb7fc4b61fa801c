"""The cell under systemd: what the administrator does to a unit stands, and the target is the cell."""

import pytest

import bus

pytestmark = pytest.mark.core
LAYOUT = "home"


def unit(cell, name):
    return next(u for u in cell.picctl("unit list")["units"] if u["unit"] == f"pic-{name}.service")


def is_now(name, condition):
    return f'.units[] | select(.unit == "pic-{name}.service") | {condition}'


def test_status_line_tells_the_state(cell):
    assert 'Status: "home.cell:' in cell.machine.run("systemctl status picd").out


def test_stopped_unit_stays_stopped_over_a_restart_until_started(cell):
    cell.machine.run("systemctl stop pic-dns")
    cell.until_json("unit list", is_now("dns", '.health == "stopped"'))
    cell.machine.run("systemctl restart picd")
    cell.until_json("unit list", is_now("dns", '.health == "stopped"'))
    assert "administrator" in unit(cell, "dns")["message"]
    cell.picctl("unit start dns")
    cell.until_json("unit list", is_now("dns", '.health == "good"'))


def test_unit_stopped_while_picd_is_down_stays_stopped(cell):
    cell.machine.run("systemctl stop picd && systemctl stop pic-ntp && systemctl start picd")
    cell.until_json("unit list", is_now("ntp", '.health == "stopped"'))
    cell.machine.run("systemctl start pic-ntp")
    cell.until_json("unit list", is_now("ntp", '.health == "good"'), timeout=90)


def test_masked_unit_is_shown_and_left_alone(cell):
    cell.machine.run("systemctl mask --now pic-dns")
    cell.until_json("unit list", is_now("dns", '.message | contains("masked")'))
    refused = cell.picctl("unit start dns", check=False)
    assert refused.rc != 0 and "sudo systemctl unmask pic-dns.service" in refused.err
    cell.machine.run("systemctl unmask pic-dns")
    cell.until_json("unit list", is_now("dns", '.message == "stopped by the administrator"'))
    cell.picctl("unit start dns")
    cell.until_json("unit list", is_now("dns", '.health == "good"'))


def test_a_stop_that_had_to_be_forced_is_a_stop(cell):
    cell.machine.run("""mkdir -p /run/systemd/system/pic-dns.service.d
        printf '[Service]\\nExecStop=/bin/sleep 60\\nTimeoutStopSec=2\\n' >/run/systemd/system/pic-dns.service.d/slow.conf
        systemctl daemon-reload; systemctl stop pic-dns""", check=False)
    assert set(cell.machine.run("systemctl show -P ActiveState -P Result pic-dns").out.split()) == {"failed", "timeout"}
    cell.until_json("unit list", is_now("dns", '.message == "stopped by the administrator"'))
    cell.machine.run("sleep 3")  # picd would have tried to start it after one second
    assert cell.machine.run("systemctl is-active pic-dns", check=False).out == "failed\n"
    cell.machine.run("rm -r /run/systemd/system/pic-dns.service.d && systemctl daemon-reload")
    cell.picctl("unit start dns")
    cell.until_json("unit list", is_now("dns", '.health == "good"'))


def test_override_is_shown(cell):
    cell.machine.run("""mkdir -p /etc/systemd/system/pic-web.service.d
        printf '[Service]\\nNice=5\\n' >/etc/systemd/system/pic-web.service.d/mine.conf
        systemctl daemon-reload && systemctl restart pic-web""")
    cell.until_json("unit list", is_now("web", ".overridden"))
    cell.machine.run("systemctl restart picd && picctl plan")
    assert cell.machine.run("cat /proc/$(systemctl show -P MainPID pic-web)/stat | cut -d' ' -f19").out == "5\n"
    cell.machine.run("systemctl revert pic-web && systemctl restart pic-web")
    cell.until_json("unit list", is_now("web", ".overridden | not"))


def test_crashed_server_is_restarted_and_counted(cell):
    before = unit(cell, "web")["restarts"]
    cell.machine.run("systemctl kill -s KILL pic-web")
    cell.until_json("unit list", is_now("web", f'.restarts > {before} and .health == "good"'))


def test_target_takes_the_cell_down_closed_and_brings_it_back(cell):
    cell.machine.run("systemctl stop pic.target")
    cell.machine.until("! ip link show pic0 2>/dev/null")
    cell.machine.until("systemctl show -P ActiveState pic-plane | grep -qxE 'inactive|failed'")
    assert cell.machine.run("systemctl show -P Result pic-plane").out == "success\n"
    assert cell.machine.run("sysctl -n net.ipv4.conf.wan0.forwarding").out == "0\n"
    assert cell.machine.run("nft list tables; ip rule show pref 1900; ip -6 rule show pref 900").out == ""
    left = cell.machine.run("systemctl list-units --no-legend 'pic-*.service' picd.service").out
    assert left == ""
    assert cell.machine.run("cat /proc/sys/net/ipv6/conf/all/forwarding").out == "0\n"
    cell.machine.until("systemctl is-active chrony")  # the clock is never without a daemon
    cell.machine.run("systemctl start pic.target")
    cell.await_servers()
    assert cell.settled()
    assert cell.machine.run("pgrep -c chronyd").out == "1\n"


def test_clock_changes_hands_when_its_server_stops_and_not_when_it_restarts(cell):
    cell.machine.run("systemctl restart pic-ntp")
    began = cell.machine.run("systemctl show -P InactiveExitTimestampMonotonic chrony").out
    cell.machine.run("systemctl restart pic-ntp")
    cell.until_json("unit list", is_now("ntp", '.health == "good"'), timeout=90)
    assert cell.machine.run("systemctl show -P InactiveExitTimestampMonotonic chrony").out == began
    cell.machine.run("picctl unit stop ntp")
    cell.machine.until("systemctl is-active chrony")
    cell.picctl("unit start ntp")
    cell.until_json("unit list", is_now("ntp", '.health == "good"'), timeout=90)
    assert cell.machine.run("pgrep -c chronyd").out == "1\n"


@pytest.mark.parametrize("name, most", [("picd", 2.0), ("pic-dns", 1.6), ("pic-web", 1.6)])
def test_exposure_is_small(cell, name, most):
    cell.machine.run(f"systemd-analyze security --threshold={int(most * 10)} {name}")


def test_a_change_is_told_on_the_bus_to_root_and_to_nobody_else(cell):
    rules = ["type='signal',interface='ngo.pic.Cell1'", "type='signal',interface='org.example.Control'"]
    cell.machine.run("useradd -m eve")
    root, eve = (bus.Listener(cell.machine, user, *rules) for user in ("root", "eve"))
    cell.picctl("dns update --lan")
    root.hears("Changed")
    # Whoever hears this one has heard, before it, all that was meant for its ears.
    cell.machine.run("busctl emit /org/example org.example.Control Last")
    for listener in (root, eve):
        listener.hears("Last")
    assert "Changed dns dns" in root.stop()
    assert eve.stop() == ["listening", "Last"]
    cell.picctl("dns update --no-lan")


def test_the_bus_tells_who_asks_what_can_be_called(cell):
    said = cell.machine.run("busctl introspect ngo.pic.Cell1 /ngo/pic/Cell1").out
    lines = {tuple(line.split()[:4]) for line in said.splitlines()}
    assert (".SetupCode", "method", "a{sv}", "a{sv}") in lines
    assert (".Changed", "signal", "sst", "-") in lines


RIGHTS = {"picd": {"cap_net_admin"}, "pic-forward": {"cap_net_admin"},
          "pic-dns": {"cap_net_bind_service"}, "pic-web": {"cap_net_bind_service"},
          "pic-ntp": {"cap_net_bind_service", "cap_sys_time"}}


@pytest.fixture(scope="module")
def capability_names(cell):
    lines = cell.machine.run("systemd-analyze capability | tail -n +2").out.splitlines()
    return {int(number): name for name, number in map(str.split, lines)}


@pytest.mark.parametrize("name", RIGHTS)
def test_no_process_has_more_rights_than_its_unit_names(cell, capability_names, name):
    group = cell.machine.run(f"systemctl show -P ControlGroup {name}").out.strip()
    assert group.startswith("/pic.slice/"), group
    said = cell.machine.run(f"""for pid in $(cat /sys/fs/cgroup{group}/cgroup.procs); do
        grep -E '^Cap(Prm|Eff|Bnd|Amb):' /proc/$pid/status; done""").out
    sets = [int(line.split()[1], 16) for line in said.splitlines()]
    assert len(sets) >= 4
    for each in sets:
        assert {text for bit, text in capability_names.items() if each >> bit & 1} == RIGHTS[name], said
