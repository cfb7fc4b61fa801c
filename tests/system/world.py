"""The world around the VM's Debian, in network namespaces inside it.

                       .- phone (mobile network)
    host - provider - internet - laptop          layout "public"
    host - router - provider - internet - phone  layout "home": NAT, no hairpin; laptop on the LAN
    the same, the provider translates too        layout "carrier"

The host itself is the VM's first namespace, where picd runs. Addresses are global ones of other
people, on purpose: documentation ranges are "special" to picd and so count as LAN. Nothing leaves
the VM, which has no network card. Names are answered as NXDOMAIN but for those listed here.
"""

import time
from pathlib import Path

SERVERS = Path(__file__).parent / "internet"
PAGE = "page.example"
PAGE4, PAGE6 = "93.184.216.34", "2606:2800:220:1::34"
RESOLVER4, RESOLVER6 = "9.9.9.9", "2620:fe::fe"
HOST4 = {"public": "5.9.0.10", "home": "192.168.1.10", "carrier": "192.168.1.10"}
ROUTER_LAN4 = "192.168.1.1"
ROUTER_WAN4 = {"home": "5.9.0.20", "carrier": "100.64.0.2"}
PROVIDER4, PROVIDER6 = "62.0.0.2", "2a02:100:0:1::2"
LAPTOP4 = {"public": "37.0.1.2", "home": "192.168.1.30", "carrier": "192.168.1.30"}
PHONE4, PHONE6 = "37.0.0.2", "2a02:3000::2"
ROUTER_LIFETIME = 20  # seconds; an advertisement every 4, later when a clock is set back meanwhile

# Names that the product asks by default, so that nothing of it must be configured away.
RECORDS = {
    PAGE: (PAGE4, PAGE6),
    "v4.example": (PAGE4,),
    "stun.nextcloud.com": ("159.69.191.124",),
    "stun.sipgate.net": ("217.10.68.152",),
    "time.cloudflare.com": ("162.159.200.1",),
    "nts.netnod.se": ("194.58.207.74",),
    "ptbtime1.ptb.de": ("192.53.103.108",),
    "2.debian.pool.ntp.org": ("85.199.214.98", "85.199.214.99", "85.199.214.100"),
}
NTS_NAMES = ["time.cloudflare.com", "nts.netnod.se", "ptbtime1.ptb.de"]
TLS_NAMES = ["dns.quad9.net", "cloudflare-dns.com", "one.one.one.one", "dns.google", *NTS_NAMES]

RESOLVCONF = """#!/bin/sh
# What wg-quick asks of resolvconf, for a namespace with a resolv.conf of its own.
case $1 in
-a) cat >/etc/resolv.conf ;;
-d) echo nameserver @ >/etc/resolv.conf ;;
esac
"""


