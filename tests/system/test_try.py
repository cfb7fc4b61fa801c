"""`make try`, after its build: the packages in a VM of their own on this machine."""

import json
import re
import socket
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

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
        ended = tool("stop")
    assert b"The VM is off" in ended.stdout
    assert tool("running").returncode != 0


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


def test_commands_run_in_it(started):
    assert tool("run", "picctl", "ca", "root").stdout.startswith(b"-----BEGIN CERTIFICATE-----")
    assert tool("run", "sh", "-c", "printf '\\377'; exit 3").returncode == 3
    assert tool("run", "printf", r"\377").stdout == b"\xff"
    assert b"Started picd.service" in tool("logs").stdout
