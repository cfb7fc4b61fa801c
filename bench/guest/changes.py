#!/usr/bin/python3
"""changes.py NAME PASSWORD ROUNDS: in turn a peer added, changed and removed over REST, and the same
by `wg set` on a device with as many peers; every tenth time by `wg syncconf`. The first WARM rounds are
not counted, for either: an emulator translates what it has not run yet. Medians in ms as JSON."""

import base64
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from rest import Client

RIVAL = "rival0"
WARM = 50
FOLDER = Path("/run/bench")


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def timed_process(*words, stdin="/dev/null"):
    """From before the start of the process to after its end, without a shell between."""
    files = [(os.POSIX_SPAWN_OPEN, 0, str(stdin), os.O_RDONLY, 0),
             (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    begin = time.perf_counter()
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=files)
    status = os.waitpid(pid, 0)[1]
    took = time.perf_counter() - begin
    if status != 0:
        raise SystemExit(f"{' '.join(words)} failed")
    return took


def key():
    return base64.b64encode(os.urandom(32)).decode()


class Rival:
    """A WireGuard device with the same peers, for wireguard-tools."""

    def __init__(self):
        FOLDER.mkdir(exist_ok=True)
        peers = run("wg", "showconf", "pic0").split("[Peer]")[1:]
        head = f"[Interface]\nPrivateKey = {run('wg', 'genkey').strip()}\n"
        self._confs = [FOLDER / "one.conf", FOLDER / "two.conf"]
        for conf, extra in zip(self._confs, ("10.200.0.1/32", "10.200.0.2/32")):
            conf.write_text(head + "".join(f"\n[Peer]{peer.rstrip()}\n" for peer in peers) +
                            f"\n[Peer]\nPublicKey = {'B' * 42}E=\nAllowedIPs = {extra}\n")
        subprocess.run(["ip", "link", "del", RIVAL], check=False, capture_output=True)
        run("ip", "link", "add", RIVAL, "type", "wireguard")
        run("wg", "setconf", RIVAL, str(self._confs[0]))
        for secret in ("psk", "key"):
            (FOLDER / secret).write_text(run("wg", f"gen{secret}"))
        self._turn = 0

    def set(self):
        """Seconds of one peer added, and of its removal."""
        added = ("wg", "set", RIVAL, "peer", key(), "preshared-key", str(FOLDER / "psk"),
                 "allowed-ips", "10.201.0.1/32,fd00:201::1/128")
        return timed_process(*added), timed_process("wg", "set", RIVAL, "peer", added[4], "remove")

    @staticmethod
    def make_keys():
        """Seconds of what the cell does besides when it makes them."""
        return sum([timed_process("wg", "genkey"), timed_process("wg", "pubkey", stdin=FOLDER / "key"),
                    timed_process("wg", "genpsk")])

    def sync(self):
        self._turn = 1 - self._turn
        return timed_process("wg", "syncconf", RIVAL, str(self._confs[self._turn]))

    def close(self):
        run("wg", "set", RIVAL, "peer", f"{'B' * 42}E=", "remove")
        run("wg", "setconf", RIVAL, "/dev/null")  # a link with peers in it takes minutes to delete
        run("ip", "link", "del", RIVAL)


def in_kernel(peer):
    """WireGuard has the peer, and nftables knows what it may do."""
    known = run("wg", "show", "pic0", "peers").split()
    address = peer["ipv4"]
    element = subprocess.run(["nft", "get", "element", "inet", "pic", "internet4", f"{{ {address} }}"],
                             check=False, capture_output=True)
    return peer["public_key"] in known and element.returncode == 0


def one_round(client, number, check):
    """Add, change, remove, add with a given key: seconds of each."""
    took, issued = client.timed(client.request("POST", "/api/peers", {"name": f"bench-{number}"}))
    times, peer = [took], issued["peer"]
    if check and not in_kernel(peer):
        raise SystemExit("an added peer was answered for and is not in the kernel")
    path = f"/api/peers/{peer['id']}"
    changed = {"permissions": {"internet": True, "lan": True, "peers": True, "services": True}}
    times.append(client.timed(client.request("PATCH", path, changed))[0])
    times.append(client.timed(client.request("DELETE", path))[0])
    if check and in_kernel(peer):
        raise SystemExit("a removed peer was answered for and is still in the kernel")
    # With a key of the device's own, as `wg set` gets it: none has to be made.
    took, issued = client.timed(client.request("POST", "/api/peers", {"name": f"own-{number}",
                                                                      "public_key": key()}))
    client.timed(client.request("DELETE", f"/api/peers/{issued['peer']['id']}"))
    return [*times, took]


def main():
    name, password, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client, rival = Client().log_in(name, password), Rival()
    time.sleep(3)  # what is new on the host is looked at by picd, and that must not count
    one_round(client, os.getpid(), True)
    times = {"add": [], "change": [], "remove": [], "add_given": [], "wg_set": [], "wg_remove": [],
             "wg_keys": [], "wg_syncconf": []}
    for number in range(WARM + rounds):
        ours, theirs, keys = one_round(client, f"{os.getpid()}-{number}", False), rival.set(), rival.make_keys()
        synced = rival.sync() if number % 10 == 0 else None
        if number < WARM:
            continue
        for kind, took in zip(("add", "change", "remove", "add_given"), ours):
            times[kind].append(took)
        for kind, took in zip(("wg_set", "wg_remove"), theirs):
            times[kind].append(took)
        times["wg_keys"].append(keys)
        if synced is not None:
            times["wg_syncconf"].append(synced)
    one_round(client, os.getpid(), True)
    rival.close()
    print(json.dumps({kind: statistics.median(each) * 1000 for kind, each in times.items()}))


main()
