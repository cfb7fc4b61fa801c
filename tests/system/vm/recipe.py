"""What the base image is made of. Its hash names the image in the cache."""

import hashlib
import os
from pathlib import Path

GUEST = Path(__file__).parent / "guest"
CACHE = Path(os.environ.get("PICD_VM_CACHE", Path.home() / ".cache" / "picd-vm"))
DISK_SIZE = "6G"

# A Debian server as its installer leaves it, and the judges that the tests ask (wg, dig, nft).
PACKAGES = """
    linux-image-cloud-amd64 systemd-sysv systemd-timesyncd dbus polkitd apparmor udev kmod procps
    ifupdown isc-dhcp-client iproute2 iputils-ping nftables wireguard-tools conntrack
    dnsmasq-base bind9-dnsutils curl ca-certificates openssl jq tcpdump less e2fsprogs
    python3-minimal libpython3-stdlib tzdata ucf
""".split()

# Timers that would take CPU from a test in the middle of it.
MASKED = ("apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer "
          "fstrim.timer getty@tty1.service")

FILES = {
    "etc/hostname": "host\n",
    "etc/hosts": "127.0.0.1 localhost\n127.0.1.1 host\n::1 localhost ip6-localhost\n",
    "etc/fstab": "/dev/vda / ext4 errors=remount-ro 0 1\n",
    # allow-hotplug, as the installer writes it: without a network card nothing waits for one.
    "etc/network/interfaces": "auto lo\niface lo inet loopback\n"
                              "allow-hotplug eth0\niface eth0 inet dhcp\niface eth0 inet6 auto\n",
    "etc/apt/sources.list": "deb [trusted=yes] file:/srv/apt ./\n",
}

# Only what it takes to mount the root: the usual "most" costs five seconds of every boot.
INITRAMFS = "MODULES=list\nCOMPRESS=gzip\n"
MODULES = "virtio_pci\nvirtio_blk\next4\n"


def key(suite):
    """Changes whenever the image would."""
    text = repr((suite, sorted(PACKAGES), MASKED, sorted(FILES.items()), INITRAMFS, MODULES,
                 DISK_SIZE))
    digest = hashlib.sha256(text.encode())
    for path in (*sorted(GUEST.iterdir()), Path(__file__).with_name("image.py")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
