"""mdns.py ask NAME: the IPv4 addresses that the LAN gives the name within a second, a line each.
mdns.py claim NAME ADDRESS: a machine that has the name already and defends it, until stopped."""

import socket
import struct
import sys

GROUP, PORT = "224.0.0.251", 5353
A, ANY, INTERNET = 1, 255, 1


def wire(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def ask(name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(1)
        question = wire(name) + struct.pack(">2H", A, INTERNET)
        asker.sendto(struct.pack(">6H", 7, 0, 1, 0, 0, 0) + question, (GROUP, PORT))
        try:
            answer = asker.recv(9000)
        except TimeoutError:
            return
        number, _, questions, answers = struct.unpack_from(">4H", answer)
        assert (number, questions) == (7, 1), "the question comes back with the answer (RFC 6762, 6.7)"
        for each in range(answers):  # a pointer to the name, type, class, time to live, size, address
            print(socket.inet_ntoa(answer[12 + len(question) + 16 * each + 12:][:4]))


def claim(name, address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("", PORT))
        holder.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                          socket.inet_aton(GROUP) + socket.inet_aton(address))
        holder.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        answer = struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + wire(name)
        answer += struct.pack(">2HIH", A, INTERNET | 0x8000, 120, 4) + socket.inet_aton(address)
        while True:
            packet = holder.recv(9000)
            if wire(name) in packet and not packet[2] & 0x80:
                holder.sendto(answer, (GROUP, PORT))


{"ask": ask, "claim": claim}[sys.argv[1]](*sys.argv[2:])
