"""The host's end of the control channel: requests by id, answers as futures."""

import json
import secrets
import socket
import threading
import time
from concurrent.futures import Future, TimeoutError as LateError
from contextlib import suppress
from queue import SimpleQueue


class Channel:
    """`alive` tells whether the VM still runs: one that ended will never answer."""

    def __init__(self, path, alive=lambda: True):
        self._path, self._alive = str(path), alive
        self._lock = threading.Lock()
        self._waiting = {}
        # An answer to somebody who has left goes to whoever comes next: no two give the same ids.
        self._name, self._asked = secrets.token_hex(8), 0
        self._socket = self._requests = None

    def connect(self, timeout):
        """Ends when the agent in the VM has answered; says how long that took by raising."""
        self.close()
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not self._alive():
                raise ConnectionError("the VM has ended")
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
                time.sleep(0.1)
        raise TimeoutError(f"no answer from the agent in the VM within {timeout} s")

    def ask(self, request):
        """Does not wait, not even for a guest that reads no more: time-outs are the future's."""
        with self._lock:
            if self._socket is None:
                raise ConnectionError("the VM has ended, or nobody is connected to it")
            self._asked += 1
            future = Future()
            future.id = f"{self._name}-{self._asked}"
            self._waiting[future.id] = future
            # The first newline ends whatever half line an earlier connection left there.
            self._requests.put(b"\n" + json.dumps({**request, "id": future.id}).encode() + b"\n")
        return future

    def close(self):
        self._drop(self._socket, "the control channel was closed")

    def _open(self):
        end = socket.socket(socket.AF_UNIX)
        end.setblocking(False)  # where others wait to be let in already, there is no waiting
        try:
            end.connect(self._path)
        except OSError:
            end.close()
            return False
        end.setblocking(True)
        requests = SimpleQueue()
        with self._lock:
            self._socket, self._requests = end, requests
        threading.Thread(target=self._send, args=(end, requests), daemon=True).start()
        threading.Thread(target=self._receive, args=(end,), daemon=True).start()
        return True

    def _send(self, end, requests):
        with suppress(OSError):
            while request := requests.get():
                end.sendall(request)
        self._drop(end, "the VM has ended")

    def _receive(self, end):
        with suppress(OSError), end.makefile("rb") as lines:
            for line in lines:
                self._deliver(line)
        self._drop(end, "the VM has ended")

    def _drop(self, end, why):
        """What waits on this connection is told; on one that took its place nothing happens."""
        with self._lock:
            if end is None or self._socket is not end:
                return
            self._socket = None
            waiting, self._waiting = self._waiting, {}
            self._requests.put(None)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)  # ends a sendall too
        end.close()
        for future in waiting.values():
            future.set_exception(ConnectionError(why))

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
