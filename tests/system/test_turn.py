"""Whose turn it is, told by the kernel: no process that was killed holds anybody up."""

import subprocess
import sys
from pathlib import Path

import pytest

from vm import turn

pytestmark = pytest.mark.core
OTHER = "import sys; from vm import turn; held = turn.take(sys.argv[1]); print('held', flush=True); input()"


def test_it_is_one_processs_at_a_time_and_ends_with_it(tmp_path):
    path = tmp_path / "turn"
    assert turn.holder(path) is None
    other = subprocess.Popen([sys.executable, "-c", OTHER, path], cwd=Path(__file__).parent,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"held\n"
    assert turn.holder(path) == other.pid
    with pytest.raises(turn.Taken) as taken:
        turn.take(path)
    assert taken.value.pid == other.pid
    other.kill()
    other.wait()
    assert turn.holder(path) is None
    with turn.take(path):
        assert path.exists()
