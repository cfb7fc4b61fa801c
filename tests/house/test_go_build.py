"""packaging/go/build.sh with a Go that builds, and cannot list what it linked in."""

import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parents[2] / "packaging/go"

# What it makes says both programs' versions, as build.sh asks them to.
GO = """#!/bin/sh
case $1 in
    env) dirname "$0" ;;
    list) exit 1 ;;
    build)
        while [ "$1" != -o ]; do shift; done
        printf '#!/bin/sh\\necho CoreDNS-%s\\necho "%s "\\n' COREDNS CADDY >"$2"
        chmod +x "$2"
        ;;
esac
"""


def pinned(module):
    return re.search(r"(?:coredns/coredns|caddy/v2) v(\S+)", (HERE / module / "go.mod").read_text()).group(1)


def test_nothing_is_built_without_the_licences_of_what_is_in_it(tmp_path):
    go = tmp_path / "go"
    go.write_text(GO.replace("COREDNS", pinned("coredns")).replace("CADDY", "v" + pinned("caddy")))
    go.chmod(0o755)
    (tmp_path / "LICENSE").write_text("Go's own\n")
    path = f"{tmp_path}:{os.environ['PATH']}"
    built = subprocess.run([HERE / "build.sh", tmp_path / "out"], env=os.environ | {"PATH": path})
    assert built.returncode != 0
