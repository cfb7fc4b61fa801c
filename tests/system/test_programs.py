"""What needs more than the machine that builds: the cases of the test programs that skip elsewhere,
since the VM's kernel has WireGuard and its systemd may be changed, and the programs that read what
the cell writes."""

import subprocess
from pathlib import Path

import pytest

from conftest import DEBS, restore_installed

PROGRAM = DEBS.parent / "release/tests/netns_tests"
GOLDEN = Path(__file__).parents[1] / "golden/formats"
CASES = {"WireGuard": "Linux/*:NetlinkKernel*:RulesetLoader*", "systemd": "Machine/*"}


@pytest.fixture(scope="module")
def throwaway(machine, tmp_path_factory):
    """With the libraries that the programs share with picd, and without a cell that runs."""
    program = tmp_path_factory.mktemp("programs") / "netns_tests"
    subprocess.run(["strip", "-o", program, PROGRAM], check=True)
    restore_installed(machine)
    machine.run("systemctl stop pic.target")
    machine.push("/root/netns_tests", program.read_bytes(), mode=0o755)
    return machine


@pytest.mark.parametrize("what", [pytest.param("WireGuard", marks=pytest.mark.core), "systemd"])
def test_nothing_is_skipped(throwaway, what):
    said = throwaway.run(f"PIC_THROWAWAY=1 /root/netns_tests --gtest_brief=1 "
                         f"--gtest_filter='{CASES[what]}' 2>&1", timeout=300, check=False)
    assert said.rc == 0, said.out
    assert "PASSED" in said.out and "SKIPPED" not in said.out and " 0 tests" not in said.out, said.out


READERS = {
    # A copy: Debian's profile for chronyd keeps it to its own files.
    "chrony-serving.conf": "cp /usr/sbin/chronyd /root/reader && /root/reader -p -f {}",
    "wireguard-full.conf": "wg-quick strip {}",
    "wireguard-split.conf": "wg-quick strip {}",
}


@pytest.mark.parametrize("name", READERS)
def test_what_the_cell_writes_is_read_by_whom_it_is_for(throwaway, name):
    throwaway.push(f"/root/{name}", (GOLDEN / name).read_bytes(), mode=0o600)
    assert throwaway.run(READERS[name].format(f"/root/{name}")).out
