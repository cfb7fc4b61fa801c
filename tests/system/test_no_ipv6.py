"""On machines without IPv6 the cell works over IPv4, and finds nothing to mend."""

import shutil
import tempfile
from pathlib import Path

import pytest

import world as w
from cell import Cell
from conftest import EXTRA, built_debs
from vm import image, repository
from vm.machine import Machine


def works(cell):
    gateway = cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    cell.machine.until(f"[ \"$(dig +short +time=2 +tries=1 home.cell @{gateway})\" = {gateway} ]")
    cell.await_servers()
    assert cell.settled()


def test_turned_off_and_on_again_while_the_cell_runs(cell):
    cell.machine.run("sysctl -w net.ipv6.conf.all.disable_ipv6=1")
    cell.machine.until("! ip -6 rule | grep -q 'iif pic0'")
    works(cell)
    cell.machine.run("systemctl restart pic-dns")
    works(cell)
    cell.machine.run("sysctl -w net.ipv6.conf.all.disable_ipv6=0")
    cell.machine.until("ip -6 addr show dev pic0 | grep -q fd")
    works(cell)


@pytest.fixture
def without():
    """A machine whose kernel was started without IPv6; a network card that leads nowhere."""
    base = image.base()
    folder = Path(tempfile.mkdtemp(prefix="picd-system-"))
    vm = Machine(base, folder, disks=[repository.disk(base, built_debs(), EXTRA)],
                 options="ipv6.disable=1")
    try:
        vm.start()
        vm.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update && "
               "ip link add up0 type dummy && ip addr add 192.168.1.10/24 dev up0 && "
               "ip link set up0 up && ip route add default via 192.168.1.1", timeout=300)
        yield vm
    finally:
        vm.stop()
        shutil.rmtree(folder)


def test_a_kernel_without_it(without):
    assert without.run("cat /proc/sys/net/ipv6/conf/all/forwarding", check=False).rc != 0
    cell = Cell(w.World(without, "public")).install().set_up()
    cell.add("phone", "--endpoint 5.9.0.10")
    assert "allowed ips: " in without.run("wg show pic0").out
    works(cell)
