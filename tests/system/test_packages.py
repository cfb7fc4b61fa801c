"""The packages: what installing tells, what upgrading keeps, what removing takes back. One life of
them, told in order: each test begins where the one before it ended."""

import re

import pytest

import world as w
from cell import ADMIN, PASSWORD, Cell
from conftest import DEBS
from flood import nothing_lost

# All that a removed package could leave behind, but for users and for what apt itself did: chrony
# took systemd-timesyncd's place and stays. /etc/wireguard has the phone's file.
TRACES = {
    "nft": "nft list ruleset",
    "rules": "ip rule; ip -6 rule",
    "tables": "ip route show table all | grep -E 'table (99|10)[0-9]{2,}' || true",
    "links": "ls /sys/class/net",
    "addresses": "ip -o addr show scope global | grep -v -e temporary -e dynamic | awk '{print $2, $4}'",
    "routes": "ip route; ip -6 route show table main | grep -v 'proto ra' | sed 's/ expires .*//'",
    "forwarding": "sysctl -a -r 'conf[.].*[.](forwarding|accept_ra|src_valid_mark)$' | grep -v pic0",
    "units": "systemctl list-units --all --no-legend --plain 'pic*' | cut -d' ' -f1 | grep -v agent || true",
    "unit files": "systemctl list-unit-files --no-legend 'pic*' | cut -d' ' -f1 | grep -v agent || true",
    "other units": "systemctl list-unit-files --no-legend --state=enabled,disabled,masked "
                   "| grep -v -e '^pic' -e agent -e chrony -e timesyncd | awk '{print $1, $2}'",
    "etc": "find /etc -path /etc/netns -prune -o -print | grep -v -e chrony -e '^/etc$' -e /rc.\\.d "
           "-e '/etc/\\(passwd\\|group\\|gshadow\\|shadow\\|subuid\\|subgid\\)-\\?$' -e ld.so.cache "
           "-e init.d -e '^/etc/\\(ppp\\|wireguard\\)/\\?' | sort",
    # Not only the names: of the files that nobody but the packages had a reason to touch.
    "etc's contents": "find /etc/apparmor.d /etc/sysctl* /etc/systemd /etc/network /etc/nftables.conf "
                      "/etc/resolv.conf /etc/hosts /etc/default /etc/polkit-1 /etc/dbus-1 -type f "
                      "! -name '*chrony*' -exec sha256sum {} + 2>/dev/null | sort",
    "state": "ls /var/lib | grep -v chrony; ls /run | grep pic || true",
    "share": "find /usr/share /usr/lib /usr/sbin /usr/bin /lib/systemd -name 'pic*' | grep -v agent || true",
}


# The packages under test as the release before them, so that apt has something to upgrade. Two
# of their units were others.
OLDER = """set -e
    mkdir /root/older
    for deb in /srv/apt/picd_*.deb /srv/apt/pic-c*.deb; do
        rm -rf /tmp/deb && dpkg-deb -R $deb /tmp/deb
        version=$(dpkg-deb -f $deb Version)
        sed -i "s/$version/$version~before/g" /tmp/deb/DEBIAN/control
        find /tmp/deb -name pic-dns.service -o -name pic-web.service |
            xargs -r sed -i '/^ExecStart=/a Environment=PIC_RELEASE=before'
        dpkg-deb -Znone -b /tmp/deb /root/older
    done"""
SYNCHRONISED = "chronyc -n tracking | grep -q 'Leap status *: Normal'"
WRONG_BY = """chronyd -Q -t 20 -f /dev/null 'server 85.199.214.98 iburst maxsamples 1' 2>&1 |
    grep -oP 'wrong by \\K\\S+'"""
OF_BEFORE = """for unit in pic-dns pic-web; do
    grep -zh PIC_RELEASE /proc/$(systemctl show -P MainPID $unit)/environ
done | tr '\\0' ' '"""
FORWARDS = "readlink /proc/$(systemctl show -P MainPID pic-forward)/exe"
VERSIONS = "dpkg-query -W -f '${Version}\n' picd pic-coredns pic-caddy"


