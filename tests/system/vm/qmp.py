"""The few words of QEMU's machine protocol that the tests need."""

import json
import socket


class Qmp:
    """One connection; one command at a time; events are of no interest here."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(120)
        self._socket.connect(str(path))
        self._stream = self._socket.makefile("rw")
        self._read()
        self.command("qmp_capabilities")

    def command(self, name, **arguments):
        self._stream.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
        self._stream.flush()
        while True:
            answer = self._read()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise RuntimeError(f"qemu refused {name}: {answer['error']['desc']}")

    def monitor(self, line):
        """A command of the human monitor, which tells a failure only by having something to say."""
        said = self.command("human-monitor-command", **{"command-line": line}).strip()
        if said:
            raise RuntimeError(f"qemu on '{line}': {said}")

    def close(self):
        self._stream.close()
        self._socket.close()

    def _read(self):
        line = self._stream.readline()
        if not line:
            raise ConnectionError("qemu is gone")
        return json.loads(line)