class World:
    def __init__(self, machine, layout):
        self.machine, self.layout = machine, layout
        self._watches = 0

    def build(self, silent=False):
        """`silent`: nobody tells the time until tells_the_time()."""
        self._files()
        self.machine.run(_script(self.layout), timeout=120)
        if silent:
            self.keeps_the_time()
        self._certificates()
        self._servers()
        self.until("internet", "ss -Hltn sport = :80 | grep -q .")
        self.machine.until(f"getent ahostsv4 {PAGE}")
        self.machine.until("ip -6 route show default | grep -q 'proto ra'")
        self.machine.until("ip -6 addr show dev wan0 scope global -tentative | grep -q inet6")
        return self

    def keeps_the_time(self):
        """To itself: who authenticates it (test_servers) exchanges keys and says no more than others."""
        self.run("internet", "nft 'table inet silence { chain in { type filter hook input priority 0; "
                             "udp dport { 123, 1123 } drop; }; }'")

    def tells_the_time(self):
        self.run("internet", "nft flush ruleset")

    def run(self, place, command, **options):
        """In a namespace: phone, laptop, router, provider, internet; or on the host."""
        return self.machine.run(_inside(place, command), **options)

    def begin(self, place, command, **options):
        return self.machine.begin(_inside(place, command), **options)

    def until(self, place, command, **options):
        return self.machine.until(_inside(place, command), **options)

    def page(self, place, family, timeout=10):
        """Loads the page by name and returns the address from which the server was asked."""
        out = self.run(place, f"curl -sS -{family} -m {timeout} http://{PAGE}/",
                       timeout=timeout + 20).out
        first, source = out.split()
        assert first == "page"
        return source

    def watch(self, place, pattern):
        self._watches += 1
        return Watch(self, place, pattern, f"/run/watch-{self._watches}")

    def connect(self, place, name, conf):
        """What a person does with the exported file: wg-quick up."""
        self.machine.push(f"/etc/wireguard/{name}.conf", conf, mode=0o600)
        self.run(place, f"wg-quick up {name}")

    def disconnect(self, place, name):
        self.run(place, f"wg-quick down {name}")

    def forward_port(self, port=51820):
        """The human's one action on the router at home; from inside it does not work (no hairpin)."""
        self.run("router", f"nft add rule ip nat pre iifname wan udp dport {port} "
                           f"dnat to {HOST4[self.layout]} && "
                           f"nft insert rule inet filter passing udp dport {port} accept && "
                           f"{{ conntrack -D -p udp --dport {port} || true; }}")

    def host_gets(self, device, address, gateway):
        """Another address in the network it moved to, whose router masquerades all but its own."""
        self.machine.run(f"""set -e
            ip -n provider addr replace {gateway}/24 dev open
            ip netns exec provider nft 'add table ip cafe; flush table ip cafe; table ip cafe {{
                chain post {{ type nat hook postrouting priority srcnat;
                    oifname core ip saddr != 5.9.0.0/24 masquerade; }}; }}'
            ip -4 addr flush dev {device}
            ip addr add {address}/24 dev {device}
            ip route add default via {gateway} dev {device}""")

    def host_moves(self, device, address, gateway):
        """The host leaves its network for the provider's own, under another device's name."""
        self.machine.run(f"""set -e
            ip link del wan0
            ip link add {device} type veth peer name cafe netns provider
            ip -n provider link add open type bridge
            ip -n provider addr flush dev home
            ip -n provider link set home master open
            ip -n provider link set cafe master open up
            ip -n provider addr add {gateway}/24 dev open
            ip -n provider addr add 2a01:4f8:5:20::1/64 dev open nodad
            ip -n provider link set open up
            ip link set {device} up
            ip addr add {address} dev {device}
            ip route add default via {gateway}
            ip addr add 2a01:4f8:5:20::11/64 dev {device} nodad
            ip route add default via 2a01:4f8:5:20::1
            echo nameserver {RESOLVER4} >/etc/resolv.conf""")

    def tells_the_time_first_to(self, unit):
        """Until this unit runs nobody is told it. The job's output is what the host believed by then."""
        return self.machine.begin(f"until systemctl -q is-active {unit}; do sleep 0.5; done; date +%s; "
                                  "ip netns exec internet nft flush ruleset")

    def router_tells(self, protocol=None):
        """Its external address, in "nat-pmp" or "pcp" alone, or to nobody."""
        self.machine.run("systemctl stop world-tells", check=False)
        if protocol:
            self._daemon("tells", "router",
                         f"/usr/bin/python3 /srv/world/router.py {protocol} {ROUTER_WAN4[self.layout]}")

    def _files(self):
        vm = self.machine
        vm.run("mkdir -p /srv/world/bin /etc/netns/phone /etc/netns/laptop /etc/wireguard")
        for name in ("server.py", "router.py"):
            vm.push(f"/srv/world/{name}", (SERVERS / name).read_bytes())
        vm.push("/srv/world/bin/resolvconf", RESOLVCONF.replace("@", RESOLVER4), mode=0o755)
        for place in ("phone", "laptop"):
            vm.push(f"/etc/netns/{place}/resolv.conf", f"nameserver {RESOLVER4}\n")
        resolver = RESOLVER4 if self.layout == "public" else ROUTER_LAN4
        vm.push("/etc/resolv.conf", f"nameserver {resolver}\n")

    def _certificates(self):
        """From an authority that the host trusts, as it would the real ones. They outlive a reboot."""
        names = ",".join(f"DNS:{name}" for name in TLS_NAMES)
        self.machine.run(f"""set -e
            cd /srv/world
            [ ! -e tls.crt ] || exit 0
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
                -keyout ca.key -out ca.crt -subj /CN=world 2>/dev/null
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
                -CA ca.crt -CAkey ca.key -keyout tls.key -out tls.crt -subj /CN=resolver \
                -addext subjectAltName={names} -addext basicConstraints=CA:FALSE 2>/dev/null
            # As update-ca-certificates would, which takes a minute here.
            cat ca.crt >>/etc/ssl/certs/ca-certificates.crt
            cp ca.crt /etc/ssl/certs/$(openssl x509 -hash -noout -in ca.crt).0""")

    def _servers(self):
        records = " ".join(f"--host-record={name},{address}"
                           for name, addresses in RECORDS.items() for address in addresses)
        self._daemon("names", "internet", f"dnsmasq -k -C /dev/null --no-resolv --no-hosts "
                     f"--local=/#/ --user=root --pid-file= {records}")
        self._daemon("servers", "internet", "/usr/bin/python3 /srv/world/server.py "
                     f"/srv/world/tls.crt /srv/world/tls.key {time.time()}")
        place, device = ("provider", "host") if self.layout == "public" else ("router", "br0")
        self._daemon("router", place, f"dnsmasq -k -C /dev/null --no-resolv --no-hosts --user=root "
                     f"--pid-file= --server={RESOLVER4} --interface={device} --bind-dynamic "
                     f"--enable-ra --dhcp-range=::,constructor:{device},ra-only "
                     f"--ra-param={device},4,{ROUTER_LIFETIME}")
        if self.layout != "public":
            self.router_tells("nat-pmp")
            self._daemon("laptop", "laptop", "/usr/bin/python3 /srv/world/server.py "
                         f"/srv/world/tls.crt /srv/world/tls.key {time.time()}")

    def _daemon(self, name, place, command):
        self.machine.run(f"systemd-run -q --unit=world-{name} ip netns exec {place} {command}")


