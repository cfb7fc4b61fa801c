"""picctl as the shell of a person has it."""

import json
import shlex

import pytest

from cell import ADMIN
from dialogue import talk

LAYOUT = "home"

# What bash does when Tab is pressed behind these words.
TAB = """
. /usr/share/bash-completion/bash_completion
_completion_loader picctl
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
$(complete -p picctl | sed 's/.*-F \\([^ ]*\\).*/\\1/') picctl "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def shell(cell):
    cell.machine.run("apt-get -y install bash-completion", timeout=120)
    cell.picctl("peer add phone --endpoint 5.9.0.20")
    return cell


@pytest.mark.parametrize("words, status", [("", 2), ("peer", 2), ("help", 0), ("peer --help", 0), ("help peer", 0)])
def test_help_that_nobody_asked_for_is_no_success(cell, words, status):
    told = cell.machine.run(f"picctl {words}", check=False)
    assert told.rc == status and "peer add" in (told.out if status == 0 else told.err)
    assert bool(told.out) == (status == 0)


@pytest.mark.parametrize("line, wanted", [
    ("picctl pe", {"peer"}),
    ("picctl peer is", {"issue"}),
    ("picctl peer show ", {"phone"}),
    ("picctl peer add tablet --tun", {"--tunnel"}),
    ("picctl peer add tablet --tunnel ", {"full", "split"}),
])
def test_bash_completes(shell, line, wanted):
    words = line.split(" ")
    assert set(shell.machine.run(["bash", "-c", TAB, "bash", *words]).out.split()) == wanted, shlex.join(words)


def test_a_password_is_never_shown_whatever_becomes_of_the_question(cell):
    """In a shell that leaves the terminal to its programs, as not all do."""
    reset, shown = f"picctl user reset-password {ADMIN}", "a word on the screen"
    said = talk(cell.machine, ["env", "PS1=> ", "ENV=", "sh", "-i"], [
        ("> ", reset), ("New password", "\x1a"), ("Stopped", "fg"), ("New password", shown), ("again", "\x03"),
        ("> ", "stty -a"), ("> ", "exit 0")])
    assert shown not in said
    assert " echo " in said and "-echo " not in said


CHANGE = """import sqlite3, sys
store = sqlite3.connect("/var/lib/pic/store.db")
store.execute("UPDATE audit SET actor = ? WHERE number = 1", (sys.argv[1],))
store.commit()
"""


def test_an_audit_log_that_was_changed_is_told(cell):
    actor = cell.picctl("audit list")["entries"][-1]["actor"]
    cell.machine.push("/srv/change.py", CHANGE)

    def change(name):
        cell.machine.run(f"systemctl stop picd && python3 /srv/change.py '{name}' && systemctl start picd")

    change("mallory")
    said = cell.picctl("audit verify", check=False)
    assert said.rc == 1 and json.loads(said.out)["broken"] == 1
    assert "the audit log was changed" in cell.machine.run("picctl doctor").out
    change(actor)
    assert cell.picctl("audit verify")["intact"]
    assert "audit log" not in cell.machine.run("picctl doctor").out
