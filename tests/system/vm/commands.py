"""What is done in the VM through its agent: commands, and files in and out."""

import base64
import shlex
import signal
import time
from typing import NamedTuple

CHUNK = 1 << 20


class Result(NamedTuple):
    rc: int
    out: str
    err: str


class CommandFailed(AssertionError):
    """A command in the VM that had to succeed did not; the text is all that it said."""


class Job:
    """A command that runs in the VM while the test goes on."""

    def __init__(self, channel, command, future):
        self._channel, self._command, self._future = channel, command, future

    def signal(self, number=signal.SIGINT):
        self._channel.ask({"do": "signal", "job": self._future.id, "signal": number}).result(30)

    def wait(self, timeout=60):
        rc, out, err = self.wait_bytes(timeout)
        return Result(rc, out.decode(errors="replace"), err.decode(errors="replace"))

    def wait_bytes(self, timeout=60):
        """The same where what it says need not be text."""
        answer = self._future.result(timeout)
        if answer["late"]:
            raise TimeoutError(f"still running after its time: {self._command}")
        return answer["rc"], base64.b64decode(answer["out"]), base64.b64decode(answer["err"])

    def stop(self):
        """Ends it as Ctrl-C would and returns what it said."""
        self.signal()
        return self.wait()


class Commands:
    """Of a VM whose agent answers on this channel."""

    def __init__(self, channel):
        self._channel = channel

    def run(self, command, check=True, timeout=60, stdin=b""):
        """A string goes to sh, a list is executed as it is."""
        result = self.begin(command, timeout, stdin).wait(timeout + 30)
        if check and result.rc != 0:
            raise CommandFailed(f"{_shown(command)}\nexit {result.rc}\n{result.out}{result.err}")
        return result

    def begin(self, command, timeout=600, stdin=b""):
        argv = ["/bin/sh", "-c", command] if isinstance(command, str) else command
        data = stdin.encode() if isinstance(stdin, str) else stdin
        future = self._channel.ask({"do": "run", "argv": argv, "timeout": timeout,
                                    "stdin": base64.b64encode(data).decode()})
        return Job(self._channel, _shown(command), future)

    def until(self, command, timeout=30, every=0.2):
        """Waits until the command succeeds; fails with what it said last. Returns the seconds."""
        begin = time.monotonic()
        while True:
            last = self.run(command, check=False)
            took = time.monotonic() - begin
            if last.rc == 0:
                return took
            if took > timeout:
                raise CommandFailed(f"not within {timeout} s: {_shown(command)}\n"
                                    f"exit {last.rc}\n{last.out}{last.err}")
            time.sleep(every)

    def push(self, path, data, mode=0o644):
        data = data.encode() if isinstance(data, str) else data
        for offset in range(0, max(len(data), 1), CHUNK):
            part = base64.b64encode(data[offset:offset + CHUNK]).decode()
            self._channel.ask({"do": "write", "path": path, "data": part, "mode": mode,
                               "append": offset > 0}).result(60)

    def pull(self, path):
        data = b""
        while True:
            part = self._channel.ask({"do": "read", "path": path, "offset": len(data),
                                      "size": CHUNK}).result(60)["data"]
            if not part:
                return data
            data += base64.b64decode(part)


def _shown(command):
    return command if isinstance(command, str) else shlex.join(command)
