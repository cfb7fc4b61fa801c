"""A person at a terminal in the VM, who answers what a command asks."""

import json

# In the VM: a question is answered when it is asked, since a password's prompt drops what was typed
# before it.
PERSON = """
import codecs, json, os, pty, select, sys
said, answers = "", json.loads(sys.argv[1])
decode = codecs.getincrementaldecoder("utf-8")("replace").decode
pid, terminal = pty.fork()
if pid == 0:
    os.execvpe(sys.argv[2], sys.argv[2:], {**os.environ, "TERM": "xterm"})
seen = 0
while select.select([terminal], [], [], 60)[0]:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    said += decode(part)
    if answers and answers[0][0] in said[seen:]:
        seen = len(said)
        os.write(terminal, answers.pop(0)[1].encode() + b"\\n")
sys.stdout.write(said.replace("\\r\\n", "\\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or len(answers))
"""


def talk(machine, command, answers):
    """What stood on the terminal, when every (question, answer) came up in this order."""
    return machine.run(["python3", "-c", PERSON, json.dumps(answers), *command], timeout=120).out
