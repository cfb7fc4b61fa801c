"""HTTPS and the API, as curl sees them: before set-up, from the VPN, the LAN and the public side."""

import json
import plistlib
import re
import ssl

import pytest

import world as w
from cell import ADMIN, PASSWORD, Cell
from conftest import restore_installed

LAYOUT = "home"
SELF = f"https://{w.HOST4['home']}:8443"
CURL_DISTRUSTS = 60  # curl(1)


@pytest.fixture(scope="module")
def new(machine):
    """Installed, not set up."""
    restore_installed(machine)
    return Cell(w.World(machine, "home").build())


@pytest.fixture(scope="module")
def phone(cell):
    cell.world.forward_port()
    peer = cell.connect("phone", options=f"--endpoint {w.ROUTER_WAN4['home']}")
    cell.world.until("phone", "dig +time=1 +tries=1 +short home.cell | grep -q .")
    cell.machine.run("picctl ca root --output /srv/world/root.pem")
    return peer


class Browser:
    """curl with a jar, signed in; the CSRF token goes with what changes something."""

    def __init__(self, cell, place, base):
        self.cell, self.place, self.base, self.token = cell, place, base, None
        self.jar = f"/tmp/jar-{place}"

    def ask(self, path, method="GET", body=None, headers=()):
        words = f"curl -sk -m 20 -X {method} -b {self.jar} -c {self.jar} -w '\\n%{{http_code}}' "
        if body is not None:
            words += f"-H 'Content-Type: application/json' -d '{json.dumps(body)}' "
        if self.token:
            words += f"-H 'X-CSRF-Token: {self.token}' "
        words += "".join(f"-H '{header}' " for header in headers)
        out = self.cell.world.run(self.place, f"{words} '{self.base}{path}'").out
        text, _, status = out.rpartition("\n")
        return int(status), json.loads(text) if text.startswith(("{", "[")) else text

    def sign_in(self, name=ADMIN, password=PASSWORD):
        status, body = self.ask("/api/auth/login", "POST", {"name": name, "password": password})
        assert status == 200, body
        self.token = self.ask("/api/auth/csrf-token")[1]["csrf"]
        return self


def test_everything_but_set_up_says_428_before_it(new):
    browser = Browser(new, "laptop", SELF)
    for path in ("/api/peers", "/api/wireguard", "/api/auth/users"):
        status, body = browser.ask(path)
        assert status == 428 and body["code"] == "not_set_up", (path, body)
    assert browser.ask("/api/health")[0] == 200
    assert browser.ask("/api/setup")[0] == 200


def test_page_is_there_before_set_up_and_loads_its_parts(new):
    browser = Browser(new, "laptop", SELF)
    status, page = browser.ask("/")
    assert status == 200 and "needs JavaScript" in page  # and who has none is told of picctl
    parts = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert any(part.endswith(".js") for part in parts), page
    for part in parts:
        assert browser.ask(part)[0] == 200, part


def test_clear_text_only_redirects(new):
    said = new.world.run("laptop", f"curl -si -m 5 http://{w.HOST4['home']}/api/setup").out
    assert said.startswith("HTTP/1.1 308") and "https://" in said


@pytest.mark.core
def test_set_up_needs_the_code(new):
    browser = Browser(new, "laptop", SELF)
    wanted = {"name": "nest", "password": PASSWORD, "admin": ADMIN}
    status, body = browser.ask("/api/setup", "POST", {**wanted, "code": "aaaa-aaaa-aaaa"})
    assert status == 403 and body["pointer"] == "/code"
    code = new.picctl("setup-code")["code"]
    status, body = browser.ask("/api/setup", "POST", {**wanted, "code": code})
    assert status in (200, 201) and body["zone"] == "nest.cell", body
    status, _ = browser.ask("/api/setup", "POST", {**wanted, "code": code})
    assert status == 409
    browser.sign_in()
    assert browser.ask("/api/status")[1]["name"] == "nest"


