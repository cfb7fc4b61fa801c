#!/usr/bin/python3
"""What a home router tells of its external address (argv 2) in the protocol of argv 1: "nat-pmp"
(RFC 6886) or "pcp" (RFC 6887). Maps nothing; of PCP, which has to ask for a mapping, it says for how long."""

import socket
import struct
import sys
import time

UNSUPPORTED_VERSION, UNSUPPORTED_OPCODE = 1, 5
MAP, HEADER = 1, 24


def nat_pmp(data, external):
    version, opcode = data[0], data[1]
    known = version == 0 and opcode == 0
    result = 0 if known else UNSUPPORTED_OPCODE if version == 0 else UNSUPPORTED_VERSION
    head = struct.pack("!BBHI", 0, 128 + opcode % 128, result, int(time.monotonic()))
    return head + external if known else head


def pcp(data, external):
    version, opcode = data[0], data[1]
    known = version == 2 and opcode == MAP and len(data) == 60
    lifetime, = struct.unpack("!I", data[4:8]) if known else (0,)
    head = struct.pack("!BBBBII12x", 2, 128 + opcode % 128, 0, 0 if known else UNSUPPORTED_VERSION,
                       lifetime, int(time.monotonic()))
    if not known:
        return head
    print(f"mapped for {lifetime} s", flush=True)
    return head + data[HEADER:-16] + bytes(10) + b"\xff\xff" + external


def main():
    answer, external = {"nat-pmp": nat_pmp, "pcp": pcp}[sys.argv[1]], socket.inet_aton(sys.argv[2])
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 5351))
    while True:
        data, sender = server.recvfrom(1100)
        if len(data) >= 2:
            server.sendto(answer(data, external), sender)


if __name__ == "__main__":
    main()
