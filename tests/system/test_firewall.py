"""Firewalls of the host: recognised, opened by one confirmed command, kept open, taken back.

Each is the real program on a cell that is set up; the judge is a phone outside that connects, or not.
"""

import pytest

import world as w

ENDPOINT = f"--endpoint {w.HOST4['public']}"
OPENED = "iptables -C DOCKER-USER -i pic0 -m comment --comment picd -j ACCEPT"


class Phone:
    def __init__(self, cell):
        self.cell, self.world = cell, cell.world
        status = cell.picctl("status")
        self.gateway4 = status["ipv4"].split("/")[0][:-1] + "1"
        self.gateway6 = status["ipv6"].split("/")[0] + "1"
        self.config = cell.add("phone", ENDPOINT)["config"]

    def connect(self):
        self.world.connect("phone", "cell", self.config)
        return self

    def disconnect(self):
        self.world.disconnect("phone", "cell")

    def handshakes(self):
        self.world.run("phone", f"ping -c3 -W1 {self.gateway4} || true")
        return self.world.run("phone", "wg show cell latest-handshakes").out.split()[-1] != "0"

    def works(self):
        """Names, HTTPS and the internet over both families, all through the tunnel."""
        self.world.until("phone", f"ping -c1 -W1 {self.gateway4} && ping -c1 -W1 {self.gateway6}")
        for gateway in (self.gateway4, self.gateway6):
            self.world.until("phone", f"dig +short +time=2 +tries=1 @{gateway} home.cell A | grep -q .")
            host = f"[{gateway}]" if ":" in gateway else gateway
            self.world.run("phone", f"curl -skm 10 https://{host}:8443/ -o /dev/null")
        assert self.world.page("phone", 4, timeout=30) == w.HOST4["public"]
        assert self.world.page("phone", 6, timeout=30).startswith("2a01:4f8:5:9:")
        return True


def blocked(cell):
    found = [finding["id"] for finding in cell.picctl("doctor")["findings"]]
    return [name for name in found if name.startswith("firewall.")]


def await_findings(cell, condition, timeout=30):
    ids = '[.findings[].id | select(startswith("firewall."))]'
    cell.until_json("doctor", f"{ids} | {condition}", timeout=timeout)


def open_by_command(cell, kind):
    """The one command; without the confirmation it says what it would do, and does nothing."""
    refused = cell.picctl(f"firewall open {kind}", check=False)
    assert refused.rc != 0 and "forward what comes from pic0" in refused.err
    assert not cell.machine.run("ls /var/lib/pic-firewall 2>/dev/null", check=False).out
    cell.machine.run(f"picctl firewall open {kind} --yes", timeout=200)
    listed = {each["kind"]: each for each in cell.picctl("firewall list")["firewalls"]}
    assert listed[kind]["blocks"] == [] and listed[kind]["opened"]
    assert blocked(cell) == []


def reboot(cell):
    """The world is in the VM too and is made anew."""
    cell.machine.reboot()
    cell.world.build()
    cell.machine.until("wg show pic0 peers | grep -q .", timeout=60)
    cell.await_servers()


@pytest.fixture()
def own(machine, cell):
    """A cell whose host this test may change."""
    machine.restore("cell-public")
    machine.until("picctl status --json | jq -e '.condition != \"down\"'")
    return cell


def test_a_host_without_firewall_needs_nothing(own):
    assert blocked(own) == []
    assert own.picctl("firewall list")["firewalls"] == []
    refused = own.picctl("firewall open ufw --yes", check=False)
    assert refused.rc == 4 and "not filtering" in refused.err
    assert Phone(own).connect().works()