@pytest.mark.core
def test_one_root_serves_every_name(cell, phone):
    page = cell.world.run("phone", "curl -sf --cacert /srv/world/root.pem https://home.cell/").out
    assert 'src="/assets/' in page
    cell.world.run("phone", "curl -sf --cacert /srv/world/root.pem https://home.cell:8443/api/health")
    cell.world.run("laptop", f"curl -sf --cacert /srv/world/root.pem {SELF}/api/health")
    cell.world.run("laptop", "curl -sf --cacert /srv/world/root.pem --resolve "
                             f"home.local:443:{w.HOST4['home']} https://home.local/api/health")


def test_a_root_is_made_anew_when_a_person_wants_it(cell, phone):
    ask = "curl -sf --cacert /srv/world/{}.pem https://home.cell/"
    cell.picctl("ca replace --dry-run")
    cell.world.run("phone", ask.format("root"))
    assert "each device has to install it" in cell.machine.run("picctl ca replace --yes").out
    cell.machine.run("picctl ca root --output /srv/world/another.pem")
    cell.world.until("phone", ask.format("another"))
    assert cell.world.run("phone", ask.format("root"), check=False).rc == CURL_DISTRUSTS
    cell.machine.run("mv /srv/world/another.pem /srv/world/root.pem")


def test_other_hosts_names_are_refused(cell, phone):
    status, _ = Browser(cell, "laptop", SELF).ask("/api/health", headers=["Host: evil.example"])
    assert status == 421


@pytest.mark.core
def test_sign_in_sessions_and_csrf(cell, phone):
    browser = Browser(cell, "phone", "https://home.cell")
    status, body = browser.ask("/api/auth/login", "POST", {"name": ADMIN, "password": "wrong password"})
    assert status == 401 and "wrong password" not in json.dumps(body)
    assert browser.ask("/api/peers")[0] == 401
    browser.sign_in()
    assert [p["name"] for p in browser.ask("/api/peers")[1]["peers"]] == ["phone"]
    token, browser.token = browser.token, None
    assert browser.ask("/api/peers", "POST", {"name": "x"})[0] == 403
    browser.token = token
    status, body = browser.ask("/api/peers", "POST", {"name": "tablet", "endpoint": "5.9.0.20:51820"})
    assert status in (200, 201) and "PrivateKey" in body["config"]
    assert browser.ask("/api/peers", "POST", {"name": "tablet"})[0] == 409
    status, _ = browser.ask(f"/api/peers/{body['peer']['id']}", "DELETE")
    assert status in (200, 204)
    assert browser.ask("/api/auth/logout", "POST")[0] in (200, 204)
    assert browser.ask("/api/peers")[0] == 401


