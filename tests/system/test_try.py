"""`make try`, after its build: the packages in a VM of their own on this machine."""

import json
import os
import pty
import re
import select
import socket
import ssl
import subprocess
import termios
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from vm import throwaway, turn
from vm.machine import PIDFILE

TRY = Path(__file__).parent / "vm/try.py"
PAGES = "https://127.0.0.1:8443"


def tool(*words):
    return subprocess.run([TRY, *words], capture_output=True, timeout=900, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def started():
    assert tool("running").returncode != 0, "one runs already; it would be in the way: make stop"
    try:
        yield tool("start").stdout.decode()
    finally:
        tool("stop")
    assert tool("running").returncode != 0


@contextmanager
def shell(exits=0):
    """Somebody at a terminal with `shell`: the terminal, and what stands on it up to given words."""
    process, end = pty.fork()
    if process == 0:
        os.execv(TRY, [TRY, "shell"])

    def until(words):
        said = b""
        while words not in said:
            assert select.select([end], [], [], 60)[0], said
            said += os.read(end, 4096)
        return said

    try:
        yield end, until
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == exits
    finally:
        os.close(end)


def ask(path, body=None):
    unknown = ssl.create_default_context()
    unknown.check_hostname, unknown.verify_mode = False, ssl.CERT_NONE  # its root is the cell's own
    request = urllib.request.Request(PAGES + path, headers={"Content-Type": "application/json"},
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, context=unknown, timeout=60) as answer:
        return json.load(answer)


def test_what_is_printed_sets_it_up(started):
    assert PAGES in started and "127.0.0.1:51820/udp" in started
    assert ask("/api/health")["condition"] == "not_set_up"
    code = re.search(r"code +(\S+-\S+-\S+)", started).group(1)
    done = ask("/api/setup", {"code": code, "name": "nest", "password": "four words of a try"})
    assert done["zone"] == "nest.cell"
    assert b"nest.cell" in tool("status").stdout
    assert b"nest.cell" in tool("start").stdout  # again: it says what is there


def test_a_packet_to_the_vpns_port_arrives(started):
    """Whether WireGuard likes it is shown elsewhere: this machine may have none to send a good one."""
    listening = subprocess.Popen([TRY, "run", "timeout", "60", "tcpdump", "-ni", "any", "-c1", "udp port 51820"],
                                 stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        while listening.poll() is None:
            device.sendto(b"hello", ("127.0.0.1", 51820))
            time.sleep(0.2)
    assert b".51820: UDP, length 5" in listening.communicate()[0]


def test_of_this_machine_only_loopback_listens(started):
    """A UDP port that the system chose is a question of the VM's on its way out."""
    pid = throwaway.FOLDER.joinpath(PIDFILE).read_text().strip()
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    said = subprocess.run(["ss", "-Hlntup"], capture_output=True, text=True, check=True).stdout
    listening = set()
    for line in said.splitlines():
        protocol, _, _, _, local, *_ = line.split()
        address, _, port = local.rpartition(":")
        asks = protocol == "udp" and address != "127.0.0.1" and first <= int(port) <= last
        if f"pid={pid}," in line and not asks:
            listening.add((protocol, local))
    assert listening == {("tcp", "127.0.0.1:8443"), ("udp", "127.0.0.1:51820")}


def test_commands_run_in_it(started):
    assert tool("run", "picctl", "ca", "root").stdout.startswith(b"-----BEGIN CERTIFICATE-----")
    assert tool("run", "sh", "-c", "printf '\\377'; exit 3").returncode == 3
    assert tool("run", "printf", r"\377").stdout == b"\xff"
    assert b"Started picd.service" in tool("logs").stdout


def test_a_shell_is_in_nobodys_way(started):
    with shell() as (terminal, until):
        # What is typed before the shell reads is lost; a key gets a prompt of one that reads already.
        os.write(terminal, b"\r")
        until(b"# ")
        os.write(terminal, b"echo $((6 * 7))ly\r")
        until(b"42ly")
        os.write(terminal, b"stty size\r")
        until(b"24 80")  # of a terminal that says nothing
        termios.tcsetwinsize(terminal, (50, 100))
        os.write(terminal, b"until stty size | grep -x '50 100'; do sleep 0.1; done\r")
        until(b"\r50 100\r")
        assert tool("run", "echo", "beside it").stdout == b"beside it\n"
        assert b"nest.cell" in tool("status").stdout
        with shell(exits=1) as (_, until_second):
            until_second(b"is at the VM's terminal")
        os.write(terminal, b"exit\r")


def test_says_that_the_cell_is_gone(started):
    assert tool("run", "systemctl", "stop", "pic.target", "picd").returncode == 0
    stopped = tool("status")
    assert stopped.returncode != 0 and b"its cell does not answer" in stopped.stderr
    assert tool("run", "apt-get", "-qq", "-y", "purge", "picd").returncode == 0
    purged = tool("status")
    assert purged.returncode != 0 and b"picd was removed" in purged.stderr
    assert tool("logs").returncode == 0


def test_nobody_starts_it_while_it_is_stopped(started):
    with turn.take(TRY.parents[3] / "build/try.stopper"):
        for words in ("start", "stop"):
            refused = tool(words)
            assert refused.returncode != 0 and b"is stopping the VM" in refused.stderr
    assert tool("running").returncode == 0


def test_stop_ends_what_runs_there_and_a_start(started):
    """The last one: it takes the VM of the others away."""
    running = subprocess.Popen([TRY, "run", "sleep", "4242"], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    tool("run", "sh", "-c", "until pgrep -f '[s]leep 4242'; do sleep 0.2; done")
    assert b"The VM is off" in tool("stop").stdout
    assert b"the VM has ended" in running.communicate(timeout=60)[1]
    start = subprocess.Popen([TRY, "start"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             stdin=subprocess.DEVNULL)
    said, deadline = b"", time.monotonic() + 600
    while b"booting" not in said:
        assert select.select([start.stdout], [], [], max(0, deadline - time.monotonic()))[0], said
        part = os.read(start.stdout.fileno(), 4096)
        assert part, said + start.communicate(timeout=60)[1]
        said += part
    refused = tool("status")
    assert refused.returncode != 0 and b"still being started" in refused.stderr
    assert tool("stop").returncode == 0
    assert b"Ended before the cell was up" in start.communicate(timeout=60)[1]
