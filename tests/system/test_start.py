"""`make start` and `make try` on somebody's machine, which the VM stands for."""

from pathlib import Path

import pytest

from conftest import built_debs
from dialogue import talk

ROOT = Path(__file__).resolve().parents[2]
# The packages are built already.
START = "MAKE=true /root/picd/packaging/start"


@pytest.fixture(scope="module")
def tree(fresh):
    fresh.run("mkdir -p /root/picd/packaging /root/picd/build/debs")
    for name in ("start", "install-build-deps", "build-deps.txt"):
        path = ROOT / "packaging" / name
        fresh.push(f"/root/picd/packaging/{name}", path.read_bytes(), mode=path.stat().st_mode & 0o777)
    for deb in built_debs():
        fresh.push(f"/root/picd/build/debs/{deb.name}", deb.read_bytes())
    return fresh


def test_asks_and_refuses_where_nobody_is(tree):
    refused = tree.run(f"{START} start </dev/null", check=False)
    assert refused.rc == 1
    assert "YES=1 make start" in refused.err
    # Before that it says what would happen.
    assert "chrony takes the place of systemd-timesyncd" in refused.out
    assert "apt purge picd" in refused.out
    assert tree.run("dpkg -l picd", check=False).rc != 0


# One that systemd is not in charge of cannot be the cell itself.
UNABLE = "unshare -m sh -c 'mount -t tmpfs none /run/systemd && {}'"


@pytest.mark.parametrize("goal, command", [("try", "{}"), ("start", UNABLE)])
def test_a_vm_too_asks_before_its_tools_are_installed(tree, goal, command):
    before = tree.run("dpkg -l").out
    refused = tree.run(command.format(f"{START} {goal} </dev/null"), check=False)
    assert refused.rc == 1
    assert f"YES=1 make {goal}" in refused.err
    assert "qemu-system-x86" in refused.out
    assert "/usr/local/bin/go is linked" in refused.out
    assert tree.run("dpkg -l").out == before


def test_nothing_runs_yet(tree):
    status = tree.run(f"{START} status", check=False)
    assert status.rc == 1 and "No cell runs here" in status.out
    assert "No cell runs here" in tree.run(f"{START} stop").out


# In a tree of its own, in which nothing is built, with a compiler that does not come to an end.
APART = "/root/apart"
SLOW = f"YES=1 MAKE={APART}/make {APART}/packaging/start"
COMPILES = "pgrep -fx 'sleep 4242'"


@pytest.fixture
def compiling(tree):
    """A start that has come to its compiler."""
    tree.run(f"mkdir -p {APART} && cp -a /root/picd/packaging {APART}")
    tree.push(f"{APART}/make", "#!/bin/sh\nsleep 4242 &\ntrap 'kill $!' TERM\nwait\nexit 1\n", mode=0o755)
    start = tree.begin(f"{SLOW} start")
    tree.until(COMPILES, timeout=120)
    yield start
    tree.run(f"rm -r {APART}")


@pytest.mark.parametrize("goal", ["stop", "clean"])
def test_ends_a_start_while_it_compiles(tree, compiling, goal):
    status = tree.run(f"{SLOW} status", check=False)
    assert status.rc == 1 and "is being built" in status.out
    second = tree.run(f"{SLOW} start", check=False, timeout=120)
    assert second.rc == 1 and "Another start compiles here" in second.err
    assert "Ending the start that compiles" in tree.run(f"{SLOW} {goal}").out
    assert compiling.wait().rc != 0
    assert tree.run(COMPILES, check=False).rc != 0
    assert (tree.run(f"test -e {APART}/build", check=False).rc == 0) == (goal == "stop")
    assert tree.run("dpkg -l picd", check=False).rc != 0


def test_another_process_of_that_id_is_left_alone(tree):
    """A start that died left its id, which the system gives away again."""
    other = tree.begin("exec sleep 4242")
    tree.until(f"{COMPILES} >/root/picd/build/start.pid")
    assert "Ending" not in tree.run(f"{START} stop").out
    tree.run(COMPILES)
    other.stop()
    tree.run("rm /root/picd/build/start.pid")


def test_installs_and_shows_address_and_code(tree):
    said = tree.run(f"YES=1 {START} start", timeout=600).out
    code = tree.run("picctl setup-code --json | jq -r .code").out.strip()
    assert code in said
    assert "https://127.0.0.1:8443" in said


def test_runs_again(tree):
    said = tree.run(f"YES=1 {START} start", timeout=600).out
    assert "https://127.0.0.1:8443" in said
    assert tree.run("systemctl is-active picd").out == "active\n"


def test_status_and_logs_are_those_of_the_installed_cell(tree):
    assert "Not set up yet" in tree.run(f"{START} status").out
    assert "Started picd.service" in tree.run(f"{START} logs").out


def test_stops_and_says_how_to_remove(tree):
    said = tree.run(f"{START} stop").out
    assert "apt purge picd pic-coredns pic-caddy" in said
    assert tree.run("systemctl is-active picd", check=False).out == "inactive\n"


def test_start_does_not_wait_for_a_cell_that_was_stopped_meanwhile(tree):
    """Who asks for the code is the first after the start: this one stops the cell instead."""
    tree.run("mkdir /root/stopper")
    tree.push("/root/stopper/picctl", "#!/bin/sh\nsystemctl stop pic.target picd\nexit 1\n", mode=0o755)
    stopped = tree.run(f"YES=1 PATH=/root/stopper:$PATH {START} start", check=False, timeout=600)
    assert stopped.rc == 1 and "picd was stopped meanwhile" in stopped.err


PASSWORD = "four words of a terminal"


def test_set_up_at_a_terminal_asks_again_for_what_cannot_be(tree):
    tree.run(f"YES=1 {START} start", timeout=600)
    tree.until("picctl proposal")
    tree.run("ln -sfn /usr/share/zoneinfo/Europe/Berlin /etc/localtime")
    said = talk(tree, ["picctl", "setup"], [
        ("Name of the cell", "my home"), ("Name of the cell", "nest"),
        ("IPv4 range", "everything"), ("IPv4 range", "10.0.0.0"), ("IPv4 range", "10.99.0.0/20"),
        ("IPv6 range", "2001:db8::/64"), ("IPv6 range", "fd99:1::/64"),
        ("Time zone [Europe/Berlin]", "Nowhere/Here"), ("Time zone [Europe/Berlin]", ""),
        ("Name of the administrator", ""),
        ("New password", "short"), ("New password", PASSWORD), ("The same again", "another one"),
        ("New password", PASSWORD), ("The same again", PASSWORD)])
    assert "nest.cell is set up: 10.99.0.0/20 and fd99:1::/64" in said
    assert PASSWORD not in said
    assert "cannot be changed later" in said
    assert tree.run("picctl status --json | jq -r '.name, .time_zone'").out == "nest\nEurope/Berlin\n"


def test_of_a_cell_that_is_set_up_start_shows_the_state(tree):
    assert "nest.cell: 0 devices" in tree.run(f"YES=1 {START} start", timeout=600).out