def test_ufw_from_handshake_to_purge(own):
    vm = own.machine
    vm.run("apt-get -y install ufw && ufw allow 22/tcp && ufw --force enable", timeout=180)
    rules = "ufw show added; cat /etc/ufw/user.rules /etc/ufw/user6.rules"
    before = vm.run(rules).out
    await_findings(own, 'index("firewall.ufw.wireguard") and index("firewall.ufw.forwarding")')
    phone = Phone(own)
    assert any("UDP port 51820" in each for each in own.picctl("peer show phone")["blocked"])
    assert not phone.connect().handshakes()
    assert "picctl firewall open ufw" in vm.run("picctl doctor").out

    open_by_command(own, "ufw")
    assert own.picctl("peer show phone")["blocked"] == []
    assert phone.works()
    opened = vm.run("ufw show added").out
    # Exactly that: the device reaches the cell's services and nothing else of this machine.
    assert opened.splitlines()[1:] == [
        "ufw allow 22/tcp",
        "ufw allow 51820/udp comment 'picd'",
        "ufw allow in on pic0 to any port 53,123 proto udp comment 'picd'",
        "ufw allow in on pic0 to any port 53,80,443,8443 proto tcp comment 'picd'",
        "ufw route allow in on pic0 comment 'picd'"]
    vm.run("picctl firewall open ufw --yes", timeout=200)
    assert vm.run("ufw show added").out == opened

    reboot(own)
    assert phone.connect().works()
    assert blocked(own) == []
    vm.run("apt-get -y purge picd", timeout=300)
    assert vm.run(rules).out == before


def test_ufw_follows_the_port_and_leaves_what_is_not_ours(own):
    vm = own.machine
    vm.run("apt-get -y install ufw && ufw allow 51820/udp comment mine && ufw --force enable",
           timeout=180)
    await_findings(own, 'index("firewall.ufw.forwarding") and (index("firewall.ufw.wireguard") | not)')
    open_by_command(own, "ufw")
    vm.run("picctl wireguard update --port 51999")
    vm.until("ufw show added | grep -q 'allow 51999/udp'", timeout=50)
    # Nobody confirms: the port goes back, and the firewall with it.
    vm.until("picctl wireguard show --json | jq -e '.port == 51820'", timeout=90)
    vm.until("! ufw show added | grep -q 'allow 51999/udp'", timeout=90)
    vm.run("picctl firewall close ufw --yes", timeout=200)
    assert vm.run("ufw show added").out.splitlines()[1:] == ["ufw allow 51820/udp comment 'mine'"]
    vm.run("ufw deny 51820/udp")
    refused = own.picctl("firewall open ufw --yes", check=False)
    assert refused.rc != 0
    assert "ufw delete deny 51820/udp" in vm.run("journalctl -u 'pic-firewall@*' -o cat").out


def test_firewalld(own):
    vm = own.machine
    vm.run("apt-get -y install netbase firewalld && systemctl start firewalld && firewall-cmd --state",
           timeout=300)
    before = vm.run("find /etc/firewalld -type f -exec sha256sum {} + | sort").out
    await_findings(own, 'index("firewall.firewalld.wireguard") and index("firewall.firewalld.names")')
    phone = Phone(own)
    assert not phone.connect().handshakes()
    open_by_command(own, "firewalld")
    assert phone.works()
    # Exactly that, here too.
    assert set(vm.run("firewall-cmd --zone=pic --list-ports").out.split()) == {
        "53/tcp", "80/tcp", "443/tcp", "8443/tcp", "53/udp", "123/udp"}
    assert vm.run("firewall-cmd --zone=pic --list-services").out.strip() == ""
    vm.run("firewall-cmd --reload", timeout=120)
    assert phone.works()
    vm.run("systemctl enable firewalld")
    reboot(own)
    vm.until("firewall-cmd --state")
    assert phone.connect().works()
    vm.run("picctl firewall close firewalld --yes", timeout=200)
    assert vm.run("find /etc/firewalld -type f -exec sha256sum {} + | sort").out == before
    await_findings(own, 'index("firewall.firewalld.wireguard")')
    open_by_command(own, "firewalld")
    vm.run("apt-get -y purge picd", timeout=120)
    assert vm.run("find /etc/firewalld -type f -exec sha256sum {} + | sort").out == before
    phone.disconnect()


def engine_rules(vm):
    """All that Docker has in the kernel, but for the chain that it leaves to others. In which order
    its networks come is another after each of its starts."""
    return sorted(vm.run("{ iptables -S; iptables -t nat -S; } | grep -v '^-A DOCKER-USER'").out.splitlines())


