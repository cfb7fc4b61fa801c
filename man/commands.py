#!/usr/bin/env python3
"""commands.py PICD PICCTL PAGE: prints the manual page with the list of commands in the place of
its line @COMMANDS@. Both programs are asked, so that the page cannot tell of others."""

import json
import subprocess
import sys
from itertools import groupby

CELL = "cell"  # the noun whose verbs stand alone
OF_ALL = {"--json", "--help"}
TOLD_ONCE = {"--dry-run", "--yes", "--check"}  # by the page itself: what they do


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def escaped(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("|", "\\*(Ba")


def command(operation):
    noun, verb = operation["name"].split(".")
    verb = verb.replace("_", "-")
    return [verb] if noun == CELL else [noun, verb]


def options(picctl, operation):
    """Pairs of option and text, as picctl's help shows them; without what the page tells once."""
    found = []
    for line in output(picctl, *command(operation), "--help").splitlines():
        if line.startswith("  --"):
            found.append(line.strip().partition("  ")[::2])
        elif line.startswith("    ") and found:
            option, text = found[-1]
            found[-1] = (option, f"{text} {line.strip()}")
    return [(option, "" if option in TOLD_ONCE else text.strip())
            for option, text in found if option not in OF_ALL]


def positional(operation):
    name = operation["positional"]
    if not name:
        return ""
    optional = "" if name in operation["input"].get("required", []) else "Op "
    return f" {optional}Ar {escaped(name.replace('_', '-'))}"


def explained(operation):
    """The main input, in words."""
    name = operation["positional"]
    about = operation["input"]["properties"][name].get("description", "") if name else ""
    return f" {escaped(name.replace('_', '-'))}: {escaped(about)}." if about else ""


def entry(picctl, operation):
    yield f".It Nm Li {escaped(' '.join(command(operation)))}{positional(operation)}"
    help_text = operation["help"]
    yield escaped(help_text[0].upper() + help_text[1:]) + "." + explained(operation)
    pairs = options(picctl, operation)
    if pairs:
        yield ".Bl -tag -width Ds -compact"
        for option, text in pairs:
            yield f".It Li {escaped(option)}"
            yield from [escaped(text)] if text else []
        yield ".El"
    else:
        yield ".br"
    over = f"REST: {operation['rest']}; " if operation["rest"] else ""
    beyond = "".join(f", with --{option.replace('_', '-')} {right}"
                     for option, right in operation["polkit_with"].items())
    yield escaped(f"{over}polkit: {operation['polkit']}{beyond}")


def commands(picd, picctl):
    operations = [each for each in json.loads(output(picd, "--describe"))["operations"]
                  if not each["own_session"]]  # for browsers alone
    for noun, group in groupby(operations, key=lambda each: each["name"].split(".")[0]):
        yield f".Ss {noun}"
        yield ".Bl -tag -width Ds"
        for operation in group:
            yield from entry(picctl, operation)
        yield ".El"


def main(picd, picctl, page):
    for line in open(page):
        print(line, end="") if line != "@COMMANDS@\n" else print("\n".join(commands(picd, picctl)))


if __name__ == "__main__":
    main(*sys.argv[1:])
