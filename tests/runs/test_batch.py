"""Many reports: past failures, again only where something changed, stopped and killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from cx_workbench.runs.batch import batch, run_job
from cx_workbench.runs.inputs import inputs_of
from cx_workbench.runs.jobs import Job, read_jobs
from cx_workbench.runs.stopping import stop_all
from tests.command import HERE, cx, write
from tests.runs.killing import children_gone, content_of, finish, jobs_file, start, wait_for
from tests.runs.ways import BANNER, WAYS, notebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor
    from pathlib import Path


def record_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
    return found


def test_one_that_fails_stops_no_other_and_each_tells_the_truth(tmp_path: Path) -> None:
    study = str(write(tmp_path / "small"))
    jobs = [
        Job(name, str(way.write(tmp_path, f"way{place}")), {"study": study, **way.parameters},
            way.timeout)
        for place, (name, way) in enumerate(WAYS.items())
    ]  # fmt: skip
    good = str(notebook(tmp_path / "good.ipynb"))
    jobs = [Job("first", good, {"study": study}), *jobs, Job("last", good, {"study": study})]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "in the way").write_text("a file")
    jobs.append(Job("in the way", good, {"study": study}))
    seen: list[tuple[str, int, int]] = []
    result = batch(
        jobs, tmp_path / "out", told=lambda one, done, all_: seen.append((one.name, done, all_))
    )
    outcomes = {outcome.name: outcome for outcome in result.outcomes}
    assert list(outcomes) == [job.name for job in jobs]
    assert sorted(seen, key=lambda each: each[1]) == seen
    assert {name for name, _, _ in seen} == set(outcomes)
    for name in ("first", "last"):
        assert (outcomes[name].status, outcomes[name].exit_code) == ("done", 0)
        assert record_of(tmp_path / "out" / name)["status"] == "done"
    for name, way in WAYS.items():
        outcome = outcomes[name]
        assert (outcome.status, outcome.exit_code) == (way.status, way.exit_code)
        assert way.said in outcome.message
        assert "\n" not in outcome.message
        assert record_of(outcome.folder)["status"] == way.status
        (kept,) = outcome.folder.glob("*.failed.ipynb")
        assert "".join(json.loads(kept.read_text())["cells"][0]["source"]).startswith(BANNER)
    assert (outcomes["in the way"].status, outcomes["in the way"].exit_code) == ("failed", 1)
    assert result.exit_code == 1
    assert not result.stopped


def test_resume_makes_only_what_is_missing_or_has_changed(tmp_path: Path) -> None:
    study = write(tmp_path / "small")
    template = notebook(tmp_path / "report.ipynb")
    jobs = [Job(name, str(template), {"study": str(study), "client": name}) for name in "abcd"]
    out = tmp_path / "out"
    assert batch(jobs, out).exit_code == 0

    def made_anew(jobs: list[Job]) -> list[str]:
        result = batch(jobs, out, resume=True)
        assert result.exit_code == 0
        return [outcome.name for outcome in result.outcomes if outcome.is_new]

    assert made_anew(jobs) == []
    (out / "a" / "page.html").write_text("half")
    (out / "b" / "run.json").unlink()
    (out / "c" / "last.txt").unlink()
    assert made_anew(jobs) == ["a", "b", "c"]
    changed = [*jobs[:3], Job("d", str(template), {"study": str(study), "client": "other"})]
    assert made_anew(changed) == ["d"]
    answers = study / "responses.csv"
    answers.write_text(answers.read_text() + "a,x,reality,5,1,csat\n")
    assert made_anew(changed) == ["a", "b", "c", "d"]
    notebook(template, "2")
    assert made_anew(changed) == ["a", "b", "c", "d"]
    assert made_anew(changed) == []


def _processes() -> ProcessPoolExecutor:
    # A fork of this process, which has threads, could hang.
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


@pytest.mark.parametrize("kind", [lambda: ThreadPoolExecutor(2), _processes])
def test_any_executor_will_do(tmp_path: Path, kind: Any) -> None:  # noqa: ANN401  makes one
    template = str(notebook(tmp_path / "report.ipynb"))
    jobs = [Job(name, template, {"study": "example"}) for name in ("one", "two")]
    executor: Executor
    with kind() as executor:
        result = batch(jobs, tmp_path / "out", executor=executor)
    assert [outcome.status for outcome in result.outcomes] == ["done", "done"]


def test_each_works_in_a_folder_of_its_own(tmp_path: Path) -> None:
    code = "Path('mine.txt').write_text(client)\nprint(Path.cwd() == Path(out))"
    template = str(notebook(tmp_path / "report.ipynb", code))
    jobs = [Job(name, template, {"study": "example", "client": name}) for name in "ab"]
    batch(jobs, tmp_path / "out")
    for name in "ab":
        assert (tmp_path / "out" / name / "mine.txt").read_text() == name


def test_a_kernel_that_ends_leaves_nothing_unwritten(tmp_path: Path) -> None:
    code = """
