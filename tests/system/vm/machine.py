"""One VM: boot, run commands in it, copy files, take and restore snapshots, power off."""

import base64
import os
import shlex
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from vm.channel import Channel
from vm.qmp import Qmp

BOOT_SECONDS = 180
CHUNK = 1 << 20


class Result(NamedTuple):
    rc: int
    out: str
    err: str


class CommandFailed(AssertionError):
    """A command in the VM that had to succeed did not; the text is all that it said."""


class Job:
    """A command that runs in the VM while the test goes on."""

    def __init__(self, channel, command, future):
        self._channel, self._command, self._future = channel, command, future

    def signal(self, number=signal.SIGINT):
        self._channel.ask({"do": "signal", "job": self._future.number, "signal": number}).result(30)

    def wait(self, timeout=60):
        answer = self._future.result(timeout)
        if answer["late"]:
            raise TimeoutError(f"still running after its time: {self._command}")
        return Result(answer["rc"], _text(answer["out"]), _text(answer["err"]))

    def stop(self):
        """Ends it as Ctrl-C would and returns what it said."""
        self.signal()
        return self.wait()


class Machine:
    """`forwards` are (protocol, port): 127.0.0.1's port reaches the guest's. Without any there is
    no network card at all. `disks` are read-only images, /dev/vdb onwards."""

    def __init__(self, image, folder, disks=(), forwards=(), memory=1024):
        self._image, self._folder = image, Path(folder)
        self._disks, self._forwards, self._memory = disks, forwards, memory
        self._process = self._qmp = None
        # A socket's path may have 107 bytes; the tree may lie deeper than that.
        self._sockets = Path(tempfile.mkdtemp(prefix="picd-vm-"))
        self._channel = Channel(self._sockets / "agent")

    @property
    def pid(self):
        return self._process.pid

    @property
    def console(self):
        return self._folder / "console.log"

    def start(self):
        self._folder.mkdir(parents=True, exist_ok=True)
        overlay = self._folder / "overlay.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw",
                        "-b", self._image.disk, overlay], check=True)
        self._process = subprocess.Popen(
            self._command_line(overlay), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self._folder / "qemu.log", "wb"), start_new_session=True)
        self._await_qemu()
        self._qmp = Qmp(self._sockets / "qmp")
        self._channel.connect(BOOT_SECONDS)
        self.run("systemctl is-system-running --wait || true", timeout=BOOT_SECONDS)

    def stop(self):
        if self._process is None:
            return
        self._channel.close()
        self._process.kill()
        self._process.wait()
        self._qmp.close()
        for name in ("agent", "qmp"):
            (self._sockets / name).unlink(missing_ok=True)
        self._sockets.rmdir()
        (self._folder / "overlay.qcow2").unlink()
        self._process = None

    def run(self, command, check=True, timeout=60, stdin=b""):
        """A string goes to sh, a list is executed as it is."""
        result = self.begin(command, timeout, stdin).wait(timeout + 30)
        if check and result.rc != 0:
            raise CommandFailed(f"{_shown(command)}\nexit {result.rc}\n{result.out}{result.err}")
        return result

    def begin(self, command, timeout=600, stdin=b""):
        argv = ["/bin/sh", "-c", command] if isinstance(command, str) else command
        data = stdin.encode() if isinstance(stdin, str) else stdin
        future = self._channel.ask({"do": "run", "argv": argv, "timeout": timeout,
                                    "stdin": base64.b64encode(data).decode()})
        return Job(self._channel, _shown(command), future)

    def until(self, command, timeout=30, every=0.2):
        """Waits until the command succeeds; fails with what it said last. Returns the seconds."""
        begin = time.monotonic()
        while True:
            last = self.run(command, check=False)
            took = time.monotonic() - begin
            if last.rc == 0:
                return took
            if took > timeout:
                raise CommandFailed(f"not within {timeout} s: {_shown(command)}\n"
                                    f"exit {last.rc}\n{last.out}{last.err}")
            time.sleep(every)

    def push(self, path, data, mode=0o644):
        data = data.encode() if isinstance(data, str) else data
        for offset in range(0, max(len(data), 1), CHUNK):
            part = base64.b64encode(data[offset:offset + CHUNK]).decode()
            self._channel.ask({"do": "write", "path": path, "data": part, "mode": mode,
                               "append": offset > 0}).result(60)

    def pull(self, path):
        data = b""
        while True:
            part = self._channel.ask({"do": "read", "path": path, "offset": len(data),
                                      "size": CHUNK}).result(60)["data"]
            if not part:
                return data
            data += base64.b64decode(part)

    def save(self, name):
        """Keeps memory and disk under this name. Nothing may run through the channel meanwhile."""
        self._channel.close()
        self._qmp.monitor(f"savevm {name}")
        self._channel.connect(30)

    def restore(self, name):
        self._channel.close()
        self._qmp.monitor(f"loadvm {name}")
        self._channel.connect(30)

    def reboot(self):
        before = self._boot_id()
        self.run("systemctl --no-block reboot")
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
        raise TimeoutError("the VM did not come back from its reboot")

    def _boot_id(self):
        return self._channel.ask({"do": "read", "path": "/proc/sys/kernel/random/boot_id",
                                  "offset": 0, "size": 64}).result(5)["data"]

    def _command_line(self, overlay):
        disks = [f"file={overlay},if=virtio,cache=unsafe,discard=unmap"]
        disks += [f"file={disk},if=virtio,format=raw,readonly=on" for disk in self._disks]
        line = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-M", "q35", "-cpu", "max,la57=off",
                "-smp", "2", "-m", str(self._memory), "-nodefaults", "-display", "none",
                "-kernel", self._image.kernel, "-initrd", self._image.initrd, "-append",
                "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off quiet",
                "-serial", f"file:{self.console}", "-device", "virtio-rng-pci",
                "-qmp", f"unix:{self._sockets}/qmp,server=on,wait=off",
                "-chardev", f"socket,id=agent,path={self._sockets}/agent,server=on,wait=off",
                "-device", "virtio-serial", "-device",
                "virtserialport,chardev=agent,name=picd.agent"]
        for disk in disks:
            line += ["-drive", disk]
        if self._forwards:
            rules = "".join(f",hostfwd={protocol}:127.0.0.1:{port}-:{port}"
                            for protocol, port in self._forwards)
            line += ["-nic", f"user,model=virtio-net-pci,restrict=on{rules}"]
        else:
            line += ["-nic", "none"]
        return [str(word) for word in line]

    def _await_qemu(self):
        deadline = time.monotonic() + 20
        while not (self._sockets / "qmp").exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = (self._folder / "qemu.log").read_text(errors="replace")
                raise RuntimeError(f"qemu did not start:\n{log}")
            time.sleep(0.02)


def _text(data):
    return base64.b64decode(data).decode(errors="replace")


def _shown(command):
    return command if isinstance(command, str) else shlex.join(command)
