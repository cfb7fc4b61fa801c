"""One VM: boot, take and restore snapshots, reboot, power off."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from vm import relay
from vm.channel import Channel
from vm.commands import CommandFailed, Commands  # noqa: F401 (tests take both from here)
from vm.qmp import Qmp

BOOT_SECONDS = 180
PIDFILE = "qemu.pid"
EMULATION = "tcg,thread=multi"
AGENT, SHARED = "agent", "shared"  # sockets of the control channel

SET_CLOCKS = """import calendar, fcntl, struct, sys, time
when = time.strptime(sys.argv[1], "%Y-%m-%d")
time.clock_settime(time.CLOCK_REALTIME, calendar.timegm(when))
RTC_SET_TIME = 0x4024700a
fcntl.ioctl(open("/dev/rtc0"), RTC_SET_TIME, struct.pack(
    "9i", when.tm_sec, when.tm_min, when.tm_hour, when.tm_mday, when.tm_mon - 1, when.tm_year - 1900,
    0, 0, 0))
"""


class Machine(Commands):
    """`forwards` are (protocol, port): 127.0.0.1's port reaches the guest's. Without any there is
    no network card at all; with some nothing leads out unless `online`. `disks` are read-only
    images, /dev/vdb onwards. `terminal` is /dev/hvc0 in the guest, a socket of that name here.
    `shared`: others may use the control channel meanwhile, by the socket of that name; such a one
    is neither saved nor restored. `options` are further ones for its kernel."""

    def __init__(self, image, folder, disks=(), forwards=(), memory=1024, online=False,
                 terminal=False, shared=False, accelerator=EMULATION, options="", durable=False,
                 patience=BOOT_SECONDS):
        """`durable`: what the guest syncs reaches the disk, as slow as that is."""
        self._image, self._folder = image, Path(folder)
        self._disks, self._forwards, self._memory = disks, forwards, memory
        self._online, self._terminal, self._accelerator = online, terminal, accelerator
        self._shared, self._options, self._durable = shared, options, durable
        self._patience = patience  # with the boot, in seconds
        self._process = self._qmp = None
        # A socket's path may have 107 bytes; the tree may lie deeper than that.
        self._sockets = Path(tempfile.mkdtemp(prefix="picd-vm-"))
        super().__init__(Channel(self._sockets / (SHARED if shared else AGENT), self._runs))

    @property
    def pid(self):
        return self._process.pid

    @property
    def console(self):
        return self._folder / "console.log"

    @property
    def sockets(self):
        return self._sockets

    def start(self):
        self._folder.mkdir(parents=True, exist_ok=True)
        overlay = self._folder / "overlay.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw",
                        "-b", self._image.disk, overlay], check=True)
        self._process = subprocess.Popen(
            self._command_line(overlay), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self._folder / "qemu.log", "wb"), start_new_session=True)
        self._await_qemu()
        if self._shared:
            relay.start(self._sockets / AGENT, self._sockets / SHARED)
        self._qmp = Qmp(self._sockets / "qmp")
        try:
            self._channel.connect(self._patience)
        except OSError as error:  # late, or gone
            raise RuntimeError(f"{error}{self._said()}") from None
        self.run("systemctl is-system-running --wait || true", timeout=BOOT_SECONDS)

    def stop(self):
        if self._process is None:
            return
        self._channel.close()
        self._process.kill()
        self._process.wait()
        if self._qmp is not None:
            self._qmp.close()
        shutil.rmtree(self._sockets, ignore_errors=True)  # others may do so as well
        for name in ("overlay.qcow2", PIDFILE):
            (self._folder / name).unlink(missing_ok=True)
        self._process = None

    def save(self, name):
        """Keeps memory and disk under this name. Nothing may run through the channel meanwhile."""
        self._channel.close()
        self._qmp.monitor(f"savevm {name}")
        self._channel.connect(30)

    def restore(self, name):
        self._channel.close()
        self._qmp.monitor(f"loadvm {name}")
        self._channel.connect(30)

    def lose_clock(self, when):
        """A reboot that finds this time in the hardware, as where no battery keeps a better one. Setting
        the system's clock too keeps the kernel from correcting the hardware's while it goes down."""
        self.run(["python3", "-c", SET_CLOCKS, when])
        self.reboot()

    def reboot(self):
        before = self._boot_id()
        self.run("systemctl --no-block reboot")
        self._await_boot(before)

    def cut_power(self):
        """As when the plug is pulled: what the guest has not synced is gone. It boots again."""
        before = self._boot_id()
        self._channel.close()
        self._qmp.monitor("system_reset")
        self._await_boot(before)

    def _await_boot(self, before):
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            self._channel.connect(BOOT_SECONDS)
            try:
                if self._boot_id() != before:
                    self.run("systemctl is-system-running --wait || true", timeout=BOOT_SECONDS)
                    return
            except TimeoutError:  # asked the agent of the system that was going down
                continue
            time.sleep(0.5)
        raise TimeoutError("the VM did not boot again")

    def _runs(self):
        """A virtual processor that failed stands still for good."""
        if self._process.poll() is not None:
            return False
        return self._qmp is None or self._qmp.command("query-status")["status"] != "internal-error"

    def _said(self):
        log = (self._folder / "qemu.log").read_text(errors="replace").strip()
        return f"; qemu said:\n{log[:2000]}" if log else ""

    def _boot_id(self):
        return self._channel.ask({"do": "read", "path": "/proc/sys/kernel/random/boot_id",
                                  "offset": 0, "size": 64}).result(5)["data"]

    def _command_line(self, overlay):
        cache = "writeback" if self._durable else "unsafe"
        disks = [f"file={overlay},if=virtio,cache={cache},discard=unmap"]
        disks += [f"file={disk},if=virtio,format=raw,readonly=on" for disk in self._disks]
        line = ["qemu-system-x86_64", "-accel", self._accelerator, "-M", "q35", "-cpu", "max,la57=off",
                "-smp", "2", "-m", str(self._memory), "-nodefaults", "-display", "none",
                "-pidfile", self._folder / PIDFILE,
                "-kernel", self._image.kernel, "-initrd", self._image.initrd, "-append",
                "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off quiet " +
                self._options,
                "-serial", f"file:{self.console}", "-device", "virtio-rng-pci",
                "-qmp", f"unix:{self._sockets}/qmp,server=on,wait=off",
                "-chardev", f"socket,id=agent,path={self._sockets}/{AGENT},server=on,wait=off",
                "-device", "virtio-serial", "-device",
                "virtserialport,chardev=agent,name=picd.agent"]
        if self._terminal:
            line += ["-chardev", f"socket,id=terminal,path={self._sockets}/terminal,server=on,wait=off",
                     "-device", "virtconsole,chardev=terminal"]
        for disk in disks:
            line += ["-drive", disk]
        if self._forwards:
            rules = "".join(f",hostfwd={protocol}:127.0.0.1:{port}-:{port}"
                            for protocol, port in self._forwards)
            restrict = "off" if self._online else "on"
            line += ["-nic", f"user,model=virtio-net-pci,restrict={restrict}{rules}"]
        else:
            line += ["-nic", "none"]
        return [str(word) for word in line]

    def _await_qemu(self):
        deadline = time.monotonic() + 20
        while not all((self._sockets / name).exists() for name in ("qmp", AGENT)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"qemu did not start{self._said()}")
            time.sleep(0.02)
