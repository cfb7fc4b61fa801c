"""What the user `pic` and unprivileged callers may not do, on Debian 12 and 13."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest

import bus
from conftest import built_debs, restore_installed
from vm import image, repository
from vm.machine import Machine

# Each as user pic, over the system bus, as picd itself would ask.
AS_PIC = "setpriv --reuid=pic --regid=pic --init-groups --inh-caps=-all --bounding-set=-all"
MANAGER = "busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager"
TRANSIENT = (f"{MANAGER} StartTransientUnit 'ssa(sv)a(sa(sv))' {{}} fail 1 "
             "ExecStart 'a(sasb)' 1 /bin/touch 2 /bin/touch /root/owned false 0")
# Each would be done, or fail in other words, if polkit allowed it.
ESCALATIONS = {
    "transient unit": TRANSIENT.format("picx.service"),
    # systemd 257 looks before it asks polkit whether the unit runs: pic-web does before set-up.
    "bind mount": f"{MANAGER} BindMountUnit sssbb pic-web.service /root /var/lib/pic-web false false",
    "set-property": f"{MANAGER} SetUnitProperties 'sba(sv)' pic-dns.service true 1 IPAddressAllow 'a(iayu)' 0",
    "foreign unit": f"{MANAGER} StopUnit ss dbus.service replace",
    "look-alike unit": f"{MANAGER} StartUnit ss pic-dns.service.mount replace",
    "template with a path": f"{MANAGER} StartUnit ss 'pic-firewall@ufw:open:1-..-etc.service' replace",
    "enable": f"{MANAGER} EnableUnitFiles asbb 1 pic-dns.service false true",
    "reload the manager": f"{MANAGER} Reload",
    "environment": f"{MANAGER} SetEnvironment as 1 LD_PRELOAD=/tmp/x.so",
}


@pytest.fixture(scope="module", params=[pytest.param("bookworm", marks=pytest.mark.core), "trixie"])
def installed(request, machine):
    if request.param == "bookworm":
        restore_installed(machine)
        yield machine
        return
    base = image.base("trixie")
    folder = Path(tempfile.mkdtemp(prefix="picd-system-"))
    # Built for 12, picd has no libraries there and cannot run; its servers can, and what polkit and
    # systemd judge is all there.
    daemon = next(deb for deb in built_debs() if deb.name.startswith("picd_"))
    needed = ["polkitd", "chrony", "default-dbus-system-bus"]
    servers = [deb for deb in built_debs() if deb != daemon]
    vm = Machine(base, folder, disks=[repository.disk(base, servers, needed)])
    try:
        vm.start()
        vm.push("/root/picd.deb", daemon.read_bytes())
        vm.run("mount -o ro /dev/vdb /srv/apt && apt-get -qq update && "
               f"apt-get -y install {' '.join(needed)}", timeout=300)
        vm.run("dpkg -i --force-depends /srv/apt/pic*.deb /root/picd.deb", check=False, timeout=300)
        # In picd's place, which would be tried again for ever: the least with which pic-web runs.
        vm.run("systemctl mask --runtime --now picd")
        vm.push("/run/pic/web/caddy.json", '{"admin": {"disabled": true}}')
        vm.run("systemctl restart pic-web")
        yield vm
    finally:
        vm.stop()
        shutil.rmtree(folder)


def test_pic_may_start_what_it_is_meant_to(installed):
    """The control: without it every refusal below could be a broken call."""
    assert "/job/" in installed.run(f"{AS_PIC} {MANAGER} RestartUnit ss pic-web.service replace").out
    installed.until("systemctl is-active pic-web", timeout=60)


def refusal(machine, call):
    refused = machine.run(f"{AS_PIC} {call}", check=False)
    assert refused.rc != 0
    assert machine.run("ls /root/owned", check=False).rc != 0
    assert machine.run("systemctl is-active dbus").out == "active\n"
    return refused.err.lower()


@pytest.mark.parametrize("what", ESCALATIONS)
def test_pic_can_not(installed, what):
    said = refusal(installed, ESCALATIONS[what])
    assert "authentication required" in said or "access denied" in said  # by polkit or by the bus


@pytest.mark.parametrize("name", ["pic-dns.service", "pic-firewall@ufw:close.service"])
def test_pic_cannot_put_a_transient_unit_in_the_place_of_ours(installed, name):
    """systemd 252 asks polkit about no unit in particular, which refuses. 257 asks about the name, in
    the words of a start that pic may ask for: what refuses then is that the package has this unit."""
    said = refusal(installed, TRANSIENT.format(name))
    assert "authentication required" in said or "has a fragment file" in said


def test_nobody_may_ask_picd_over_dbus_but_root(machine):
    installed = machine
    installed.restore("booted")
    installed.run("apt-get -y install picd", timeout=300)
    installed.run("picctl status")
    installed.run("useradd -m eve")
    for words in ("status", "peer list", "setup --name evil --password-stdin", "setup-code",
                  "unit stop web", "user reset-password admin --password-stdin", "peer add eve"):
        refused = installed.run(f"setpriv --reuid=eve --clear-groups --inh-caps=-all picctl {words}",
                                check=False, stdin="correct horse battery\n")
        assert refused.rc == 3, (words, refused)


@pytest.fixture(scope="module")
def set_up(machine):
    machine.restore("booted")
    machine.run("apt-get -y install picd && useradd -m eve", timeout=300)
    machine.run("picctl setup --name home --admin anna --password-stdin",
                stdin="correct horse battery\n")
    return machine


# With the generation of what it was read from.
AUDIT = "busctl --json=short call ngo.pic.Cell1 /ngo/pic/Cell1 ngo.pic.Cell1.Audit List"


def test_nobody_may_call_any_method_but_root(set_up):
    described = json.loads(set_up.run("picd --describe").out)["operations"]
    rights = {bus.spelled(each["name"]): each["polkit"] for each in described if not each["own_session"]}
    before = set_up.run(AUDIT).out
    answers = bus.ask_everything(set_up, "eve")
    refused = {name: said.partition("polkit does not allow this (")[2].partition(")")[0]
               for name, said in answers.items()}
    assert refused == rights, answers
    assert set_up.run(AUDIT).out == before


def test_an_administrator_grants_others_one_right_at_a_time(set_up):
    """By a rule for polkit; the control of what is refused above."""
    installed = set_up
    as_eve = "setpriv --reuid=eve --clear-groups --inh-caps=-all picctl"
    calls = {"read": "peer list", "manage": "dns update --lan=yes",
             "secrets": "user reset-password anna --password-stdin"}
    for granted in calls:
        grant(installed, "eve", f"ngo.pic.cell1.{granted}")
        for right, words in calls.items():
            wanted = 0 if right == granted else 3
            said = installed.run(f"{as_eve} {words}", check=False, stdin="horse battery staple\n")
            assert said.rc == wanted, (granted, words, said)
    assert "eve" in installed.run("picctl audit list --json").out


def grant(machine, user, action):
    machine.push("/etc/polkit-1/rules.d/40-test.rules",
                 "polkit.addRule(function (action, subject) {"
                 f"if (action.id === '{action}' && subject.user === '{user}')"
                 "return polkit.Result.YES; });\n")
    machine.run("systemctl restart polkit")
