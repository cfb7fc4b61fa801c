#!/usr/bin/python3
"""The servers of the internet that the world's namespace `internet` plays, but for names (dnsmasq).

argv: certificate, key, the time now (seconds since 1970). Every address is local in there, so each
answer must leave from the address that was asked: hence the packet information on UDP.
"""

import http.server
import socket
import ssl
import struct
import sys
import threading
import time

NTP_EPOCH = 2208988800
STUN_COOKIE = 0x2112A442


class Page(http.server.BaseHTTPRequestHandler):
    """Says who asked, so that a test knows by which way out its request came."""

    def do_GET(self):
        body = f"page\n{self.client_address[0].removeprefix('::ffff:')}\n".encode()
        if self.path == "/large":
            body += b"x" * (1 << 20)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *values):
        pass


class Web(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6


def serve_udp(port, answer):
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    server.bind(("::", port))
    while True:
        data, extra, _, sender = server.recvmsg(2048, 128)
        reply = answer(data, sender)
        if reply:
            address = [(level, kind, value[:16] + bytes(4)) for level, kind, value in extra
                       if kind == socket.IPV6_PKTINFO]
            server.sendmsg([reply], address, 0, sender)


def stun(data, sender):
    """RFC 8489: a binding success with XOR-MAPPED-ADDRESS."""
    if len(data) < 20 or data[:2] != b"\x00\x01":
        return None
    transaction = data[4:20]
    address = socket.inet_pton(socket.AF_INET6, sender[0])
    family = 2
    if address.startswith(b"\x00" * 10 + b"\xff\xff"):
        family, address = 1, address[12:]
    hidden = bytes(a ^ b for a, b in zip(address, transaction))
    value = struct.pack("!BBH", 0, family, sender[1] ^ (STUN_COOKIE >> 16)) + hidden
    return struct.pack("!HHHH", 0x0101, len(value) + 4, *struct.unpack("!HH", transaction[:4])) + \
        transaction[4:] + struct.pack("!HH", 0x20, len(value)) + value


class Ntp:
    """The right time whatever the VM's clock says: the world's namespaces share that one. No other
    clock of the kernel than the raw one keeps its pace while chronyd makes the rest run faster or
    slower, and a server that does so too can never be approached."""

    def __init__(self, now):
        self._offset = now - time.clock_gettime(time.CLOCK_MONOTONIC_RAW)

    def __call__(self, data, sender):
        if len(data) < 48 or data[0] & 7 != 3:
            return None
        now = time.clock_gettime(time.CLOCK_MONOTONIC_RAW) + self._offset + NTP_EPOCH
        stamp = struct.pack("!Q", int(now * (1 << 32)) & (2**64 - 1))
        head = struct.pack("!BBbbII4s", 0x24, 1, 6, -20, 0, 16, b"GPS\0")
        return head + stamp + data[40:48] + stamp + stamp


def serve_dns_over_tls(certificate, key):
    """Takes TLS off and lets dnsmasq answer."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("::", 853), family=socket.AF_INET6, dualstack_ipv6=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=_relay, args=(context, client), daemon=True).start()


def _relay(context, client):
    try:
        with context.wrap_socket(client, server_side=True) as secure:
            while True:
                size = _exactly(secure, 2)
                query = _exactly(secure, struct.unpack("!H", size)[0])
                with socket.create_connection(("127.0.0.1", 53), timeout=5) as names:
                    names.sendall(size + query)
                    size = _exactly(names, 2)
                    secure.sendall(size + _exactly(names, struct.unpack("!H", size)[0]))
    except OSError:  # the client went away, or did not like our certificate
        pass


def _exactly(stream, size):
    data = b""
    while len(data) < size:
        part = stream.recv(size - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def main():
    certificate, key, now = sys.argv[1:]
    servers = [(serve_udp, (3478, stun)), (serve_udp, (123, Ntp(float(now)))),
               (serve_dns_over_tls, (certificate, key))]
    for target, arguments in servers:
        threading.Thread(target=target, args=arguments, daemon=True).start()
    Web(("::", 80), Page).serve_forever()


if __name__ == "__main__":
    main()
