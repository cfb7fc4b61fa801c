"""docs/performance.md out of bench/results.json."""

HEAD = """# Performance
Made by `make bench` from `bench/results.json`; not to be edited. {when}, on {machine}.

What runs in the VM is emulated: there only ratios mean something, each of ours and the rival's in
turn, after rounds that do not count; the median of several runs. A process costs 25 to 50 times what
it does on a real machine, netlink about six times. What picd syncs is synced to the disk below. Memory
is the proportional set size, from `/proc/PID/smaps_rollup`.
"""
TABLE = "| what | measured | goal | met | against |\n|---|---|---|---|---|\n"
SIGN = {True: "yes", False: "**no**", None: ""}


def _line(row):
    return (f"| {row['name']} | {row['value']:g} {row['unit']} | {row['goal']} | {SIGN[row['met']]} | "
            f"{row['rival']} |\n").replace(" |  |", " | |")


def markdown(results):
    text = HEAD.format(when=results["when"], machine=results["machine"])
    for command in dict.fromkeys(row["command"] for row in results["rows"]):
        rows = [row for row in results["rows"] if row["command"] == command]
        text += f"\n## `{command}`\n{TABLE}" + "".join(map(_line, rows))
    return text
