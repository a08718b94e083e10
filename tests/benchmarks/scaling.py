"""What the size of a study costs: from answers in Parquet to a TOP 5, 1 to 100 million of them.

By hand: `python -m tests.benchmarks.scaling`, in the project's folder; `--by dask` or `--by
spark` has those count on this machine. Each run is a process of its own; a small study goes the
same way first, so that imports are paid. The files are made anew and removed.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tests.benchmarks.tally import SMALL, write_study

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MILLION = 1_000_000
MILLIONS = (1, 3, 10, 30, 100)
ROUNDS = 3
GOAL_EXPONENT = 1.05
#: Memory is flat if the largest study needs at most this much more than the smallest.
GOAL_MORE_MEMORY = 0.25
#: Bytes of an answer in the file, with room to spare.
BYTES = 20
#: Seconds of the processors are those of this process; Spark's work is in another.
HEADINGS = ("file GB", "load s", "rank s", "CPU s", "peak GB")
TABLES = ("personas", "touchpoints", "improvements")


class Run(NamedTuple):
    """Seconds of loading and ranking, and of what the processors did for it; most memory."""

    load: float
    rank: float
    processors: float
    gigabytes: float

    @property
    def work(self) -> float:
        return self.load + self.rank


def from_files(folder: Path) -> Any:  # noqa: ANN401  what `load` takes
    return folder


def from_dask(folder: Path) -> Any:  # noqa: ANN401  as above
    import dask.dataframe as dd

    return _with(folder, dd.read_parquet(folder / "responses.parquet"))


def from_spark(folder: Path) -> Any:  # noqa: ANN401  as above
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[*]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    return _with(folder, spark.read.parquet(str(folder / "responses.parquet")))


def _with(folder: Path, responses: Any) -> dict[str, Any]:  # noqa: ANN401  any frame
    import pandas as pd

    tables = {name: pd.read_csv(folder / f"{name}.csv") for name in TABLES}
    return {**tables, "responses": responses, "settings": {"ranking": {"reference": "expectation"}}}


WAYS: dict[str, Callable[[Path], Any]] = {
    "files": from_files,
    "dask": from_dask,
    "spark": from_spark,
}


def measure_here(way: str, folder: Path) -> None:
    """Rank the study in a folder and print what it took, as JSON."""
    from cx_workbench import load, rank

    rank(load(WAYS[way](folder.parent / "small")), top=5, draws=0)
    begun, busy = time.perf_counter(), time.process_time()
    study = load(WAYS[way](folder))
    loaded = time.perf_counter()
    rank(study, top=5, draws=0)
    ranked, worked = time.perf_counter(), time.process_time()
    # macOS counts bytes where Linux counts kilobytes.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps([loaded - begun, ranked - loaded, worked - busy, peak / 1e9]))


def measure(way: str, folder: Path) -> Run:
    command = ["-m", "tests.benchmarks.scaling", "--by", way, "--folder", str(folder)]
    done = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE)  # noqa: S603  this very file
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Slope of the straight line through the logarithms."""
    slope, _ = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope)


def compare(way: str, millions: Sequence[int], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        needed = BYTES * MILLION * max(millions)
        if shutil.disk_usage(folder).free < needed:
            sys.exit(f"{folder} needs {math.ceil(needed / 1e9)} GB of free disk.")
        write_study(folder / "small", SMALL)
        best = []
        print(f"Answers in a Parquet file, counted by {way}; best of {rounds} runs")
        print(f"{'million':>8}" + "".join(f"{name:>10}" for name in HEADINGS))
        for size in millions:
            study = folder / str(size)
            write_study(study, size * MILLION)
            run = min((measure(way, study) for _ in range(rounds)), key=lambda run: run.work)
            best.append(run)
            gigabytes = (study / "responses.parquet").stat().st_size / 1e9
            print(
                f"{size:>8}" + "".join(f"{figure:>10.3f}" for figure in (gigabytes, *run)),
                flush=True,
            )
            shutil.rmtree(study)
    _sum_up(millions, best)


def _sum_up(millions: Sequence[int], best: Sequence[Run]) -> None:
    if len(best) == 1:
        return
    slope = exponent(millions, [run.work for run in best])
    steepest = max(
        exponent(millions[place : place + 2], [run.work for run in best[place : place + 2]])
        for place in range(len(best) - 1)
    )
    more = best[-1].gigabytes - best[0].gigabytes
    busy = exponent(millions, [run.processors for run in best])
    print(
        f"exponent {slope:.2f} (goal at most {GOAL_EXPONENT}), steepest step {steepest:.2f}", end=""
    )
    print(f"; of CPU seconds {busy:.2f}")
    print(f"largest study: {more:+.2f} GB of memory (goal at most +{GOAL_MORE_MEMORY} GB)")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--by", choices=WAYS, default="files")
    arguments.add_argument("--millions", type=int, nargs="+", default=MILLIONS)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.folder:
        measure_here(given.by, given.folder)
    else:
        compare(given.by, given.millions, given.rounds)


if __name__ == "__main__":
    main()
