"""How long 20 million answers take to a TOP 5, against counting them with bare DuckDB.

By hand: `make bench`. The two ways take turns, each time in a fresh process. The work alone is
timed after a small study went the same way, so that imports are paid; whole processes too.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

if TYPE_CHECKING:
    from collections.abc import Callable

PERSONAS = 6
TOUCHPOINTS = 15
SMALL = 20_000
GOAL_RATIO = 1.5
GOAL_GIGABYTES = 1.5

STUDY_TOML = """
[study]
title = "Benchmark"

[ranking]
reference = "expectation"
"""

ANSWERS = """
copy (
    select
        'r' || (i // 30) as respondent,
        'p' || hash(i + 1e12::bigint) % {personas} as persona,
        't' || hash(i + 2e12::bigint) % {touchpoints} as touchpoint,
        'csat' as metric,
        if(hash(i + 3e12::bigint) % 2 = 0, 'reality', 'expectation') as kind,
        least(5, 1 + hash(i + 4e12::bigint) % 5 + hash(i + 3e12::bigint) % 2) as score,
        0.5 + (hash(i + 5e12::bigint) % 100) / 100 as weight
    from range({answers}) as numbers(i)
) to '{file}' (format parquet)
"""

GROUP_BY = """
select
    persona, touchpoint, metric, kind, score,
    count(*), sum(weight), sum(weight * weight)
from '{file}'
group by all
"""


class Run(NamedTuple):
    """Seconds of the work and of the whole process, and the most memory it had."""

    work: float
    whole: float
    gigabytes: float


def write_study(folder: Path, answers: int) -> None:
    folder.mkdir()
    personas = [f"p{number},{number + 1}" for number in range(PERSONAS)]
    touchpoints = [f"t{number},{number + 1}" for number in range(TOUCHPOINTS)]
    improvements = [
        f"i{number},t{number},{10 * (number + 1)},0.{number % 9 + 1}"
        for number in range(TOUCHPOINTS)
    ]
    tables = {
        "personas.csv": ["persona,share", *personas],
        "touchpoints.csv": ["touchpoint,position", *touchpoints],
        "improvements.csv": [
            "improvement,touchpoints,effort_likely,closes_likely",
            *improvements,
        ],
    }
    for name, lines in tables.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "study.toml").write_text(STUDY_TOML, encoding="utf-8")
    file = folder / "responses.parquet"
    duckdb.execute("set enable_progress_bar = false")
    duckdb.execute(
        ANSWERS.format(personas=PERSONAS, touchpoints=TOUCHPOINTS, answers=answers, file=file)
    )


def count_with_duckdb(folder: Path) -> None:
    duckdb.execute(GROUP_BY.format(file=folder / "responses.parquet")).fetchall()


def rank_with_workbench(folder: Path) -> None:
    import cx_workbench

    # The draws cost the same for any number of answers; here it is the answers that are counted.
    cx_workbench.rank(cx_workbench.load(folder), top=5, draws=0)


WAYS: dict[str, Callable[[Path], None]] = {
    "bare DuckDB group-by": count_with_duckdb,
    "load and rank, TOP 5": rank_with_workbench,
}


def measure_here(way: str, folder: Path) -> None:
    """Go one way in this process and print the seconds and the most memory, as JSON."""
    WAYS[way](folder / "small")
    begun = time.perf_counter()
    WAYS[way](folder / "large")
    seconds = time.perf_counter() - begun
    # macOS counts bytes where Linux counts kilobytes.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"work": seconds, "gigabytes": peak / 1e9}))


def measure(way: str, folder: Path) -> Run:
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, "--way", way, "--folder", str(folder)],
        check=True,
        stdout=subprocess.PIPE,
    )
    return Run(whole=time.perf_counter() - begun, **json.loads(done.stdout))


def compare(answers: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_study(Path(folder, "small"), SMALL)
        write_study(Path(folder, "large"), answers)
        runs = [{way: measure(way, Path(folder)) for way in WAYS} for _ in range(rounds)]
    print(f"{answers:,} answers in a Parquet file, median of {rounds} runs")
    print(f"{'':22}{'work s':>8}{'process s':>11}{'peak GB':>9}")
    medians = {}
    for way in WAYS:
        took = [run[way] for run in runs]
        medians[way] = statistics.median(run.work for run in took)
        whole = statistics.median(run.whole for run in took)
        peak = max(run.gigabytes for run in took)
        print(f"{way:22}{medians[way]:>8.3f}{whole:>11.3f}{peak:>9.2f}")
    bare, ranked = medians.values()
    print(f"ratio of the work {ranked / bare:.2f} (goal {GOAL_RATIO})", end="; ")
    print(f"goal of memory {GOAL_GIGABYTES} GB")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--answers", type=int, default=20_000_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    arguments.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.way:
        measure_here(given.way, given.folder)
    else:
        compare(given.answers, given.rounds)


if __name__ == "__main__":
    main()