def test_the_cookie_of_a_session_is_the_pages_alone(cell, phone):
    said = cell.world.run("phone", "curl -sk -m 20 -i -H 'Content-Type: application/json' -d "
                          f"'{json.dumps({'name': ADMIN, 'password': PASSWORD})}' "
                          "https://home.cell/api/auth/login").out
    cookie, = (line for line in said.splitlines()
               if line.lower().startswith("set-cookie: ") and "HttpOnly" in line)
    assert "__Host-" in cookie and {"Secure", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


def test_guessing_is_held_up_where_it_comes_from_and_nobody_elsewhere(cell, phone):
    cell.machine.run("picctl user add dora --role peer --password-stdin", stdin="a parliament of owls\n")
    guesses = f"""for i in $(seq 40); do
        said=$(curl -sk -m 20 -i -H 'Content-Type: application/json' {SELF}/api/auth/login \\
            -d '{{"name": "dora", "password": "it might be '$i'"}}')
        case $said in *" 401 "*) ;; *) echo "$said"; exit;; esac
    done"""
    said = cell.world.run("router", guesses, timeout=300).out.lower()
    assert " 429 " in said.splitlines()[0] and "\nretry-after: " in said
    Browser(cell, "phone", "https://home.cell").sign_in("dora", "a parliament of owls")
    cell.machine.run("picctl user remove dora")


BAD = [
    ('{"name": "x"', 400, ""), ('{"name": 5}', 400, "/name"), ('{"nmae": "x"}', 400, "/nmae"),
    ('{"name": "x", "tags": "a"}', 400, "/tags"), ('{"name": "a b"}', 422, "/name"),
    ('{"name": "x", "public_key": "AAAA"}', 422, "/public_key"),
    ('{"name": "x", "note": "\\u0007"}', 422, "/note"), ('{"name": "' + "x" * 64 + '"}', 422, "/name"),
    ('{"name": "x", "expires": "tomorrow"}', 422, "/expires"),
    ('{"name": "x", "endpoint": "[::1"}', 422, "/endpoint"),
]


@pytest.mark.parametrize("text, status, pointer", BAD)
def test_bad_input_is_named_and_changes_nothing(cell, phone, text, status, pointer):
    browser = Browser(cell, "phone", "https://home.cell").sign_in()
    before = cell.picctl("peer list")["total"]
    cell.machine.push("/srv/world/body.json", text)
    said = cell.world.run("phone", f"curl -sk -m 10 -b {browser.jar} -H 'X-CSRF-Token: {browser.token}' "
                          "-H 'Content-Type: application/json' -d @/srv/world/body.json "
                          "-w '\\n%{http_code} %{content_type}' https://home.cell/api/peers").out
    body, _, head = said.rpartition("\n")
    assert head == f"{status} application/problem+json", said
    assert json.loads(body).get("pointer", "") == pointer
    assert cell.picctl("peer list")["total"] == before


def test_peer_user_sees_and_changes_only_its_own(cell, phone):
    cell.machine.run("picctl user add ben --role peer --password-stdin", stdin="plenty of owls here\n")
    ben = next(u for u in cell.picctl("user list")["users"] if u["name"] == "ben")
    cell.picctl(f"peer add bens --owner {ben['id']} --endpoint 5.9.0.20")
    browser = Browser(cell, "phone", "https://home.cell").sign_in("ben", "plenty of owls here")
    assert [p["name"] for p in browser.ask("/api/peers")[1]["peers"]] == ["bens"]
    mine = browser.ask("/api/peers")[1]["peers"][0]["id"]
    status, issued = browser.ask(f"/api/peers/{mine}/issue", "POST", {})
    assert status == 200 and "PrivateKey" in issued["config"]
    cell.machine.until(f"wg show pic0 peers | grep -qF '{issued['peer']['public_key']}'")
    assert browser.ask(f"/api/peers/{phone['id']}")[0] == 404
    for method, path in (("GET", "/api/auth/users"), ("GET", "/api/audit"), ("PATCH", "/api/wireguard"),
                         ("POST", "/api/units/web/stop"), ("DELETE", f"/api/peers/{phone['id']}"),
                         ("PATCH", f"/api/peers/{phone['id']}"), ("GET", "/api/doctor")):
        assert browser.ask(path, method, None if method == "GET" else {})[0] == 403, path
    cell.picctl("peer remove bens")


def test_a_password_is_reset_by_root_on_the_machine(cell, phone):
    cell.machine.run("picctl user add cleo --role peer --password-stdin", stdin="owls by the dozen\n")
    before = Browser(cell, "phone", "https://home.cell").sign_in("cleo", "owls by the dozen")
    cell.machine.run("picctl user reset-password cleo --password-stdin", stdin="fewer owls than that\n")
    assert before.ask("/api/auth/me")[0] == 401
    after = Browser(cell, "laptop", SELF)
    assert after.ask("/api/auth/login", "POST", {"name": "cleo", "password": "owls by the dozen"})[0] == 401
    after.sign_in("cleo", "fewer owls than that")
    assert after.ask("/api/auth/me")[0] == 200
    cell.machine.run("picctl user remove cleo")


@pytest.fixture(scope="module")
def outside(cell, phone):
    """What the phone does to reach the page from the internet, where the router forwards to it."""
    cell.world.run("router", f"nft add rule ip nat pre iifname wan tcp dport 8443 dnat to {w.HOST4['home']}"
                             " && nft insert rule inet filter passing tcp dport 8443 accept")
    cell.world.disconnect("phone", "cell")
    return f"curl -sk -m 5 https://{w.ROUTER_WAN4['home']}:8443/api/health"


def test_public_side_is_closed_until_switched_on_and_reverts_unless_confirmed(cell, outside):
    assert cell.world.run("phone", outside, check=False).rc != 0
    cell.picctl("web update --public-access --yes")
    cell.world.until("phone", outside)
    waiting = cell.picctl("web update --no-public-access")["confirm"]["id"]
    cell.world.until("phone", f"! {outside}")
    assert cell.picctl("status")["pending"][0]["id"] == waiting
    cell.world.until("phone", outside, timeout=90)  # nobody confirmed
    waiting = cell.picctl("web update --no-public-access")["confirm"]["id"]
    cell.picctl(f"revert {waiting}")
    cell.world.until("phone", outside, timeout=20)  # long before the minute is over
    waiting = cell.picctl("web update --no-public-access")["confirm"]["id"]
    cell.picctl(f"confirm {waiting}")
    cell.world.until("phone", f"! {outside}")
    assert cell.picctl("status")["pending"] == []


def test_profile_for_apple_devices_holds_the_root(cell, phone):
    browser = Browser(cell, "laptop", SELF)
    profile = plistlib.loads(browser.ask("/api/ca/root.mobileconfig")[1].encode())
    assert profile["PayloadType"] == "Configuration"
    held, = profile["PayloadContent"]
    assert held["PayloadType"] == "com.apple.security.root"
    assert held["PayloadContent"] == ssl.PEM_cert_to_DER_cert(browser.ask("/api/ca/root.crt")[1])


def test_reload_drops_no_connection(cell, outside):
    browser = Browser(cell, "laptop", SELF).sign_in()
    log = "/run/streamed"
    stream = cell.world.begin("laptop", f"exec curl -skN -b {browser.jar} {SELF}/api/events >{log}")
    cell.machine.until("ss -Htn state established sport = :8443 | grep -q .")
    before = cell.machine.run("systemctl show -P MainPID pic-web").out
    cell.picctl("web update --public-access --yes")
    cell.world.until("phone", outside)  # the new configuration is in force
    cell.picctl("peer add streamed --endpoint 5.9.0.20")
    cell.machine.until(f"grep -q peers {log}")  # on the connection that was there before
    stream.stop()
    assert cell.machine.run("systemctl show -P MainPID pic-web").out == before
    cell.picctl("peer remove streamed")


def test_openapi_names_every_path(cell, phone):
    browser = Browser(cell, "laptop", SELF).sign_in()
    document = browser.ask("/api/openapi.json")[1]
    assert document["openapi"].startswith("3.1")
    described = json.loads(cell.machine.run("picd --describe").out)["operations"]
    rest = {o["rest"].split(" ")[1] for o in described if o["rest"]}
    assert set(document["paths"]) >= rest


def test_audit_chain_holds_what_was_done_and_verifies(cell, phone):
    cell.picctl("peer add audited --endpoint 5.9.0.20")
    cell.picctl("peer remove audited")
    cell.picctl("web update --local-name")
    assert cell.picctl("audit verify")["broken"] is None
    actions = {e["action"] for e in cell.picctl("audit list")["entries"]}
    assert {"auth.login", "peer.add", "peer.remove", "web.update"} <= actions
    assert PASSWORD not in cell.machine.run("picctl audit list --json").out


def test_a_new_range_and_port_are_confirmed_over_them(cell, outside):
    """By the device that was let in again with its new file."""
    cell.world.forward_port(4500)
    config = cell.picctl("peer issue phone --keep-key")["config"]
    cell.world.connect("phone", "cell", config)
    before = Browser(cell, "phone", "https://home.cell").sign_in()
    waiting = cell.picctl("wireguard update --ipv4 10.222.0.0/20 --ipv6 fd22:2::/64 --port 4500")["confirm"]["id"]
    ping = "ping -c1 -W2 10.222.0.1"
    assert cell.world.run("phone", ping, check=False).rc != 0, "the old file leads nowhere now"
    cell.world.disconnect("phone", "cell")
    cell.world.connect("phone", "cell", cell.machine.run("picctl peer config phone").out)
    cell.world.until("phone", ping)
    status, said = before.ask(f"/api/confirm/{waiting}", "POST", {})
    assert status in (200, 204), said
    assert cell.picctl("status")["pending"] == []
    assert cell.picctl("wireguard show")["ipv6"] == "fd22:2::/64"
    cell.world.run("phone", "ping -c1 -W2 fd22:2::1 && dig +short home.cell | grep -qx 10.222.0.1")
