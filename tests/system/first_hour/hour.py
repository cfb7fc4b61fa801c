"""A person's first hour with the cell: every step timed, every action of a human counted."""

import contextlib
import time

import camera
from cell import Cell
from dialogue import talk
from world import World

ROOT = "/srv/world/cell-root.crt"


class Hour:
    def __init__(self, machine, layout, title):
        self.machine, self.title = machine, title
        self.world = World(machine, layout)
        self.cell = Cell(self.world)
        self._trusts = False
        self._steps = []  # (who, what, seconds)
        self._begin = time.monotonic()

    @contextlib.contextmanager
    def step(self, who, what):
        begin = time.monotonic()
        try:
            yield
        finally:
            self._steps.append((who, what, time.monotonic() - begin))

    def human(self, what):
        return self.step("person", what)

    def machine_alone(self, what):
        return self.step("cell", what)

    def report(self):
        """Returns how much a person had to do."""
        print(f"\n{self.title}")
        for who, what, seconds in self._steps:
            print(f"  {who:7} {seconds:7.1f} s  {what}")
        actions = sum(who == "person" for who, _, _ in self._steps)
        total = sum(seconds for _, _, seconds in self._steps)
        print(f"  {actions} actions of a person, {total:.0f} s")
        return actions

    def install_and_set_up(self):
        with self.human("apt install picd"):
            self.machine.run("apt-get -y install picd", timeout=300)
        with self.human("picctl setup"):
            self.cell.set_up()

    def endpoint(self, reach, timeout=40):
        """Waits until the cell knows how it is reached; returns what it then says."""
        with self.machine_alone(f"finds out how it is reached: {reach}"):
            self.cell.until_json("endpoint show", f'.reach == "{reach}"', timeout=timeout)
        return self.cell.picctl("endpoint show")

    def add_phone(self, options=""):
        """The phone scans the QR code on the terminal; above it stands what it says."""
        with self.human("picctl peer add phone"):
            shown = talk(self.machine, ["picctl", "peer", "add", "phone", *options.split()], [])
        text, code = shown.split("\nThis is the only copy")
        with self.human("scan the code, switch the tunnel on"):
            config = camera.of_terminal(code.partition("\n")[2])
            self.world.connect("phone", "cell", config)
        assert config.strip() == text.strip()
        return self.cell.picctl("peer show phone")

    def phone_works(self):
        for family in (4, 6):
            with self.machine_alone(f"the phone loads a page over IPv{family}"):
                self.world.until("phone", f"curl -sf -{family} -m 5 http://page.example/", timeout=30)
        zone = self.cell.picctl("status")["zone"]
        with self.machine_alone("the phone asks for a name of the cell"):
            self.world.until("phone", f"dig +time=2 +tries=1 +short phone.{zone} | grep -q .")
        status = self.cell.picctl("status")
        for server in (status["ipv4"].replace(".0/20", ".1"), status["ipv6"].replace("::/64", "::1")):
            with self.machine_alone(f"the phone asks {server} for the time"):
                self.world.run("phone", "chronyd -Q -t 10 -f /dev/null "
                                        f"'server {server} iburst maxsamples 1'", timeout=40)
        if not self._trusts:
            self._install_certificate(zone)
        with self.machine_alone("the phone opens the cell's page with the cell's certificate"):
            self.world.until("phone", f"curl -sf -m 5 --cacert {ROOT} https://{zone}/")

    def _install_certificate(self, zone):
        with self.human("load the cell's certificate on the phone, compare and install it"):
            self.world.until("phone", f"curl -sfk -m 5 -o {ROOT} https://{zone}/api/ca/root.crt")
            seen = self.machine.run(f"openssl x509 -noout -fingerprint -sha256 -in {ROOT}").out
            assert seen.strip().partition("=")[2] == self.cell.picctl("ca show")["fingerprint"]
        self._trusts = True

    def finding(self, name):
        findings = self.cell.picctl("doctor")["findings"]
        return next((f for f in findings if f["id"].startswith(name)), None)
