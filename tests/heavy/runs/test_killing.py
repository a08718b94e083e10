"""A batch that is killed at 50 random moments and taken up again each time."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import psutil

from tests.runs.killing import children_gone, content_of, finish, jobs_file, start

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 50
#: Seconds in which a batch starts, runs and is about to end.
LONGEST = 6.0


def test_every_report_is_there_once_whole_and_as_if_undisturbed(tmp_path: Path) -> None:
    jobs = jobs_file(tmp_path, slow=0.3, count=200)
    out = tmp_path / "out"
    moments = random.Random(2026)  # noqa: S311  moments, no secrets
    finished = 0
    for _ in range(KILLS):
        running = start(jobs, out, "--resume")
        # What is waited for is time itself: the moment is to be any.
        time.sleep(moments.uniform(0, LONGEST))
        family = psutil.Process(running.pid).children(recursive=True)
        finished += running.poll() is not None
        running.kill()
        running.communicate()
        children_gone(family)
    assert finished < KILLS / 2, "too few were killed at work"
    finish(start(jobs, out, "--resume"))
    finish(start(jobs, tmp_path / "undisturbed"))
    assert content_of(out) == content_of(tmp_path / "undisturbed")
