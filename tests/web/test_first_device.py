"""From a machine that was just installed to a phone in the VPN, with nothing but a browser."""

import re

from cell import ADMIN, PASSWORD
from conftest import PICTURES

import camera


def picture(page, name):
    page.screenshot(path=PICTURES / f"{name}.png")


def test_wizard_sets_the_cell_up(cell, page):
    code = cell.machine.run("picctl setup-code --json | jq -r .code").out.strip()
    page.goto("/")
    page.get_by_label("One-time code").fill("wrong-code")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the cell").fill("home")
    picture(page, "setup-cell")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill(ADMIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    picture(page, "setup-network")
    page.get_by_role("button", name="Set it up").click()
    # Back where it can be mended, with what the cell says against it.
    page.get_by_text("not the code of this machine").wait_for()
    page.complaints.clear()  # the browser tells of each refusal
    page.get_by_label("One-time code").fill(code)
    for _ in range(3):
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Set it up").click()
    page.get_by_text("Your first device").wait_for()
    assert cell.picctl("status")["name"] == "home"


def test_phone_is_seen_on_its_way(cell, page):
    page.get_by_role("button", name="Add a device").click()
    page.get_by_label("What is it called?").fill("phone")
    page.get_by_role("button", name="Add", exact=True).click()
    code = page.get_by_role("img", name=re.compile("^QR code"))
    code.wait_for()
    page.get_by_text("Switch the tunnel on").wait_for()
    picture(page, "device-waits")
    conf = camera.of_picture(code.screenshot(), "png")
    page.private_key = re.search("PrivateKey = (.{44})", conf)[1]
    old = re.sub(r"PrivateKey = .*", f"PrivateKey = {cell.machine.run('wg genkey').out.strip()}", conf)
    cell.world.connect("phone", "cell", old)
    page.get_by_text("not with this key").wait_for()
    cell.world.disconnect("phone", "cell")
    cell.world.connect("phone", "cell", conf)
    page.get_by_text("The tunnel works").wait_for()
    cell.world.run("phone", "dig +short home.cell")
    page.get_by_text("It has arrived").wait_for()
    picture(page, "device-arrived")


def test_private_key_leaves_the_page_by_the_code_alone(cell, page):
    peer = cell.picctl("peer show phone")
    assert peer["public_key"] == cell.machine.run("wg pubkey", stdin=page.private_key).out.strip()
    assert any(peer["public_key"] in sent for sent in page.sent)  # so that this would see the other
    assert not any(page.private_key in sent for sent in page.sent)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert page.private_key not in kept


def test_permissions_are_the_kernels(cell, page):
    page.get_by_role("button", name="Done").click()
    page.get_by_role("link", name=re.compile("^phone")).click()
    page.get_by_role("switch", name="The internet, through the cell").click()
    address = cell.picctl("peer show phone")["ipv4"]
    cell.machine.until(f"! nft list set inet pic internet4 | grep -q {address}")
    picture(page, "device")
    page.get_by_role("switch", name="The internet, through the cell").click()
    cell.machine.until(f"nft list set inet pic internet4 | grep -q {address}")


def test_removed_device_is_gone(cell, page):
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_text("No device yet").wait_for()
    assert cell.machine.run("wg show pic0 peers").out == ""