class Watch:
    """Counts the packets that a place sees. A "none" is worth something only beside a "some"."""

    def __init__(self, world, place, pattern, log):
        self._world, self.log = world, log
        self._job = world.begin(place, f"exec tcpdump -i any -n -l --immediate-mode '{pattern}' "
                                       f">{log} 2>{log}.err")
        world.machine.until(f"grep -q 'listening on' {log}.err")

    def count(self):
        # tcpdump ends its last line once more when it is interrupted.
        return int(self._world.machine.run(f"grep -c . {self.log} || true").out)

    def text(self):
        return self._world.machine.run(f"cat {self.log}").out

    def sees(self, timeout=10):
        self._world.machine.until(f"test -s {self.log}", timeout=timeout)

    def says(self, text, timeout=10):
        self._world.machine.until(f"grep -qF {text} {self.log}", timeout=timeout)

    def stop(self):
        self._job.stop()
        return self.count()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._job.stop()


def _inside(place, command):
    if place == "host":
        return command
    return ["ip", "netns", "exec", place, "env", "PATH=/srv/world/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "sh", "-c", command]


def _script(layout):
    places = ["provider", "internet", "phone", "laptop"]
    if layout != "public":
        places.append("router")
    lines = ["set -e"]
    lines += [f"ip netns add {place}; ip -n {place} link set lo up" for place in places]
    # Written in a namespace, these are that namespace's.
    lines += [f"ip netns exec {place} sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1"
              for place in places if place not in ("phone", "laptop")]
    lines += _link("internet", "provider", "62.0.0.1/30", "2a02:100:0:1::1/64",
                   "provider", "core", f"{PROVIDER4}/30", f"{PROVIDER6}/64")
    lines += _link("internet", "phone", "37.0.0.1/24", "2a02:3000::1/64",
                   "phone", "mobile", f"{PHONE4}/24", f"{PHONE6}/64")
    lines += [
        # Whatever is nowhere else is a server of the internet.
        "ip -n internet route add local default dev lo table main",
        "ip -n internet -6 route add local default dev lo table main",
        f"ip -n internet route add 5.9.0.0/24 via {PROVIDER4}",
        f"ip -n internet -6 route add 2a01:4f8:5::/48 via {PROVIDER6}",
        "ip -n phone route add default via 37.0.0.1",
        "ip -n phone -6 route add default via 2a02:3000::1",
        "ip -n provider route add default via 62.0.0.1",
        "ip -n provider -6 route add default via 2a02:100:0:1::1",
    ]
    return "\n".join(lines + (_public() if layout == "public" else _behind_router(layout)))


def _public():
    return [
        *_link("internet", "laptop", "37.0.1.1/24", "2a02:3001::1/64",
               "laptop", "wan", "37.0.1.2/24", "2a02:3001::2/64"),
        "ip -n laptop route add default via 37.0.1.1",
        "ip -n laptop -6 route add default via 2a02:3001::1",
        "ip link add wan0 type veth peer name host netns provider",
        "ip -n provider addr add 5.9.0.1/24 dev host",
        "ip -n provider addr add 2a01:4f8:5:9::1/64 dev host nodad",
        "ip -n provider link set host up",
        "ip link set wan0 up",
        f"ip addr add {HOST4['public']}/24 dev wan0",
        "ip route add default via 5.9.0.1",
    ]


def _behind_router(layout):
    wan = ROUTER_WAN4[layout]
    gateway = wan.rsplit(".", 1)[0] + ".1"
    lines = [
        *_link("provider", "home", f"{gateway}/24", "2a01:4f8:5:20::1/64",
               "router", "wan", f"{wan}/24", "2a01:4f8:5:20::2/64"),
        f"ip -n router route add default via {gateway}",
        "ip -n router -6 route add default via 2a01:4f8:5:20::1",
        "ip -n provider -6 route add 2a01:4f8:5:21::/64 via 2a01:4f8:5:20::2",
        "ip -n router link add br0 type bridge",
        f"ip -n router addr add {ROUTER_LAN4}/24 dev br0",
        "ip -n router addr add 2a01:4f8:5:21::1/64 dev br0 nodad",
        "ip link add wan0 type veth peer name lan-host netns router",
        "ip link add eth netns laptop type veth peer name lan-laptop netns router",
        "ip -n router link set lan-host master br0 up",
        "ip -n router link set lan-laptop master br0 up",
        "ip -n router link set br0 up",
        "ip link set wan0 up",
        f"ip addr add {HOST4[layout]}/24 dev wan0",
        f"ip route add default via {ROUTER_LAN4}",
        "ip -n laptop link set eth up",
        f"ip -n laptop addr add {LAPTOP4[layout]}/24 dev eth",
        f"ip -n laptop route add default via {ROUTER_LAN4}",
        "ip netns exec router nft -f - <<'END'",
        "table ip nat {",
        "  chain pre { type nat hook prerouting priority dstnat; }",
        "  chain post { type nat hook postrouting priority srcnat; oifname wan masquerade; }",
        "}",
        "table inet filter {",
        "  chain passing { type filter hook forward priority filter; policy drop;",
        "    ct state established,related accept; iifname br0 oifname wan accept;",
        "    iifname br0 oifname br0 accept; }",
        "}",
        "END",
    ]
    if layout == "carrier":
        lines.append("ip netns exec provider nft 'table ip nat { chain post { type nat hook "
                     "postrouting priority srcnat; ip saddr 100.64.0.0/10 oifname core masquerade; }; }'")
    return lines


def _link(here, device, address4, address6, there, other, other4, other6):
    return [
        f"ip link add {device} netns {here} type veth peer name {other} netns {there}",
        f"ip -n {here} addr add {address4} dev {device}",
        f"ip -n {here} addr add {address6} dev {device} nodad",
        f"ip -n {here} link set {device} up",
        f"ip -n {there} addr add {other4} dev {other}",
        f"ip -n {there} addr add {other6} dev {other} nodad",
        f"ip -n {there} link set {other} up",
    ]
