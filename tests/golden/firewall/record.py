"""Records the packet filter of this network namespace as the kernel lists it: the messages of
NFT_MSG_GETTABLE, GETCHAIN, GETRULE, GETSET and GETSETELEM in a row, on standard output.

How each recording was made is written in README.md beside it.
"""

import socket
import struct
import sys

NETLINK_NETFILTER, SUBSYSTEM = 12, 10 << 8
GETTABLE, GETCHAIN, GETRULE, NEWSET, GETSET, GETSETELEM = 1, 4, 7, 9, 10, 13
REQUEST_DUMP, ERROR, DONE = 0x301, 2, 3
SET_TABLE, SET_NAME = 1, 2


def attributes(data):
    while len(data) >= 4:
        length, kind = struct.unpack_from("HH", data)
        yield kind & 0x3FFF, data[4:length]
        data = data[(length + 3) & ~3:]


def attribute(kind, text):
    value = text + b"\0"
    return struct.pack("HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def dump(sock, what, family=0, body=b""):
    payload = struct.pack("BBH", family, 0, 0) + body
    sock.send(struct.pack("IHHII", 16 + len(payload), SUBSYSTEM | what, REQUEST_DUMP, 1, 0) + payload)
    while True:
        data = sock.recv(1 << 20)
        while data:
            length, kind = struct.unpack_from("IH", data)
            if kind in (ERROR, DONE):
                return
            yield data[:length]
            data = data[(length + 3) & ~3:]


def main():
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    sock.bind((0, 0))
    messages, sets = [], []
    for what in (GETTABLE, GETCHAIN, GETRULE, GETSET):
        messages += list(dump(sock, what))
    for message in messages:
        if struct.unpack_from("H", message, 4)[0] == SUBSYSTEM | NEWSET:
            sets.append((message[16], dict(attributes(message[20:]))))
    for family, found in sets:
        body = attribute(1, found[SET_TABLE].rstrip(b"\0")) + attribute(2, found[SET_NAME].rstrip(b"\0"))
        messages += list(dump(sock, GETSETELEM, family, body))
    for message in messages:
        sys.stdout.buffer.write(message + bytes(-len(message) % 4))


main()
