#!/usr/bin/python3
"""NAT-PMP (RFC 6886) of a home router: tells its external address (argv 1), maps nothing."""

import socket
import struct
import sys
import time

UNSUPPORTED_VERSION, UNSUPPORTED_OPCODE = 1, 5


def answer(data, external):
    if len(data) < 2:
        return None
    epoch = int(time.monotonic())
    version, opcode = data[0], data[1]
    if version != 0:  # PCP: RFC 6886, section 9
        return struct.pack("!BBHI", 0, 128 + opcode % 128, UNSUPPORTED_VERSION, epoch)
    if opcode != 0:
        return struct.pack("!BBHI", 0, 128 + opcode % 128, UNSUPPORTED_OPCODE, epoch)
    return struct.pack("!BBHI", 0, 128, 0, epoch) + socket.inet_aton(external)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 5351))
    while True:
        data, sender = server.recvfrom(1100)
        reply = answer(data, sys.argv[1])
        if reply:
            server.sendto(reply, sender)


if __name__ == "__main__":
    main()
