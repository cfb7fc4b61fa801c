"""The base image: a root made by mmdebstrap, kept in a cache outside the tree."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from vm import recipe

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Image:
    """The root disk with its kernel and initrd; the lists by which apt resolves against it."""

    folder: Path

    @property
    def disk(self):
        return self.folder / "root.img"

    @property
    def kernel(self):
        return self.folder / "vmlinuz"

    @property
    def initrd(self):
        return self.folder / "initrd.img"

    @property
    def dpkg_status(self):
        return self.folder / "status"

    @property
    def sources(self):
        return self.folder / "sources.list"


def base(suite="bookworm", say=print):
    """The image of this recipe, made when the cache has none."""
    recipe.CACHE.mkdir(parents=True, exist_ok=True)
    folder = recipe.CACHE / f"{suite}-{recipe.key(suite)}"
    if os.geteuid() != 0:
        if not folder.exists():
            _make_as_root(suite)
        return Image(folder)
    with open(recipe.CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            say(f"Making the {suite} image in {folder} (about a minute)")
            with tempfile.TemporaryDirectory(dir=recipe.CACHE, prefix="making-") as scratch:
                _make(suite, Path(scratch))
                # The folder appears complete or not at all.
                (Path(scratch) / "out").rename(folder)
            _drop_others(suite, folder)
    return Image(folder)


def _make_as_root(suite):
    """Only root can make a tree whose files belong to others; anybody may read its image."""
    subprocess.run(["sudo", "env", f"PICD_VM_CACHE={recipe.CACHE}", f"PYTHONPATH={HERE.parent}",
                    "PYTHONDONTWRITEBYTECODE=1", sys.executable, "-c",
                    f"from vm import image; image.base({suite!r})"], check=True)


def _make(suite, scratch):
    root, out, hooks = scratch / "root", scratch / "out", scratch / "early"
    out.mkdir()
    early = {"etc/initramfs-tools/conf.d/picd-vm": recipe.INITRAMFS,
             "etc/initramfs-tools/modules": recipe.MODULES}
    _write(hooks, early)
    _run("mmdebstrap", "--quiet", "--mode=root", "--variant=apt", "--format=directory",
         "--include=" + ",".join(recipe.PACKAGES),
         '--aptopt=Apt::Install-Recommends "false"',
         f"--essential-hook=copy-in {hooks}/etc /",
         "--customize-hook=chroot \"$1\" systemctl -q mask " + recipe.MASKED,
         suite, str(root))
    shutil.copy(root / "etc/apt/sources.list", out / "sources.list")
    shutil.copy(root / "var/lib/dpkg/status", out / "status")
    _write(root, recipe.FILES)
    for name in ("agent.py", "picd-vm-agent.service"):
        target = "usr/local/sbin/picd-vm-agent" if name == "agent.py" else f"etc/systemd/system/{name}"
        shutil.copy(recipe.GUEST / name, root / target)
    (root / "usr/local/sbin/picd-vm-agent").chmod(0o755)
    (root / "srv/apt").mkdir(parents=True)
    wants = root / "etc/systemd/system/sysinit.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    (wants / "picd-vm-agent.service").symlink_to("/etc/systemd/system/picd-vm-agent.service")
    for name in ("vmlinuz", "initrd.img"):
        shutil.copy(next((root / "boot").glob(f"{name}-*")), out / name)
    _run("mke2fs", "-q", "-t", "ext4", "-L", "root", "-d", str(root), str(out / "root.img"),
         recipe.DISK_SIZE)


def _write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _drop_others(suite, keep):
    """An image of another recipe is never used again; each takes half a gigabyte."""
    for folder in recipe.CACHE.glob(f"{suite}-*"):
        if folder != keep:
            shutil.rmtree(folder)


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed ({done.returncode}):\n{done.stderr[-4000:]}")
