"""A local apt repository on a read-only disk: the packages under test and all that they need.

apt itself says what is needed: it resolves against the base image's dpkg status, so the closure is
that of the packages' own control fields, and `apt-get install picd` in the VM is the real thing.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from vm import recipe

LABEL = "picd-apt"


def disk(image, debs, extra=(), say=print):
    """An image file with `debs` (paths) and `extra` (names in Debian), and their dependencies."""
    debs = sorted(Path(deb).resolve() for deb in debs)
    digest = hashlib.sha256(repr((str(image.folder), sorted(extra))).encode())
    digest.update(Path(__file__).read_bytes())
    for deb in debs:
        digest.update(deb.read_bytes())
    target = recipe.CACHE / f"apt-{digest.hexdigest()[:16]}.img"
    if not target.exists():
        say(f"Collecting {len(debs)} packages and what they depend on")
        with tempfile.TemporaryDirectory(dir=recipe.CACHE, prefix="making-") as scratch:
            _make(image, debs, extra, Path(scratch))
            for old in recipe.CACHE.glob("apt-*.img"):
                if old.stat().st_nlink == 1 and not _in_use(old):
                    old.unlink()
            (Path(scratch) / "apt.img").rename(target)
    return target


def _make(image, debs, extra, scratch):
    folder = scratch / "apt"
    folder.mkdir()
    for deb in debs:
        shutil.copy(deb, folder)
    for deb in _closure(image, debs, extra, scratch):
        shutil.copy(deb, folder)
    packages = _run("dpkg-scanpackages", "--multiversion", ".", cwd=folder)
    (folder / "Packages").write_text(packages)
    megabytes = sum(file.stat().st_size for file in folder.iterdir()) // (1 << 20) + 32
    _run("mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-L", LABEL, "-d", str(folder),
         str(scratch / "apt.img"), f"{megabytes}M")


def _closure(image, debs, extra, scratch):
    """Downloads what apt would install beside `debs`; the archives are kept for the next time."""
    archives = recipe.CACHE / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    state = scratch / "state"
    (state / "lists" / "partial").mkdir(parents=True)
    none = scratch / "none"
    (none / "partial").mkdir(parents=True)
    shutil.copy(image.dpkg_status, state / "status")
    apt = ["apt-get", "-qq", "-o", f"Dir::State={state}", "-o", f"Dir::State::status={state}/status",
           "-o", f"Dir::Cache={scratch}", "-o", f"Dir::Cache::archives={archives}",
           "-o", f"Dir::Etc::SourceList={image.sources}", "-o", "Dir::Etc::SourceParts=/dev/null",
           "-o", "Dir::Etc::Preferences=/dev/null",
           "-o", "Dir::Etc::PreferencesParts=/dev/null",
           "-o", "APT::Install-Recommends=false", "-o", "APT::Sandbox::User=root",
           "-o", "DPkg::Post-Invoke=", "-o", "APT::Update::Post-Invoke=",
           "-o", "APT::Update::Post-Invoke-Success=", "-o", "Debug::NoLocking=1",
           # Without dpkg the removal of what conflicts is nobody's business here.
           "--allow-remove-essential", "--allow-downgrades"]
    _run(*apt, "update")
    found = []
    # Each extra by itself: they may conflict with one another, as firewalls do.
    for wanted in [[str(deb) for deb in debs], *([name] for name in extra)]:
        if wanted:
            _run(*apt, "-y", "--download-only", "install", *wanted)
            # With an empty cache apt prints also what it would not download again.
            uris = _run(*apt, "-y", "--print-uris", "-o", f"Dir::Cache::archives={none}",
                        "install", *wanted)
            found += _archives_of(uris, archives)
    return sorted(set(found))


def _archives_of(uris, archives):
    """The lines of --print-uris are: 'uri' file size hash."""
    names = [line.split()[1] for line in uris.splitlines() if line.startswith("'http")]
    return [archives / name for name in names]


def _in_use(path):
    """A VM of another run may still read its disk."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.resolve() == path:
                return True
        except OSError:
            continue
    return False


def _run(*command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:1])} failed ({done.returncode}):\n"
                           f"{done.stderr[-4000:]}")
    return done.stdout
