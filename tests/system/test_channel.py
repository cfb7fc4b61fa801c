"""The control channel with the VM's agent at its other end, and no VM between them."""

import os
import socket
import threading
from concurrent.futures import Future

import pytest

from vm import relay
from vm.channel import Channel
from vm.guest.agent import Agent

pytestmark = pytest.mark.core


class Held(Agent):
    """Answers a request when the test says so."""

    def __init__(self, port):
        super().__init__(port)
        self.begun, self.released = threading.Semaphore(0), {}

    def do_hold(self, request):
        release = self.released.setdefault(request["what"], threading.Event())
        self.begun.release()
        assert release.wait(10)
        return {"of": request["what"]}


class Line:
    """QEMU's end: serves one client, and the next when that one has left."""

    def __init__(self, folder):
        self.path = str(folder / "agent")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(1)
        self._ours, port = socket.socketpair()
        self._client = None
        self.guest_reads = threading.Event()
        self.guest_reads.set()
        self.agent = Held(os.dup(port.fileno()))
        port.close()
        for work in (self.agent.serve, self._to_agent, self._to_client):
            threading.Thread(target=work, daemon=True).start()

    def end(self):
        self._listener.close()
        self._client.shutdown(socket.SHUT_RDWR)

    def _to_agent(self):
        try:
            while True:
                self._client, _ = self._listener.accept()
                while data := self._client.recv(1 << 16):
                    self.guest_reads.wait()
                    self._ours.sendall(data)
        except OSError:
            pass  # the end of a test

    def _to_client(self):
        while data := self._ours.recv(1 << 16):
            try:
                self._client.sendall(data)
            except OSError:
                pass  # who asked has left


@pytest.fixture
def line(tmp_path):
    return Line(tmp_path)


def connected(path):
    channel = Channel(path)
    channel.connect(10)
    return channel


def in_time(work, *words):
    """What it returns or raises; that it hangs is a failure too."""
    done = Future()

    def finish():
        try:
            done.set_result(work(*words))
        except Exception as error:
            done.set_exception(error)

    threading.Thread(target=finish, daemon=True).start()
    return done.result(10)


def test_an_answer_to_who_has_left_is_nobody_elses(line):
    first = connected(line.path)
    first.ask({"do": "hold", "what": "first"})
    assert line.agent.begun.acquire(timeout=10)
    first.close()
    second = connected(line.path)
    asked = second.ask({"do": "hold", "what": "second"})
    assert line.agent.begun.acquire(timeout=10)
    line.agent.released["first"].set()
    assert second.ask({"do": "ping", "nonce": "after it"}).result(10)["pong"] == "after it"
    line.agent.released["second"].set()
    assert asked.result(10)["of"] == "second"


def test_who_waits_hears_of_the_end(line):
    channel = connected(line.path)
    asked = channel.ask({"do": "hold", "what": "ever"})
    line.end()
    with pytest.raises(ConnectionError):
        asked.result(10)
    with pytest.raises(ConnectionError):
        channel.ask({"do": "ping", "nonce": "again"})


def test_nobody_waits_for_a_vm_that_has_ended(tmp_path):
    with pytest.raises(ConnectionError):
        Channel(tmp_path / "agent", alive=lambda: False).connect(10)


def test_a_guest_that_reads_no_more_holds_nobody_up(line):
    channel = connected(line.path)
    line.guest_reads.clear()
    more_than_waits_unread = "x" * (8 << 20)
    asked = in_time(channel.ask, {"do": "ping", "nonce": more_than_waits_unread})
    with pytest.raises(TimeoutError):
        asked.result(0.2)
    in_time(channel.close)
    with pytest.raises(ConnectionError):
        asked.result(0)


def test_connecting_ends_in_its_time_where_nobody_is_let_in(tmp_path):
    path = str(tmp_path / "agent")
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as before_us:
        listener.bind(path)
        listener.listen(0)
        before_us.connect(path)
        with pytest.raises(TimeoutError, match="within 1 s"):
            in_time(Channel(path).connect, 1)


def test_the_relay_lets_everybody_in_until_the_vm_ends(line, tmp_path):
    relay.start(line.path, tmp_path / "shared")
    channels = [connected(tmp_path / "shared") for _ in range(3)]
    asked = [channel.ask({"do": "hold", "what": str(number)}) for number, channel in enumerate(channels)]
    for _ in asked:
        assert line.agent.begun.acquire(timeout=10)
    for number in (2, 0):
        line.agent.released[str(number)].set()
        assert asked[number].result(10)["of"] == str(number)
    channels[0].close()
    line.end()
    with pytest.raises(ConnectionError):
        asked[1].result(10)
