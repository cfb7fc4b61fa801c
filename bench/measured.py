"""A cell in the VM to be measured: the packages installed, set up with room for ten thousand peers."""

import json
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests/system"))

import cell  # noqa: E402
import world  # noqa: E402
from vm import image, repository  # noqa: E402
from vm.machine import Machine  # noqa: E402

GUEST = "/srv/bench"
RANGE = "10.64.0.0/16"
# A clock that programs read by themselves, as on real machines: the emulator's own default asks it
# each time, and picd has timers where wg(8) has none.
CLOCK = "clocksource=tsc tsc=reliable"


@contextmanager
def measured_cell():
    base = image.base()
    debs = [deb for deb in (ROOT / "build/debs").glob("*.deb") if "-dbgsym_" not in deb.name]
    folder = Path(tempfile.mkdtemp(prefix="picd-bench-"))
    vm = Machine(base, folder, disks=[repository.disk(base, debs)], durable=True,
                 options=CLOCK)
    try:
        vm.start()
        vm.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update")
        yield MeasuredCell(vm)
    finally:
        vm.stop()
        shutil.rmtree(folder)


class MeasuredCell:
    def __init__(self, vm):
        self.vm = vm
        self.cell = cell.Cell(world.World(vm, "public").build()).install()
        vm.run(f"picctl setup --name home --ipv4 {RANGE} --admin {cell.ADMIN} --password-stdin",
               stdin=cell.PASSWORD + "\n")
        self.cell.await_servers()
        self.cell.until_json("endpoint show", '.reach == "open"')
        vm.run(f"mkdir -p {GUEST}")
        for script in sorted((HERE / "guest").iterdir()):
            if script.is_file():
                vm.push(f"{GUEST}/{script.name}", script.read_bytes(), mode=0o755)

    def load(self, peers):
        return self._say(f"load.py {cell.ADMIN} '{cell.PASSWORD}' {peers}", timeout=1500)

    def changes(self, rounds):
        return self._say(f"changes.py {cell.ADMIN} '{cell.PASSWORD}' {rounds}", timeout=900)

    def memory(self, units):
        return self._say("memory.py " + " ".join(units))

    def restart(self):
        """Without the router's advertisements, which renew the host's address while picd starts."""
        self.vm.run("systemctl stop world-router")
        return self._say("restart.sh", timeout=300)

    def rest(self, seconds):
        """Lets what was begun come to its end: the last look at the peers, the timers."""
        self.vm.run(f"sleep {seconds}", timeout=seconds + 60)

    def _say(self, words, timeout=120):
        return json.loads(self.vm.run(f"{GUEST}/{words}", timeout=timeout).out)
