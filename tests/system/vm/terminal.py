"""A person's terminal joined to the VM's."""

import os
import select
import shutil
import socket
import sys
import termios
import tty
from concurrent.futures import TimeoutError as LateError

UNIT, DEVICE = "terminal", "/dev/hvc0"
# systemd gives the shell its controlling terminal, so that Ctrl-C and job control work, and forgets
# that terminal's size.
SHELL = (f"systemd-run --quiet --collect --wait --unit={UNIT} --working-directory=/root "
         "--property=StandardInput=tty --property=StandardOutput=tty --property=StandardError=tty "
         f"--property=TTYPath={DEVICE} --property=TTYReset=yes --property=SendSIGHUP=yes "
         "--setenv=HOME=/root --setenv=TERM={term} "
         "/bin/sh -c 'stty rows {rows} cols {columns}; exec /bin/bash -l'")
A_DAY = 86400


def open_shell(guest, path):
    """A root shell in the VM on this terminal, until it is left. One at a time."""
    size = shutil.get_terminal_size()
    term = os.environ.get("TERM", "linux")
    # One may be there still, of a program that was killed.
    guest.run(f"systemctl -q stop {UNIT} 2>/dev/null || true")
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        shell = guest.begin(SHELL.format(term=term if term.replace("-", "").isalnum() else "linux",
                                         rows=size.lines, columns=size.columns), timeout=A_DAY)
        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setraw(sys.stdin)
            _join(guest, line, lambda: _ended(shell))
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _join(guest, line, ended):
    size = shutil.get_terminal_size()
    while True:
        ready, _, _ = select.select([sys.stdin, line], [], [], 0.2)
        before, size = size, shutil.get_terminal_size()
        if size != before:
            guest.begin(f"stty -F {DEVICE} rows {size.lines} cols {size.columns}", timeout=60)
        if line in ready:
            data = line.recv(1 << 16)
            if not data:
                return
            os.write(sys.stdout.fileno(), data)
        elif sys.stdin in ready:
            line.sendall(os.read(sys.stdin.fileno(), 1 << 12))
        elif ended():
            return


def _ended(job):
    try:
        job.wait(0)
    except LateError:
        return False
    return True
