"""<cell>.local in the LAN, asked for from there. (dig cannot: it hears only the address it asked.)"""

import pytest

import world as w

LAYOUT = "home"
TOOL = "python3 /srv/world/mdns.py"
ASK = f"{TOOL} ask home.local"
OWN, OTHER = w.HOST4["home"], w.LAPTOP4["home"]


@pytest.fixture(autouse=True)
def tool(cell):
    cell.machine.push("/srv/world/mdns.py", (w.SERVERS / "mdns.py").read_bytes())


def test_the_lan_finds_the_cell_by_its_name(cell):
    cell.world.until("laptop", f'test "$({ASK})" = {OWN}')
    page = cell.world.run("laptop", f"curl -sk --resolve home.local:8443:{OWN} "
                                    "https://home.local:8443/ -o /dev/null -w '%{http_code}'")
    assert page.out == "200"


def test_nobody_else_is_answered_for(cell):
    assert cell.world.run("laptop", f"{TOOL} ask house.local").out == ""


def test_it_is_silent_when_switched_off(cell):
    cell.picctl("web update --no-local-name")
    try:
        cell.machine.until("! ss -Hlun sport = :5353 | grep -q .")
        assert cell.world.run("laptop", ASK).out == ""
    finally:
        cell.picctl("web update --local-name")
    cell.world.until("laptop", f'test "$({ASK})" = {OWN}')


def test_another_machine_that_has_the_name_keeps_it(cell):
    cell.picctl("web update --no-local-name")
    other = cell.world.begin("laptop", f"exec {TOOL} claim home.local {OTHER}")
    try:
        cell.picctl("web update --local-name")
        cell.until_json("doctor", f'.findings | any(.id == "mdns.taken" and (.what | test("{OTHER}")))')
    finally:
        other.stop()
    cell.picctl("web update --no-local-name")
    cell.picctl("web update --local-name")
    cell.until_json("doctor", '.findings | all(.id != "mdns.taken")')
