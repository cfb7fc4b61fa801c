"""The world itself: every judge must be able to say yes and no before its verdict counts."""

import pytest

import world as w
from world import World


@pytest.fixture(scope="module", params=["public", "home", "carrier"])
def world(machine, request):
    machine.restore("booted")
    return World(machine, request.param).build()


@pytest.mark.parametrize("family", [4, 6])
@pytest.mark.parametrize("place", ["host", "phone", "laptop"])
def test_page_loads(world, place, family):
    world.page(place, family)


def test_page_tells_the_way_out(world):
    source = {"public": "5.9.0.10", "home": "5.9.0.20", "carrier": "62.0.0.2"}[world.layout]
    assert world.page("host", 4) == source
    assert world.page("phone", 4) == w.PHONE4


def test_unknown_name_is_nxdomain_and_absent_type_is_nodata(world):
    assert "status: NXDOMAIN" in world.run("host", "dig nowhere.example").out
    nodata = world.run("host", "dig AAAA v4.example").out
    assert "status: NOERROR" in nodata and "ANSWER: 0" in nodata


def test_resolver_answers_over_tls_with_a_trusted_name(world):
    said = world.run("host", f"echo | openssl s_client -connect {w.RESOLVER4}:853 "
                             "-servername dns.quad9.net -verify_hostname dns.quad9.net "
                             "-verify_return_error 2>&1").out
    assert "Verify return code: 0 (ok)" in said


def test_host_is_reached_from_outside_only_where_it_has_a_public_address(world):
    address = {"public": "5.9.0.10", "home": "5.9.0.20", "carrier": "62.0.0.2"}[world.layout]
    with world.watch("host", "udp port 4000") as watch:
        world.run("phone", f"echo hello >/dev/udp/{address}/4000".join(["bash -c '", "'"]))
        if world.layout == "public":
            watch.sees()
        else:
            # The control: what comes from the LAN is seen, so what came from outside did not.
            world.run("laptop", f"bash -c 'echo hello >/dev/udp/{w.HOST4[world.layout]}/4000'")
            watch.sees()
            assert watch.stop() == 1


@pytest.mark.parametrize("world, come", [("home", 1), ("carrier", 0)], indirect=["world"])
def test_forwarded_port_works_from_outside_and_not_from_inside(world, come):
    """Through the carrier neither: nobody's router carries 100.64/10 from outside."""
    world.forward_port(4001)
    with world.watch("host", "udp port 4001") as watch:
        world.run("laptop", f"bash -c 'echo inside >/dev/udp/{w.ROUTER_WAN4[world.layout]}/4001'")
        world.run("phone", f"bash -c 'echo outside >/dev/udp/{w.ROUTER_WAN4[world.layout]}/4001'")
        if come:
            watch.says(w.PHONE4)
        # The control, which comes after what would have come.
        world.run("laptop", f"bash -c 'echo there >/dev/udp/{w.HOST4[world.layout]}/4001'")
        watch.says(w.LAPTOP4[world.layout])
        assert watch.stop() == come + 1


def test_time_is_served(world):
    asked = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); " \
            "s.sendto(b'\\x23' + bytes(47), ('85.199.214.98', 123)); print(s.recv(48)[1])"
    assert world.run("host", f'python3 -c "{asked}"').out == "1\n"
