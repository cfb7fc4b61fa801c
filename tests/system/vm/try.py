#!/usr/bin/python3
"""The packages of build/debs in a throwaway Debian, to look at: start, stop, status, logs,
run COMMAND, shell.

The web pages are on https://127.0.0.1:8443 and WireGuard on 127.0.0.1:51820/udp. Nothing else of this
machine is touched: what belongs to the VM is in build/try, the image of Debian in the cache. It runs
on when this program ends, and is gone for good when it is stopped.
"""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vm import image, repository, terminal  # noqa: E402
from vm.channel import Channel  # noqa: E402
from vm.commands import CommandFailed, Commands  # noqa: E402
from vm.machine import EMULATION, PIDFILE, Machine  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
DEBS = ROOT / "build" / "debs"
FOLDER = ROOT / "build" / "try"
SOCKETS = FOLDER / "sockets"
SELF = Path(__file__).resolve().relative_to(ROOT)
UI_PORT, WIREGUARD_PORT = 8443, 51820
FORWARDS = (("tcp", UI_PORT), ("udp", WIREGUARD_PORT))
OURS = "-u picd -u pic-dns -u pic-ntp -u pic-web -u pic-forward -u pic-plane"
CONFLICT = 4  # of picctl: the cell is set up already


def start():
    if running():
        print("The cell runs in its VM already.")
        show(guest())
    else:
        stop()
        show(boot())


def boot():
    debs = [deb for deb in DEBS.glob("*.deb") if "-dbgsym_" not in deb.name]
    if not debs:
        sys.exit("There are no packages in build/debs: make debs")
    check_ports()
    with step("Debian's image"):
        base = image.base(say=quiet)
    with step("the packages and what they need"):
        disk = repository.disk(base, debs, say=quiet)
    machine = Machine(base, FOLDER, disks=[disk], forwards=FORWARDS, online=True, terminal=True,
                      accelerator=accelerator())
    FOLDER.mkdir(parents=True, exist_ok=True)
    SOCKETS.symlink_to(machine.sockets)
    try:
        with step("booting"):
            machine.start()
        with step("installing"):
            machine.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update && "
                        "apt-get -qq -y install picd", timeout=600)
        with step("starting the cell"):
            machine.until("picctl setup-code | grep https://", timeout=120, every=1)
    except BaseException:  # of an interruption too nothing may be left
        machine.stop()
        shutil.rmtree(FOLDER)
        raise
    return machine


def show(vm):
    asked = vm.run("picctl setup-code --json", check=False)
    if asked.rc == CONFLICT:
        print(f"\n{vm.run('picctl status').out}\n  web pages    https://127.0.0.1:{UI_PORT}")
    elif asked.rc != 0:
        sys.exit(f"The cell does not answer; {SELF} logs says why.\n{asked.err}")
    else:
        answer = json.loads(asked.out)
        print(f"\nSet the cell up at\n"
              f"  address      https://127.0.0.1:{UI_PORT}\n"
              f"  code         {answer['code']}\n"
              f"  certificate  {answer['fingerprint']} (SHA-256)\n"
              f"or in a terminal, with: picctl setup\n"
              f"  {SELF} shell")
    print(f"\n  WireGuard    127.0.0.1:{WIREGUARD_PORT}/udp: what a client on this machine has as "
          "Endpoint\n"
          f"  commands     {SELF} run picctl status\n"
          f"  end it       make stop")


def stop():
    """Ends the VM and removes what is left of it, or of one that died."""
    process = running()
    if process:
        signal.pidfd_send_signal(process, signal.SIGTERM)
        if not select.select([process], [], [], 10)[0]:
            signal.pidfd_send_signal(process, signal.SIGKILL)
            select.select([process], [], [])
    if SOCKETS.is_symlink():
        shutil.rmtree(SOCKETS.readlink(), ignore_errors=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    if process:
        print("The VM is off, and its state removed.")


def status():
    vm = guest()
    print(f"The cell runs in a VM: https://127.0.0.1:{UI_PORT}")
    answer = vm.run("picctl status", check=False)
    print(answer.out + answer.err, end="")


def logs():
    print(guest().run(f"journalctl --no-pager -n 200 {OURS}").out, end="")


def run(command):
    if not command:
        sys.exit(f"usage: {SELF} run COMMAND [ARGUMENT]...")
    data = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
    rc, out, err = guest().begin(command, timeout=600, stdin=data).wait_bytes(630)
    sys.stdout.buffer.write(out)
    sys.stderr.buffer.write(err)
    sys.exit(rc)


def shell():
    if not sys.stdin.isatty():
        sys.exit(f"There is no terminal here; one command: {SELF} run COMMAND")
    terminal.open_shell(guest(), SOCKETS.readlink() / "terminal")


def running():
    """A handle of the VM's process, or None. It is ours if it was started with our file."""
    try:
        pid = int((FOLDER / PIDFILE).read_text())
        handle = os.pidfd_open(pid)
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return handle if str(FOLDER / PIDFILE).encode() in words else None


def guest():
    if not running():
        sys.exit("No VM runs: make try")
    channel = Channel(SOCKETS.readlink() / "agent")
    try:
        channel.connect(20)
    except TimeoutError:
        sys.exit(f"The VM does not answer. Is another {SELF} at work? Its console: {FOLDER}/console.log")
    return Commands(channel)


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


def accelerator():
    """Hardware virtualisation where it works: that /dev/kvm can be opened does not tell."""
    probe = ["qemu-system-x86_64", "-accel", "kvm", "-M", "q35", "-cpu", "max,la57=off",
             "-nodefaults", "-display", "none", "-S", "-monitor", "stdio"]
    done = subprocess.run(probe, input=b"quit\n", stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=30)
    return "kvm" if done.returncode == 0 else EMULATION


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


def main(words):
    plain = {"start": start, "stop": stop, "status": status, "logs": logs, "shell": shell}
    if len(words) == 1 and words[0] in plain:
        plain[words[0]]()
    elif words == ["running"]:
        sys.exit(0 if running() else 1)
    elif words and words[0] == "run":
        run(words[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (CommandFailed, RuntimeError, TimeoutError) as error:
        sys.exit(f"{SELF}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
