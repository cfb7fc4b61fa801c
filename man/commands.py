#!/usr/bin/env python3
"""commands.py PICD PICCTL PAGE: prints the manual page with the list of commands in the place of
its line @COMMANDS@. Both programs are asked, so that the page cannot tell of others."""

import json
import subprocess
import sys
from itertools import groupby

CELL = "cell"  # the noun whose verbs stand alone


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def escaped(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("|", "\\*(Ba")


def command(operation):
    noun, verb = operation["name"].split(".")
    verb = verb.replace("_", "-")
    return [verb] if noun == CELL else [noun, verb]


def options(picctl, operation):
    """As picctl shows them: the indented lines of its help."""
    lines = output(picctl, *command(operation), "--help").splitlines()
    return [line.strip() for line in lines if line.startswith("  --")]


def entry(picctl, operation):
    positional = operation["positional"].replace("_", "-")
    yield f".It Nm Li {escaped(' '.join(command(operation)))}" + (
        f" Op Ar {escaped(positional)}" if positional else "")
    help_text = operation["help"]
    yield escaped(help_text[0].upper() + help_text[1:]) + "."
    for option in options(picctl, operation):
        yield ".br"
        yield f".Li {escaped(option)}"
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
