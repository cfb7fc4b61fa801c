"""The order of the house: what docs/design.md promises about folders, held against the files."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

DESIGN = (ROOT / "docs" / "design.md").read_text()


def names(text):
    return set(re.findall(r"\w+", text))


def allowed():
    """The table of docs/design.md: folder -> what it may include."""
    common = names(re.search(r"^\*common\* = (.+)\.$", DESIGN, re.M).group(1))
    table = {}
    for folder, may in re.findall(r"^\| `(\w+)/` \|.*\| ([^|]+) \|$", DESIGN, re.M):
        table[folder] = names(may)
        if "common" in table[folder]:
            table[folder] = table[folder] - {"common"} | common
    return table


TABLE = allowed()


def folders():
    return sorted(p.name for p in SRC.iterdir() if p.is_dir())


def includes(path):
    for line in path.read_text().splitlines():
        if match := re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line):
            if match[1] == '"' or (SRC / match[2]).exists():
                yield match[2]


def test_every_include_is_allowed():
    wrong = []
    for folder in folders():
        for path in sorted((SRC / folder).rglob("*.[ch]pp")):
            for name in includes(path):
                target = name.split("/")[0]
                if "anything" in TABLE[folder] or target == folder or name == "config.hpp":
                    continue
                if "/" not in name or target not in TABLE[folder]:
                    wrong.append(f"{path.relative_to(ROOT)} includes {name}")
    assert wrong == []


def test_every_folder_is_in_the_table():
    assert [f for f in folders() if f not in TABLE] == []
    assert TABLE["base"] == set() and TABLE["net"] == {"base"}


def test_every_folder_has_its_page():
    assert [f for f in folders() if not (SRC / f / "README.md").exists()] == []


def test_every_source_file_is_built():
    """A file that no meson.build names is neither compiled nor tested."""
    missing = []
    for base in ("src", "tests"):
        for path in sorted((ROOT / base).rglob("*.cpp")):
            built = path.parent
            while not (built / "meson.build").exists():
                built = built.parent
            text = (built / "meson.build").read_text()
            # In quotes: "leaf.cpp" is not named by "authority_leaf.cpp".
            if f"'{path.relative_to(built)}'" not in text:
                missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def test_no_long_files():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    long = []
    for name in tracked.stdout.split():
        if name.endswith((".cpp", ".hpp", ".py", ".go", ".ts", ".tsx")):
            lines = (ROOT / name).read_text().count("\n")
            if lines > 400:
                long.append(f"{name}: {lines}")
    assert long == []


def test_no_reference_into_a_snapshot_that_nobody_holds():
    """A member of a temporary outlives it by luck alone: the snapshot gets a name first."""
    pattern = re.compile(r"(const auto ?& ?\w+ = [^;]*|const auto ?\* ?\w+ = [^;]*|for \([^;]*: [^;]*)"
                         r"\bsnapshot\(\)->")
    wrong = []
    for path in sorted(SRC.rglob("*.[ch]pp")):
        for match in pattern.finditer(path.read_text()):
            wrong.append(f"{path.relative_to(ROOT)}: {match.group(0)}")
    assert wrong == []


def test_no_merge_is_left_half_done():
    found = subprocess.run(["git", "grep", "-nE", "^(<<<<<<<|>>>>>>>) "], cwd=ROOT, capture_output=True,
                           text=True)
    assert found.returncode == 1, found.stdout + found.stderr  # git grep found nothing
