#!/usr/bin/python3
"""The packages of build/debs in a throwaway Debian, to look at: start, stop, status, logs,
run COMMAND, shell.

The web pages are on https://127.0.0.1:8443 and WireGuard on 127.0.0.1:51820/udp. Nothing else of this
machine is touched: what belongs to the VM is in build/try, the image of Debian in the cache. It runs
on when this program ends, and is gone for good when it is stopped. All but start, stop and shell may
be done several at a time, and beside those three.
"""

import json
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vm import terminal, throwaway, turn  # noqa: E402
from vm.commands import CommandFailed  # noqa: E402
from vm.throwaway import ROOT, UI_PORT, WIREGUARD_PORT  # noqa: E402

SELF = Path(__file__).resolve().relative_to(ROOT)
STOPPER = throwaway.FOLDER.with_name("try.stopper")  # the turn to end the VM, or its start
OURS = "-u picd -u pic-dns -u pic-ntp -u pic-web -u pic-forward -u pic-plane"
CONFLICT = 4  # of picctl: the cell is set up already
NOT_FOUND = 127  # of sh: there is no such command
NO_PICD = "The VM runs, but picd was removed from it. A new one: make stop, then make try"


def start():
    held = take(throwaway.STARTER, "Process {} is starting the VM already. To end that: make stop")
    signal.signal(signal.SIGTERM, throwaway.give_up)
    with held:
        # `stop` has its turn before it looks for a start: one of the two sees the other.
        stopper = turn.holder(STOPPER)
        if stopper:
            sys.exit(f"Process {stopper} is stopping the VM. Once that is done: make try")
        if throwaway.running():
            print("The cell runs in its VM already, with the packages that it was started with; newer ones: "
                  "make stop, then make try.")
            show(throwaway.connect())
        else:
            throwaway.remove()
            show(throwaway.boot())


def show(vm):
    asked = vm.run("picctl setup-code --json", check=False)
    if asked.rc == NOT_FOUND:
        sys.exit(NO_PICD)
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
    print(f"\n  WireGuard    127.0.0.1:{WIREGUARD_PORT}/udp is the Endpoint for a client on this machine, "
          "whatever its file says.\n"
          "               A file has to name an address; where the VM has no internet to find its own in, any:\n"
          f"               {SELF} run picctl endpoint set 192.0.2.1\n"
          f"  commands     {SELF} run picctl status\n"
          f"  end it       make stop")


def stop():
    """Ends the VM, or its start, and removes what is left of it, or of one that died."""
    with take(STOPPER, "Process {} is stopping the VM already."):
        begun = throwaway.starter()
        if begun:
            throwaway.end(begun, patience=30)
        process = throwaway.running()
        if process:
            throwaway.end(process)
        throwaway.remove()
    if process:
        print("The VM is off, and its state removed.")
    elif begun:
        print("The VM was being started. That is ended, and what there was of it removed.")


def status():
    answer = guest().run("picctl status", check=False)
    if answer.rc == NOT_FOUND:
        sys.exit(NO_PICD)
    if answer.rc != 0:
        print(f"The VM runs, but its cell does not answer:\n{answer.out}{answer.err}", end="",
              file=sys.stderr)
        sys.exit(answer.rc)
    print(f"The cell runs in a VM: https://127.0.0.1:{UI_PORT}\n{answer.out}", end="")


def logs():
    print(guest().run(f"journalctl --no-pager -n 200 {OURS}").out, end="")


def run(command):
    if not command:
        sys.exit(f"usage: {SELF} run COMMAND [ARGUMENT]...")
    if len(command) == 1:  # as ssh does: a line for the shell
        command = ["sh", "-c", *command]
    data = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
    rc, out, err = guest().begin(command, timeout=600, stdin=data).wait_bytes(630)
    sys.stdout.buffer.write(out)
    sys.stderr.buffer.write(err)
    sys.exit(rc)


def shell():
    if not sys.stdin.isatty():
        sys.exit(f"There is no terminal here; one command: {SELF} run COMMAND")
    vm = guest()
    with take(throwaway.AT_TERMINAL,
              f"Process {{}} is at the VM's terminal. One command: {SELF} run COMMAND"):
        terminal.open_shell(vm, throwaway.SOCKETS.readlink() / "terminal")


def guest():
    pid = turn.holder(throwaway.STARTER)
    if pid:
        sys.exit(f"The VM is still being started, by process {pid}.")
    return throwaway.connect()


def take(path, refusal):
    path.parent.mkdir(exist_ok=True)
    try:
        return turn.take(path)
    except turn.Taken as taken:
        sys.exit(refusal.format(taken.pid))


def main(words):
    plain = {"start": start, "stop": stop, "status": status, "logs": logs, "shell": shell}
    if len(words) == 1 and words[0] in plain:
        plain[words[0]]()
    elif words == ["running"]:
        sys.exit(0 if throwaway.running() or throwaway.starter() else 1)
    elif words and words[0] == "run":
        run(words[1:])
    elif words in (["--help"], ["-h"]):
        print(__doc__)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (CommandFailed, RuntimeError, OSError) as error:
        sys.exit(f"{SELF}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