@pytest.fixture(scope="module")
def before(fresh):
    world = w.World(fresh, "public").build()
    fresh.run(OLDER, timeout=300)
    return world, traces(fresh)


def traces(machine):
    return {name: machine.run(command).out for name, command in TRACES.items()}


def test_installing_ends_with_where_to_go_and_the_code(before):
    world, _ = before
    said = world.machine.run("apt-get -y install /root/older/*.deb", timeout=300).out
    # Nobody outside is answered under a public address, so that there is nothing to open.
    assert "5.9.0.10" not in said and ".local" not in said
    assert "https://127.0.0.1:8443 there, after: ssh -L 8443:127.0.0.1:8443 HOST" in said
    code = re.search(r"code +(\S+-\S+-\S+)", said).group(1)
    assert code in world.machine.run("picctl setup-code").out
    fingerprint = re.search(r"certificate +([0-9A-F:]{95})", said).group(1)
    shown = world.machine.run(
        "echo | openssl s_client -connect 127.0.0.1:8443 2>/dev/null | "
        "openssl x509 -noout -fingerprint -sha256").out
    assert fingerprint in shown


def test_nothing_is_in_the_kernel_before_set_up(before):
    world, then = before
    now = traces(world.machine)
    for name in ("nft", "rules", "tables", "links", "forwarding"):
        assert now[name] == then[name]


def test_clock_stays_synchronised_by_one_daemon(before):
    world, _ = before
    world.machine.until(SYNCHRONISED, timeout=60)
    Cell(world).set_up()
    world.machine.until("systemctl is-active pic-ntp && ! systemctl is-active chrony")
    # At once, before the new daemon has heard anybody: one hands the clock to the other as it goes.
    assert abs(float(world.machine.run(WRONG_BY).out)) < 0.1
    assert world.machine.run("pgrep -c chronyd").out == "1\n"
    world.machine.until(SYNCHRONISED, timeout=60)
    world.machine.run("systemctl start chrony", check=False)  # as an upgrade of its package does
    assert world.machine.run("systemctl is-active chrony", check=False).out == "inactive\n"
    assert world.machine.run("pgrep -c chronyd").out == "1\n"


def test_upgrade_under_traffic_keeps_tunnels_and_data(before):
    world, _ = before
    cell = Cell(world)
    peer = cell.connect("phone", options=f"--endpoint {w.HOST4['public']}")
    gateway = cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    world.until("phone", f"ping -c1 -W1 {gateway}")
    world.machine.run(f"""curl -sf -c /root/jar -H 'Content-Type: application/json' \
        -d '{{"name": "{ADMIN}", "password": "{PASSWORD}"}}' http://127.0.0.1:8081/api/auth/login""")
    signed_in = "curl -sf -b /root/jar http://127.0.0.1:8081/api/auth/me"
    assert ADMIN in world.machine.run(signed_in).out
    pid = world.machine.run("systemctl show -P MainPID picd").out
    assert world.machine.run(VERSIONS).out.count("~before") == 3
    assert world.machine.run(OF_BEFORE).out.count("before") == 2
    with nothing_lost(world, "phone", gateway):
        world.machine.run("apt-get -y upgrade", timeout=300)
        world.machine.run("picctl plan")
    assert "~before" not in world.machine.run(VERSIONS).out
    assert world.machine.run("systemctl show -P MainPID picd").out != pid
    assert cell.picctl("peer show phone")["public_key"] == peer["public_key"]
    assert ADMIN in world.machine.run(signed_in).out
    assert cell.settled()
    cell.await_servers()
    assert world.machine.run(OF_BEFORE).out == "", "the new servers run under the old units"
    assert world.machine.run(FORWARDS).out == "/usr/libexec/pic/pic-forward\n"


# Linux does not change a set's size: the table is made anew, with all that it holds.
OTHER_SETS = """systemctl stop picd
    nft list table inet pic | sed 's/size 4096/size 8192/' >/root/rules
    grep -q 'size 8192' /root/rules
    (echo delete table inet pic; cat /root/rules) | nft -f /dev/stdin"""


