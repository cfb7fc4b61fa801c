"""A client of the API over one connection that stays: the request's bytes are made before the clock
starts, so that what is measured is the cell and not this program."""

import json
import socket
import time

HOST, PORT = "127.0.0.1", 8081


class Client:
    def __init__(self):
        self._fields = {"Host": f"{HOST}:{PORT}"}
        self._socket, self._rest = None, b""

    def log_in(self, name, password):
        self.ask("POST", "/api/auth/login", {"name": name, "password": password})
        return self

    def another(self):
        """A second connection of the same session: signing in costs what it should."""
        other = Client()
        other._fields = dict(self._fields)
        return other

    def ask(self, method, path, body=None):
        """The answer's body; an answer that is no success ends the program."""
        return self.timed(self.request(method, path, body))[1]

    def request(self, method, path, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        fields = self._fields | {"Content-Length": len(data)}
        if data:
            fields["Content-Type"] = "application/json"
        lines = [f"{method} {path} HTTP/1.1"] + [f"{name}: {value}" for name, value in fields.items()]
        return "\r\n".join(lines + ["", ""]).encode() + data

    def timed(self, request):
        """Seconds from the first byte sent to the last one received, and the body."""
        for again in (True, False):
            if self._socket is None:
                self._connect()
            begin = time.perf_counter()
            try:
                self._socket.sendall(request)
                status, fields, body = self._receive()
            except ConnectionError:  # it stood idle for too long and was closed
                self._socket = None
                if not again:
                    raise
                continue
            took = time.perf_counter() - begin
            if not 200 <= status < 300:
                raise RuntimeError(f"{request[:80]!r}: {status} {body[:500]!r}")
            self._keep_cookies(fields)
            return took, json.loads(body) if body else None

    def _connect(self):
        self._socket = socket.create_connection((HOST, PORT))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def _receive(self):
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        status, *lines = head.decode().split("\r\n")
        fields = [line.split(": ", 1) for line in lines]
        size = next((int(value) for name, value in fields if name.lower() == "content-length"), 0)
        while len(self._rest) < size:
            self._more()
        body, self._rest = self._rest[:size], self._rest[size:]
        return int(status.split()[1]), fields, body

    def _more(self):
        part = self._socket.recv(1 << 16)
        if not part:
            raise ConnectionError
        self._rest += part

    def _keep_cookies(self, fields):
        for name, value in fields:
            if name.lower() == "set-cookie":
                cookie = value.split(";", 1)[0]
                self._fields["Cookie"] = "; ".join(filter(None, [self._fields.get("Cookie"), cookie]))
                if cookie.startswith("pic_csrf="):
                    self._fields["X-CSRF-Token"] = cookie.split("=", 1)[1]