import atexit, builtins, threading, time
builtins.left_open = open("open.txt", "w")
builtins.left_open.write("all of it")
atexit.register(lambda: open("goodbye.txt", "w").write("said"))
threading.Thread(target=lambda: (time.sleep(0.5), open("late.txt", "w").write("done"))).start()
"""
    job = Job("one", str(notebook(tmp_path / "open.ipynb", code)), {"study": "example"})
    [outcome] = batch([job], tmp_path / "out").outcomes
    assert (outcome.status, outcome.message) == ("done", "")
    left = {"open.txt": "all of it", "goodbye.txt": "said", "late.txt": "done"}
    for name, text in left.items():
        assert (outcome.folder / name).read_text() == text
    written = {each["name"] for each in record_of(outcome.folder)["outputs"]}
    assert left.keys() < written


def test_the_command_prints_a_table_and_takes_up_where_it_was(tmp_path: Path) -> None:
    write(tmp_path / "small")
    notebook(tmp_path / "report.ipynb")
    jobs = tmp_path / "jobs.toml"
    jobs.write_text(
        "template = 'report.ipynb'\n"
        "[[job]]\nstudy = 'small'\nname = 'Good'\n"
        "[[job]]\nstudy = 'small'\nname = '\x1b[31mBad'\nparameters = { tpo = 3 }\n".replace(
            "\x1b", "\\u001b"
        )
    )
    done = cx("batch", jobs, "--out", tmp_path / "out")
    assert done.code == 2
    assert "Good" in done.out
    assert "refused" in done.out
    assert "There is no parameter 'tpo'. Did you mean 'top'?" in " ".join(done.out.split())
    assert "1 of 2 reports are done" in done.out
    assert "\x1b" not in done.out
    again = cx("batch", jobs, "--out", tmp_path / "out", "--resume", "--json")
    assert again.code == 2
    good, bad = json.loads(again.out)
    assert (good["status"], good["is_new"]) == ("done", False)
    assert (bad["status"], bad["is_new"], bad["exit_code"]) == ("refused", True, 2)


def test_jobs_that_cannot_be_read_make_nothing(tmp_path: Path) -> None:
    done = cx("batch", tmp_path / "jobs.toml", "--out", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_hand_it_says_how_to_go_on(tmp_path: Path, how: signal.Signals) -> None:
    jobs = jobs_file(tmp_path, slow=30)
    running = start(jobs, tmp_path / "out")
    wait_for(lambda: list((tmp_path / "out").glob("*/.cx-workbench-*/begun.txt")))
    family = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(how)
    said, complained = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "0 of 4 reports are done" in said
    assert "Go on with --resume" in complained
    assert "Traceback" not in complained
    assert not list((tmp_path / "out").rglob("*.ipynb"))
    assert not list((tmp_path / "out").glob("*/.cx-workbench-*"))
    children_gone(family)


def test_a_report_on_its_way_to_its_kernel_is_stopped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = notebook(tmp_path / "slow.ipynb", "import time; time.sleep(20)")
    jobs = [Job("refused", str(slow), {"study": "example", "tpo": 1})]
    jobs += [Job(name, str(slow), {"study": "example"}) for name in ("one", "two")]
    told_to_stop = threading.Event()

    def inputs_after_the_stop(values: Mapping[str, object]) -> object:
        told_to_stop.wait()
        return inputs_of(values)

    def tell_to_stop() -> None:
        stop_all()
        told_to_stop.set()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cx_workbench.runs.notebook.inputs_of", inputs_after_the_stop)
    monkeypatch.setattr("cx_workbench.runs.batch.stop_all", tell_to_stop)
    result = batch(jobs, tmp_path / "out", told=stop)
    assert (result.stopped, [each.name for each in result.outcomes]) == (True, ["refused"])
    assert not list((tmp_path / "out").glob("*/slow.ipynb"))


def test_killed_it_leaves_no_process_and_nothing_half(tmp_path: Path) -> None:
    jobs = jobs_file(tmp_path, slow=1)
    finish(start(jobs, tmp_path / "whole"))
    for moment in ("begun.txt", "run.json", "page.html"):
        running = start(jobs, tmp_path / "out", "--resume")
        wait_for(lambda: list((tmp_path / "out").rglob(moment)) or running.poll() is not None)  # noqa: B023  asked at once
        family = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        running.communicate()
        children_gone(family)
    finish(start(jobs, tmp_path / "out", "--resume"))
    assert content_of(tmp_path / "out") == content_of(tmp_path / "whole")


def test_a_single_report_can_be_stopped_too(tmp_path: Path) -> None:
    slow = notebook(
        tmp_path / "slow.ipynb", "Path(out, 'begun.txt').touch()", "import time; time.sleep(99)"
    )
    out = tmp_path / "out"
    words = ["report", str(slow), "example", "--out", str(out)]
    running = subprocess.Popen(  # noqa: S603  words of the test
        [sys.executable, "-m", "cx_workbench.cli", *words],
        env=os.environ | HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for(lambda: list(out.glob(".cx-workbench-*/begun.txt")))
    running.send_signal(signal.SIGINT)
    _, complained = running.communicate(timeout=60)
    assert running.returncode == 130
    assert complained.splitlines()[-1] == "It was stopped; nothing was written."
    assert "Traceback" not in complained
    assert not out.exists()


def test_a_folder_that_no_disk_takes_is_told_in_words(tmp_path: Path) -> None:
    job = Job("one", str(notebook(tmp_path / "report.ipynb")), {"study": "example"})
    outcome = run_job(job, tmp_path / ("x" * 300))
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert "cannot be written to" in outcome.message


def test_a_grid_of_the_example(tmp_path: Path) -> None:
    (tmp_path / "jobs.toml").write_text("study = 'example'\ngrid = { top = [3, 4], draws = [0] }")
    result = batch(read_jobs(tmp_path / "jobs.toml").jobs, tmp_path / "out")
    assert [outcome.status for outcome in result.outcomes] == ["done", "done"]
    for top in (3, 4):
        (found,) = (tmp_path / "out").glob(f"*top {top}*/ranking.json")
        assert json.loads(found.read_text("utf-8"))["top"] == top