def test_rules_of_a_release_with_other_sets_are_replaced_under_traffic(before):
    world, _ = before
    cell = Cell(world)
    gateway = cell.picctl("status")["ipv4"].replace(".0/20", ".1")
    with nothing_lost(world, "phone", gateway):
        world.machine.run(OTHER_SETS)
        world.machine.run("systemctl start picd")
        world.machine.until("nft list table inet pic | grep -q 'size 4096'")
    assert cell.settled()


# Of dpkg's own names for them: what lies in /bin is really in /usr/bin.
OWNERS = """grep -hoP '^Exec\\w+=[-+!@]*\\K/\\S+' /lib/systemd/system/pic*.service | sort -u |
    xargs dpkg -S /usr/sbin/update-ca-certificates | cut -d: -f1 | sort -u"""
CLOSURE = """dpkg-query -W -f '${Essential} ${Package}\\n' | grep -oP '^yes \\K.*'
    apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts \\
    --no-breaks --no-replaces --no-enhances picd | grep -o '^[a-z0-9].*' | cut -d: -f1"""


def test_apt_brings_all_that_the_units_run_and_the_authorities_of_the_web(before):
    world, _ = before
    owners = set(world.machine.run(OWNERS).out.split())
    assert {"picd", "ca-certificates"} <= owners
    assert owners <= set(world.machine.run(CLOSURE).out.split())


PAGES = ["man8/picd.8", "man1/picctl.1", "man5/picd.yaml.5"]


def test_manual_pages_are_there(before):
    world, _ = before
    for page in PAGES:
        world.machine.run(f"dpkg -S /usr/share/man/{page}.gz")


def test_reinstalling_starts_no_unit_that_was_stopped(before):
    world, _ = before
    world.machine.run("systemctl stop pic-dns")
    world.machine.run("apt-get -y --reinstall install pic-coredns", timeout=120)
    assert world.machine.run("systemctl is-active pic-dns", check=False).out == "inactive\n"
    world.machine.run("picctl unit start dns")


def test_reinstalling_leaves_a_stopped_cell_stopped(before):
    world, _ = before
    world.machine.run("systemctl stop pic.target picd")
    world.machine.run("apt-get -y --reinstall install picd pic-coredns pic-caddy", timeout=120)
    active = "systemctl is-active picd pic.target pic-plane pic-dns pic-web"
    assert set(world.machine.run(active, check=False).out.split()) == {"inactive"}
    assert "pic0" not in world.machine.run("ls /sys/class/net").out
    world.machine.run("systemctl start picd")
    world.machine.until("wg show pic0 peers | grep -q .")
    Cell(world).await_servers()


def test_removing_takes_the_data_plane_and_keeps_the_data(before):
    world, then = before
    world.machine.run("apt-get -y remove picd", timeout=120)
    now = traces(world.machine)
    for name in ("nft", "rules", "tables", "links", "forwarding", "other units"):
        assert now[name] == then[name], name
    world.machine.until(f"systemctl is-active chrony && {SYNCHRONISED}", timeout=60)
    assert world.machine.run("ls /var/lib/pic/store.db").out
    world.machine.run("apt-get -y install picd", timeout=300)
    world.machine.until("picctl peer show phone")
    world.machine.until("wg show pic0 peers | grep -q .")


def test_purging_leaves_nothing(before):
    world, then = before
    said = world.machine.run("apt-get -y purge picd pic-coredns pic-caddy && "
                             "apt-get -y autoremove --purge", timeout=300).out
    # The host's key is systemd's, and others may have sealed by it: it stays, and is named.
    assert "/var/lib/systemd/credential.secret, stays" in said
    world.machine.run("test -s /var/lib/systemd/credential.secret")
    now = traces(world.machine)
    for name, text in then.items():
        changed = set(now[name].splitlines()) ^ set(text.splitlines())
        assert not changed, f"{name}: {sorted(changed)}"
    assert world.machine.run("systemctl is-active chrony").out == "active\n"


def test_packages_are_the_three():
    names = sorted(deb.name.split("_")[0] for deb in DEBS.glob("*.deb"))
    assert names == ["pic-caddy", "pic-coredns", "picd"]
