"""A cell in the VM as a person has it: installed by apt, set up and asked with picctl."""

import json

PASSWORD = "correct horse battery"
ADMIN = "anna"


class Cell:
    def __init__(self, world):
        self.world, self.machine = world, world.machine

    def install(self):
        self.machine.run("apt-get -y install picd", timeout=300)
        return self

    def set_up(self, name="home"):
        self.machine.run(f"picctl setup --name {name} --admin {ADMIN} --password-stdin",
                         stdin=PASSWORD + "\n")
        self.await_servers()
        return self

    def await_servers(self):
        """All but time, which takes its own: NTP wants several answers before it believes one."""
        self.until_json("unit list", ".units | length == 4 and all(.health == \"good\" or "
                        ".unit == \"pic-ntp.service\" and .state == \"active (running)\")", timeout=90)

    def await_time(self, timeout=180):
        return self.until_json("status", ".clock_synchronised", timeout=timeout)

    def picctl(self, words, check=True):
        """The answer as JSON; the whole result when `check` is off."""
        result = self.machine.run(f"picctl {words} --json", check=check)
        return json.loads(result.out) if check else result

    def until_json(self, words, condition, timeout=30):
        """Waits until jq's `condition` holds for picctl's answer; returns the seconds it took."""
        return self.machine.until(
            f"said=$(picctl {words} --json) && echo \"$said\" | jq -e '{condition}' >/dev/null "
            "|| { echo \"$said\"; exit 1; }", timeout=timeout)

    def add(self, name, options=""):
        return self.picctl(f"peer add {name} {options}")

    def connect(self, place, name=None, options=""):
        """A device gets its file and brings the tunnel up in its namespace, as `cell`."""
        issued = self.add(name or place, options)
        self.world.connect(place, "cell", issued["config"])
        return issued["peer"]

    def settled(self):
        return self.picctl("plan")["steps"] == []
