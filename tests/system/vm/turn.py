"""Whose turn it is: a file that one process at a time holds, for as long as it lives."""

import fcntl
import struct

# struct flock of Linux: type, whence, start, length, pid.
FLOCK = "hhqqi"


class Taken(Exception):
    """Another process holds it."""

    def __init__(self, pid):
        super().__init__(f"process {pid} holds it")
        self.pid = pid


def take(path):
    """The open file; who closes it, or any other of that path, gives it up."""
    file = open(path, "w")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Taken(holder(path)) from None
    return file


def holder(path):
    """The id of the process that holds it, or None."""
    try:
        file = open(path)
    except FileNotFoundError:
        return None
    with file:
        asked = struct.pack(FLOCK, fcntl.F_WRLCK, 0, 0, 0, 0)
        kind, _, _, _, pid = struct.unpack(FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    return None if kind == fcntl.F_UNLCK else pid
