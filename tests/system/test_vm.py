"""The harness itself: what the other tests rely on without saying so."""

import time

import pytest

from vm.machine import CommandFailed


def test_boots_debian_with_systemd_dbus_and_apparmor(fresh):
    assert fresh.run("systemctl is-active dbus").out == "active\n"
    assert fresh.run("cat /sys/module/apparmor/parameters/enabled").out == "Y\n"
    assert fresh.run("systemctl list-units --failed --no-legend").out == ""


def test_kernel_makes_a_wireguard_device(fresh):
    fresh.run("ip link add probe0 type wireguard && wg show probe0 && ip link del probe0")


def test_command_reports_code_and_both_streams(fresh):
    result = fresh.run("echo out; echo err >&2; exit 3", check=False)
    assert result == (3, "out\n", "err\n")


def test_failed_command_tells_what_it_said(fresh):
    with pytest.raises(CommandFailed, match="No such file"):
        fresh.run(["cat", "/nowhere"])


def test_command_past_its_time_is_killed(fresh):
    with pytest.raises(TimeoutError):
        fresh.run("sleep 4242", timeout=1)
    fresh.until("! pgrep -x sleep", timeout=5)


def test_jobs_run_beside_commands(fresh):
    job = fresh.begin("ping -c 1000 -i 0.2 127.0.0.1")
    fresh.until("pgrep -x ping")
    said = job.stop().out
    assert "0% packet loss" in said


def test_files_go_in_and_out_whole(fresh):
    data = bytes(range(256)) * 8192 + b"tail"  # more than one chunk
    fresh.push("/root/blob", data, mode=0o600)
    assert fresh.pull("/root/blob") == data
    assert fresh.run("stat -c %a /root/blob").out == "600\n"


def test_restore_takes_back_disk_memory_and_links(fresh):
    fresh.save("before")
    fresh.run("touch /root/mark /run/mark && ip link add gone0 type dummy")
    fresh.restore("before")
    assert fresh.run("ls -d /root/mark /run/mark /sys/class/net/gone0", check=False).out == ""


def test_no_network_card_leads_out(fresh):
    assert fresh.run("ls /sys/class/net").out.split() == ["lo"]


def test_apt_installs_from_the_local_repository(fresh):
    fresh.run("apt-get -y install ufw", timeout=120)
    assert "inactive" in fresh.run("ufw status").out


def test_until_waits_for_the_condition_and_not_longer(fresh):
    job = fresh.begin("sleep 1; touch /run/there")
    begin = time.monotonic()
    fresh.until("test -e /run/there", timeout=10)
    assert 0.8 < time.monotonic() - begin < 5
    job.wait()


def test_comes_back_from_a_reboot(fresh):
    fresh.run("touch /run/volatile /root/durable")
    fresh.reboot()
    assert fresh.run("ls /run/volatile /root/durable", check=False).out == "/root/durable\n"
