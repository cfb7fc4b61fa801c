"""What every system test starts from: one VM for the whole run, restored between groups."""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import world  # noqa: E402
from cell import Cell  # noqa: E402
from vm import image, repository  # noqa: E402
from vm.machine import Machine  # noqa: E402

DEBS = HERE.parents[1] / "build" / "debs"
# What a host may have beside the cell, firewalls above all; installed by the tests that need it.
# netbase is there where apt installs what is recommended, and firewalld cannot do without it.
EXTRA = ["ufw", "iptables", "firewalld", "netbase", "docker.io", "bash-completion"]


def pytest_configure(config):
    config.addinivalue_line("markers", "core: what everything else stands on; part of make test")


def pytest_runtest_logreport(report):
    """What fails is told at once: a whole run takes long."""
    if report.failed:
        print(f"\n{report.nodeid}\n{report.longreprtext}", file=sys.__stderr__, flush=True)


def built_debs():
    return [deb for deb in DEBS.glob("*.deb") if "-dbgsym_" not in deb.name]


@pytest.fixture(scope="session")
def machine():
    """The VM itself. A test wants `fresh` or `cell`, which bring it to a known state."""
    base = image.base()
    disk = repository.disk(base, built_debs(), EXTRA)
    folder = Path(tempfile.mkdtemp(prefix="picd-system-"))
    vm = Machine(base, folder, disks=[disk])
    try:
        vm.start()
        vm.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update")
        vm.save("booted")
        yield vm
    finally:
        vm.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def fresh(machine):
    """A Debian as installed: no picd, no world around it."""
    machine.restore("booted")
    return machine


@pytest.fixture(scope="module")
def cell(machine, request):
    """A cell that is set up and well, in the world of the module's LAYOUT ("public" unless it says)."""
    layout = getattr(request.module, "LAYOUT", "public")
    snapshot = f"cell-{layout}"
    if snapshot in _saved:
        machine.restore(snapshot)
        return Cell(world.World(machine, layout))
    restore_installed(machine)
    made = Cell(world.World(machine, layout).build()).set_up()
    keep(machine, snapshot)
    return made


def restore_installed(machine):
    """The packages on a machine without a network, not set up. Once for all: nothing takes longer."""
    if "installed" in _saved:
        return machine.restore("installed")
    machine.restore("booted")
    machine.run("apt-get -y install picd", timeout=300)
    keep(machine, "installed")


def keep(machine, snapshot):
    machine.save(snapshot)
    _saved.add(snapshot)


_saved = set()  # snapshots of this run
