"""What was measured, as rows: a goal is met or not; a row without one only tells."""

from dataclasses import asdict, dataclass
from statistics import median

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
    """`few` and `many`: with 10 and 10,000 peers, each a list of runs: medians in ms as guest/changes.py
    gives them. A row's value is the median of the runs; what a rival took in the same run stands against it."""
    return [row for kind in KINDS for row in _of_change(kind, few, many)] + [_of_keys(many)]


def _of_change(kind, few, many):
    against, word = RIVALS.get(kind, "wg_set"), f"one peer {KINDS[kind]}"
    ours, before = [run[kind] for run in many], median(run[kind] for run in few)
    rivals, syncs = [run[against] for run in many], [run["wg_syncconf"] for run in many]
    ratios = [mine / rival for mine, rival in zip(ours, rivals)]
    return [
        Row(f"{word}, 10,000 present", round(median(ours), 2), "ms", rival=_range(ours, "ms")),
        at_most(f"{word}: 10,000 present / 10 present", median(ours) / before, "×", 1.3,
                f"itself: {before:.2f} ms"),
        at_most(f"{word} / one wg set process", median(ratios), "×", 0.5,
                f"wg set{' … remove' if kind == 'remove' else ''}: {median(rivals):.2f} ms; {_range(ratios, '×')}"),
        at_least(f"wg syncconf / {word}", median(sync / mine for sync, mine in zip(syncs, ours)), "×", 20,
                 f"wg syncconf: {median(syncs):.0f} ms")]


def _of_keys(many):
    whole = [run["wg_keys"] + run["wg_set"] for run in many]
    return Row(f"one peer {KINDS['add']} / wg genkey, wg pubkey, wg genpsk and wg set",
               round(median(run["add"] / each for run, each in zip(many, whole)), 3), "×",
               rival=f"these four: {median(whole):.2f} ms")


def _range(values, unit):
    return f"{len(values)} runs: {min(values):.3g} to {max(values):.3g} {unit}"


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
    return [Row("peers added over REST, four at a time", round(told["peers"] / told["seconds"], 1), "per s")]


def of_native(report):
    """Google Benchmark's JSON."""
    return [Row(each["name"], round(each["cpu_time"], 3), each["time_unit"], command="build/bench/bench/native")
            for each in report["benchmarks"]]
