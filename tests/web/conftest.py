"""A cell in a VM, and a browser outside of it: Chromium on this machine, by the VM's forwarded port."""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "system"))

import world  # noqa: E402
from cell import Cell  # noqa: E402
from vm import image, repository  # noqa: E402
from vm.machine import Machine  # noqa: E402

TREE = HERE.parents[1]
PICTURES = TREE / "build" / "pictures"
PORT = 8443
ADDRESS = f"https://127.0.0.1:{PORT}"
# It runs as root here, and asks nobody on the internet.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}


@pytest.fixture(scope="session")
def machine():
    debs = list((TREE / "build" / "debs").glob("*.deb"))
    base = image.base()
    disk = repository.disk(base, debs, [])
    folder = Path(tempfile.mkdtemp(prefix="picd-web-"))
    vm = Machine(base, folder, disks=[disk], forwards=[("tcp", PORT)])
    try:
        vm.start()
        # The browser's way in leads nowhere else; the world has its own IPv6.
        vm.run("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1")
        vm.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update && apt-get -y install picd", timeout=300)
        yield vm
    finally:
        vm.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cell(machine):
    """Not set up: that is what the first test does, in the browser."""
    return Cell(world.World(machine, "public").build())


@pytest.fixture(scope="session")
def browser():
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def page(browser):
    """One person's phone, signed in as far as he has got. What the page complains of fails the test."""
    context = browser.new_context(base_url=ADDRESS, ignore_https_errors=True, **PHONE)
    context.set_default_timeout(60_000)  # the VM is emulated
    page = context.new_page()
    page.complaints, page.sent = [], []
    page.on("request", lambda request: page.sent.append(request.url + (request.post_data or "")))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()


@pytest.fixture(autouse=True)
def no_complaints(page):
    page.complaints.clear()
    yield
    assert page.complaints == []
