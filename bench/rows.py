"""What was measured, as rows: a goal is met or not; a row without one only tells."""

from dataclasses import asdict, dataclass

RUN = "bench/run"
SERVERS = ("pic-dns.service", "pic-web.service", "pic-ntp.service")
KINDS = {"add": "added, its keys made here", "add_given": "added with a key it has, as wg set gets it",
         "change": "changed", "remove": "removed"}
RIVALS = {"remove": "wg_remove"}  # the others: wg_set


@dataclass
class Row:
    name: str
    value: float
    unit: str
    goal: str = ""   # "≤ 1.3"; empty: none
    rival: str = ""  # what it is held against
    met: bool | None = None
    command: str = RUN

    def as_json(self):
        return asdict(self)


def at_most(name, value, unit, most, rival="", command=RUN):
    return Row(name, round(value, 3), unit, f"≤ {most}", rival, value <= most, command)


def at_least(name, value, unit, least, rival="", command=RUN):
    return Row(name, round(value, 3), unit, f"≥ {least}", rival, value >= least, command)


def of_changes(few, many):
    """`few` and `many`: medians in ms as guest/changes.py gives them, with 10 and 10,000 peers."""
    rows = []
    for kind, word in KINDS.items():
        ours = many[kind]
        rows.append(Row(f"one peer {word}, 10,000 present", round(ours, 2), "ms"))
        rows.append(at_most(f"one peer {word}: 10,000 present / 10 present", ours / few[kind], "×", 1.3,
                            f"itself: {few[kind]:.2f} ms"))
        rival = many[RIVALS.get(kind, "wg_set")]
        rows.append(at_most(f"one peer {word} / one wg set process", ours / rival, "×", 0.5,
                            f"wg set{' … remove' if kind == 'remove' else ''}: {rival:.2f} ms"))
        rows.append(at_least(f"wg syncconf / one peer {word}", many["wg_syncconf"] / ours, "×", 20,
                             f"wg syncconf: {many['wg_syncconf']:.0f} ms"))
    return rows


def of_memory(idle, loaded):
    """MiB by unit."""
    together = sum(idle.values())
    parts = ", ".join(f"{unit.removesuffix('.service')} {size:.1f}" for unit, size in idle.items())
    return [at_most("memory of picd, idle", idle["picd.service"], "MiB", 16),
            at_most("memory of picd, 10,000 peers", loaded["picd.service"], "MiB", 40),
            at_most("memory of picd, pic-dns, pic-web and pic-ntp, idle", together, "MiB", 100, parts)]


def of_restart(told):
    rows = [Row("restart of picd with 10,000 peers, until ready", round(told["seconds"], 2), "s"),
            at_most("its steps: what picctl plan would do after", told["steps"], "steps", 0),
            at_most("its changes, as ip monitor and nft monitor saw them", told["changes"], "changes", 0)]
    for name, same in (("WireGuard's peers", told["peers_same"]), ("the servers' start", told["services_same"])):
        rows.append(Row(f"{name} after it as before", int(same), "", "1", met=same))
    return rows


def of_load(told):
    return [Row("peers added over REST, four at a time", round(told["added"] / told["seconds"], 1), "per s")]


def of_native(report):
    """Google Benchmark's JSON."""
    return [Row(each["name"], round(each["cpu_time"], 3), each["time_unit"], command="build/bench/bench/native")
            for each in report["benchmarks"]]
