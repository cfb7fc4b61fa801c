#!/usr/bin/python3
"""memory.py UNIT…: what each unit's processes take of the memory, in MiB as JSON: the proportional
set size, in which a page that several share counts for each by its part."""

import json
import subprocess
import sys
from pathlib import Path


def processes(unit):
    group = subprocess.run(["systemctl", "show", "-P", "ControlGroup", unit], check=True,
                           capture_output=True, text=True).stdout.strip()
    return Path(f"/sys/fs/cgroup{group}/cgroup.procs").read_text().split()


def pss(process):
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise SystemExit(f"process {process} has no Pss")


print(json.dumps({unit: sum(map(pss, processes(unit))) / 1024 for unit in sys.argv[1:]}))
