#!/usr/bin/python3
"""Runs in the VM: commands arrive as JSON lines on a virtio-serial port, answers go back by id.

Each request has a thread, so a ping flood may run while others are asked. The host may vanish and
return at any byte (a restored snapshot does that), hence: a line that is no JSON is dropped.
"""

import base64
import json
import os
import select
import signal
import subprocess
import threading
import time

PORT = "/dev/virtio-ports/picd.agent"


class Agent:
    def __init__(self, port):
        self._port = port
        self._write_lock = threading.Lock()
        self._running = {}

    def serve(self):
        pending = b""
        poller = select.poll()
        poller.register(self._port, select.POLLIN)
        while True:
            poller.poll()
            chunk = os.read(self._port, 1 << 16)
            if not chunk:  # no host at the other end; poll does not block then
                time.sleep(0.05)
                continue
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                self._accept(line)

    def _accept(self, line):
        try:
            request = json.loads(line)
        except ValueError:
            return
        threading.Thread(target=self._answer, args=(request,), daemon=True).start()

    def _answer(self, request):
        try:
            answer = getattr(self, "do_" + request["do"])(request)
        except Exception as error:  # whatever went wrong belongs to the test that asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        answer["id"] = request["id"]
        data = json.dumps(answer).encode() + b"\n"
        with self._write_lock:
            while data:
                data = data[os.write(self._port, data):]

    def do_ping(self, request):
        return {"pong": request["nonce"]}

    def do_run(self, request):
        process = subprocess.Popen(
            request["argv"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, cwd="/root",
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
                 "DEBIAN_FRONTEND": "noninteractive", "TERM": "dumb"})
        self._running[request["id"]] = process
        try:
            out, err = process.communicate(base64.b64decode(request["stdin"]), request["timeout"])
            late = False
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            late = True
        finally:
            del self._running[request["id"]]
        return {"rc": process.returncode, "out": base64.b64encode(out).decode(),
                "err": base64.b64encode(err).decode(), "late": late}

    def do_signal(self, request):
        process = self._running.get(request["job"])
        if process:
            os.killpg(process.pid, request["signal"])
        return {}

    def do_write(self, request):
        with open(request["path"], "ab" if request["append"] else "wb") as file:
            file.write(base64.b64decode(request["data"]))
        os.chmod(request["path"], request["mode"])
        return {}

    def do_read(self, request):
        with open(request["path"], "rb") as file:
            file.seek(request["offset"])
            return {"data": base64.b64encode(file.read(request["size"])).decode()}


if __name__ == "__main__":
    while not os.path.exists(PORT):
        time.sleep(0.1)
    Agent(os.open(PORT, os.O_RDWR)).serve()
