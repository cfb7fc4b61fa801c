"""The throwaway VM of `make try`: what belongs to it, whether it runs, its beginning and its end."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from vm import image, repository, turn
from vm.channel import Channel
from vm.commands import Commands
from vm.machine import EMULATION, PIDFILE, SHARED, Machine

ROOT = Path(__file__).resolve().parents[3]
DEBS = ROOT / "build" / "debs"
FOLDER = ROOT / "build" / "try"
SOCKETS = FOLDER / "sockets"
# Turns: to start the VM, and to be at its terminal.
STARTER, AT_TERMINAL = FOLDER.with_name("try.starter"), FOLDER.with_name("try.terminal")
# What a Debian that somebody uses has, and a server's image lacks. The index of all pages takes long.
COMFORT = ["bash-completion", "man-db"]
INSTALL = ("mount -o ro /dev/vdb /srv/apt && apt-get -qq update && "
           "echo man-db man-db/auto-update boolean false | debconf-set-selections && "
           "apt-get -qq -y install picd " + " ".join(COMFORT))
UI_PORT, WIREGUARD_PORT = 8443, 51820
FORWARDS = (("tcp", UI_PORT), ("udp", WIREGUARD_PORT))


def running():
    """A handle of the VM's process, or None. It is ours if it was started with our file."""
    try:
        pid = int((FOLDER / PIDFILE).read_text())
        handle = os.pidfd_open(pid)
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return handle if str(FOLDER / PIDFILE).encode() in words else None


def starter():
    """A handle of the process that starts the VM at this moment, or None."""
    pid = turn.holder(STARTER)
    with suppress(ProcessLookupError):
        return os.pidfd_open(pid) if pid else None


def connect():
    process = running()
    if not process:
        sys.exit("No VM runs: make try")
    channel = Channel(SOCKETS.readlink() / SHARED, lambda: not select.select([process], [], [], 0)[0])
    try:
        channel.connect(20)
    except TimeoutError:
        sys.exit(f"The VM does not answer. Its console: {FOLDER}/console.log; to be rid of it: make stop")
    return Commands(channel)


def boot():
    FOLDER.mkdir()
    try:
        return boot_in_folder()
    except BaseException:  # of an interruption too nothing may be left
        remove()
        raise


def boot_in_folder():
    debs = [deb for deb in DEBS.glob("*.deb") if "-dbgsym_" not in deb.name]
    if not debs:
        sys.exit("There are no packages in build/debs: make debs")
    check_ports()
    with step("Debian's image"):
        base = image.base(say=quiet)
    with step("the packages and what they need"):
        disk = repository.disk(base, debs, COMFORT, say=quiet)
    machine = started(base, disk)
    try:
        with step("installing"):
            machine.run(INSTALL, timeout=600)
        with step("starting the cell"):
            machine.until("picctl setup-code | grep https://", timeout=120, every=1)
    except BaseException:
        machine.stop()
        raise
    return machine


def started(base, disk):
    """By the hardware, or where that turns out not to work without it: slower, and good enough."""
    if hardware_helps():
        with suppress(RuntimeError):
            return started_by(base, disk, "kvm", patience=60)
        print("  /dev/kvm does not carry a whole system here; without it")
    return started_by(base, disk, EMULATION)


def started_by(base, disk, accelerator, **options):
    machine = Machine(base, FOLDER, disks=[disk], forwards=FORWARDS, online=True, terminal=True,
                      shared=True, accelerator=accelerator, **options)
    SOCKETS.unlink(missing_ok=True)
    SOCKETS.symlink_to(machine.sockets)
    try:
        with step("booting"):
            machine.start()
    except BaseException:
        machine.stop()
        raise
    return machine


def give_up(*_):
    """What was begun is ended first, in its own way: of an image that is half made, parts are mounted."""
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        with suppress(OSError):  # it has ended, or is root's
            end(os.pidfd_open(int(child)))
    sys.exit("Ended before the cell was up, as make stop does. Nothing of the VM is left.")


def end(process, patience=10):
    """Asks the process behind this handle to end; after `patience` seconds it is not asked."""
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(process, signal.SIGTERM)
    if not select.select([process], [], [], patience)[0]:
        signal.pidfd_send_signal(process, signal.SIGKILL)
        select.select([process], [], [])


def remove():
    if SOCKETS.is_symlink():
        shutil.rmtree(SOCKETS.readlink(), ignore_errors=True)
    shutil.rmtree(FOLDER, ignore_errors=True)


def check_ports():
    for protocol, port in FORWARDS:
        kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, protocol == "tcp")
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                sys.exit(f"Port {port}/{protocol} of 127.0.0.1 cannot be used: {error.strerror}. "
                         f"Who has it: ss -lnp 'sport = :{port}'")


def hardware_helps():
    """Whether qemu starts with it: that /dev/kvm can be opened does not tell."""
    probe = ["qemu-system-x86_64", "-accel", "kvm", "-M", "q35", "-cpu", "max,la57=off",
             "-nodefaults", "-display", "none", "-S", "-monitor", "stdio"]
    done = subprocess.run(probe, input=b"quit\n", stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=30)
    return done.returncode == 0


@contextmanager
def step(what):
    print(f"  {what:<34}", end="", flush=True)
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed")
        raise
    print(f"{time.monotonic() - begin:4.0f} s")


def quiet(_):
    pass
