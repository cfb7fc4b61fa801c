"""How a cell behind its provider's NAT finds that out: by the router's word in either protocol, else by
who forwards behind it; and what is said when nobody tells."""

import json

import pytest

import world as w

LAYOUT = "carrier"
OWN = w.ROUTER_WAN4[LAYOUT]
NEXT = OWN.rsplit(".", 1)[0] + ".1"


@pytest.fixture(scope="module")
def silent(cell):
    """The router tells nobody, and what comes behind it neither."""
    cell.world.router_tells(None)
    cell.world.run("provider", "nft 'table ip quiet { chain out { type filter hook output priority 0; "
                               "icmp type time-exceeded drop; }; }'")
    return cell


def finds(cell, reach, why):
    """A picd that begins anew: answers of before are remembered as long as the network is the same."""
    cell.machine.run("systemctl restart picd")
    cell.until_json("endpoint show", f'.reach == "{reach}" and (.how | contains({json.dumps(why)}))')


def test_nobody_tells(silent):
    finds(silent, "nat_unknown", "the router does not say what its address is")
    silent.until_json("doctor", '.findings | any(.id == "endpoint.nat_unknown")')


@pytest.mark.parametrize("protocol", ["nat-pmp", "pcp"])
def test_the_router_tells(silent, protocol):
    silent.world.router_tells(protocol)
    finds(silent, "carrier_nat", f"own address is {OWN}")


def test_a_mapping_that_was_asked_for_to_be_told_is_given_back(silent):
    said = silent.machine.run("journalctl -o cat -u world-tells | grep mapped").out.splitlines()
    assert set(said) == {"mapped for 60 s", "mapped for 0 s"} and said[-1] == "mapped for 0 s"


def test_who_comes_behind_the_router_tells(silent):
    silent.world.router_tells(None)
    silent.world.run("provider", "nft delete table ip quiet")
    finds(silent, "carrier_nat", f"behind the router comes {NEXT}")