def test_docker_is_opened_whoever_starts_first(own):
    """No container runs: what the engine says of a network it says when that is made."""
    vm = own.machine
    vm.run("apt-get -y install docker.io", timeout=400)
    vm.run("docker network create --opt com.docker.network.bridge.name=shop shop")
    await_findings(own, '. == ["firewall.docker.forwarding", "firewall.docker.devices"]')
    phone = Phone(own).connect()
    assert phone.handshakes()
    with pytest.raises(AssertionError):
        own.world.page("phone", 4)
    engines = engine_rules(vm)
    assert "-P FORWARD DROP" in engines and any("shop" in rule for rule in engines)
    open_by_command(own, "docker")
    assert phone.works()
    assert engine_rules(vm) == engines

    reboot(own)
    assert phone.connect().works()
    vm.run("systemctl stop docker && iptables -F && iptables -X && systemctl start docker")
    vm.until(OPENED)
    assert phone.works()
    vm.run("systemctl stop pic.target && systemctl restart docker")
    vm.until("! ip link show pic0 2>/dev/null")
    assert vm.run("sysctl -n net.ipv4.conf.wan0.forwarding").out == "1\n"  # the containers' as well
    vm.run("systemctl start pic.target")
    own.await_servers()
    assert phone.works()
    # Somebody empties the chain while Docker runs.
    vm.run("iptables -F DOCKER-USER && iptables -A DOCKER-USER -j RETURN")
    vm.until(OPENED, timeout=90)
    emptied = "-N DOCKER-USER\n-A DOCKER-USER -j RETURN\n"
    vm.run("picctl firewall close docker --yes", timeout=120)
    vm.run("/usr/libexec/pic/pic-firewall docker:again:51820")  # picd's, begun before it was closed
    assert vm.run("iptables -S DOCKER-USER").out == emptied
    open_by_command(own, "docker")
    vm.run("apt-get -y purge picd", timeout=300)
    assert vm.run("iptables -S DOCKER-USER").out == emptied
    assert engine_rules(vm) == engines
    assert not vm.run("ls -d /etc/systemd/system/docker.service.wants", check=False).out


def test_rules_by_hand_are_named_with_the_line_that_opens_them(own):
    vm = own.machine
    vm.run("""nft -f - <<'END'
table inet mine {
    chain in { type filter hook input priority 0; policy drop; ct state established,related accept
        iif lo accept; meta l4proto 58 accept; iifname pic0 accept; }
    chain passing { type filter hook forward priority 0; iifname pic0 oifname wan0 reject; }
}
END""")
    await_findings(own, '. == ["firewall.nftables.wireguard", "firewall.nftables.forwarding"]')
    findings = {each["id"]: each for each in own.picctl("doctor")["findings"]}
    assert "in chain passing of table inet mine" in findings["firewall.nftables.forwarding"]["what"]
    phone = Phone(own)
    assert not phone.connect().handshakes()
    for each in ("wireguard", "forwarding"):
        remedy = findings[f"firewall.nftables.{each}"]["remedy"].split("; and where")[0]
        vm.run(remedy.replace("sudo ", ""))
    await_findings(own, ". == []")
    assert phone.works()


def test_pic_firewall_runs_what_its_grammar_says_and_nothing_else(own):
    vm = own.machine
    for order in ("ufw:open:0", "ufw:open:70000", "all:open:1", "iptables:close", "x", ""):
        assert vm.run(["/usr/libexec/pic/pic-firewall", order], check=False).rc == 2
    for name in ("pic-firewall@ufw:open:99999", "pic-firewall@all:close", "pic-firewall@ufw:x"):
        refused = vm.run(["runuser", "-u", "pic", "--", "busctl", "call", "org.freedesktop.systemd1",
                          "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "StartUnit",
                          "ss", f"{name}.service", "replace"], check=False)
        if name.endswith("99999"):  # the rule counts digits; the program counts further
            vm.until(f"systemctl show -P Result {name} | grep -q exit-code")
        else:
            assert refused.rc != 0 and "authentication" in refused.err.lower()
