"""<cell>.local in the LAN, asked for by a program that knows nothing of the cell."""

LAYOUT = "home"
ADDRESS = "192.168.1.10"
ASK = "dig +short +time=1 +tries=1 -p 5353 @224.0.0.251 home.local"


def test_the_lan_finds_the_cell_by_its_name(cell):
    cell.world.until("laptop", f'test "$({ASK})" = {ADDRESS}')
    page = cell.world.run("laptop", f"curl -sk --resolve home.local:8443:{ADDRESS} "
                                    "https://home.local:8443/ -o /dev/null -w '%{http_code}'")
    assert page.out == "200"


def test_it_is_silent_when_switched_off(cell):
    cell.picctl("web update --local-name false")
    try:
        cell.machine.until("! ss -Hlun sport = :5353 | grep -q .")
        assert cell.world.run("laptop", ASK, check=False).out.startswith(";; ")
    finally:
        cell.picctl("web update --local-name true")
    cell.world.until("laptop", f'test "$({ASK})" = {ADDRESS}')


def test_another_machine_that_has_the_name_keeps_it(cell):
    """A second responder on the laptop says that home.local is the laptop."""
    cell.picctl("web update --local-name false")
    answer = ("import socket, struct\n"
              "group = '224.0.0.251'\n"
              "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n"
              "s.bind(('', 5353))\n"
              "s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack('4sl', "
              "socket.inet_aton(group), 0))\n"
              "name = b'\\x04home\\x05local\\x00'\n"
              "while True:\n"
              "    packet, asker = s.recvfrom(9000)\n"
              "    if name in packet and not packet[2] & 0x80:\n"
              "        s.sendto(struct.pack('>6H', 0, 0x8400, 0, 1, 0, 0) + name + struct.pack("
              "'>HHIH', 1, 0x8001, 120, 4) + socket.inet_aton('192.168.1.30'), (group, 5353))\n")
    cell.machine.push("/srv/world/rival.py", answer)
    rival = cell.world.begin("laptop", "exec python3 /srv/world/rival.py")
    try:
        cell.picctl("web update --local-name true")
        cell.until_json("doctor", '.findings | any(.id == "mdns.taken" and (.what | test("192.168.1.30")))')
    finally:
        rival.stop()
