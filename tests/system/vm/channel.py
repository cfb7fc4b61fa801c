"""The host's end of the control channel: requests by id, answers as futures."""

import json
import secrets
import socket
import threading
import time
from concurrent.futures import Future, TimeoutError as LateError


class Channel:
    def __init__(self, path):
        self._path = str(path)
        self._lock = threading.Lock()
        self._waiting = {}
        self._next = 1
        self._socket = None

    def connect(self, timeout):
        """Ends when the agent in the VM has answered; says how long that took by raising."""
        self.close()
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._socket is None and not self._open():
                time.sleep(0.1)
                continue
            # What is written before the guest has opened its port is lost: ask again and again.
            nonce = secrets.token_hex(8)
            try:
                if self.ask({"do": "ping", "nonce": nonce}).result(1)["pong"] == nonce:
                    return
            except LateError:
                continue
            except OSError:
                self.close()
        raise TimeoutError(f"no answer from the agent in the VM within {timeout} s")

    def ask(self, request):
        with self._lock:
            number, self._next = self._next, self._next + 1
            future = self._waiting[number] = Future()
            future.number = number
            # The first newline ends whatever half line an earlier connection left there.
            self._socket.sendall(b"\n" + json.dumps({**request, "id": number}).encode() + b"\n")
        return future

    def close(self):
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._socket = None
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            future.set_exception(ConnectionError("the control channel was closed"))

    def _open(self):
        end = socket.socket(socket.AF_UNIX)
        try:
            end.connect(self._path)
        except OSError:
            end.close()
            return False
        self._socket = end
        threading.Thread(target=self._receive, args=(end,), daemon=True).start()
        return True

    def _receive(self, end):
        try:
            with end.makefile("rb") as lines:
                for line in lines:
                    self._deliver(line)
        except OSError:
            pass

    def _deliver(self, line):
        try:
            answer = json.loads(line)
        except ValueError:
            return
        with self._lock:
            future = self._waiting.pop(answer.get("id"), None)
        if future is None:
            return
        if "error" in answer:
            future.set_exception(RuntimeError(answer["error"]))
        else:
            future.set_result(answer)
