"""A ping flood that begins before what it watches and ends after it, and the verdict on it."""

import contextlib
import re

LOG = "/run/flood"
ANSWERED = f"grep -c icmp_seq= {LOG}"


@contextlib.contextmanager
def nothing_lost(world, place, address):
    world.machine.run(f"rm -f {LOG}")
    flood = world.begin(place, f"exec ping -n -i 0.01 {address} >{LOG}")
    try:
        world.machine.until(ANSWERED)
        yield
        soon = int(world.machine.run(ANSWERED).out) + 20
        world.machine.until(f"[ $({ANSWERED}) -ge {soon} ]")
    finally:
        flood.stop()
    judge(world.machine.run(f"head -n 2 {LOG}; tail -n 12 {LOG}").out)


def judge(said):
    """From the first answer on, which was before the act, to the last one, long after it, there is no
    gap. What was asked thereafter has no answer yet, because the flood ends between the two."""
    received = int(re.search(r"(\d+) received", said).group(1))
    numbers = [int(number) for number in re.findall(r"icmp_seq=(\d+)", said)]
    assert max(numbers) - min(numbers) + 1 == received and "errors" not in said, said
