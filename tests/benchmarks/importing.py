"""How long an export of many answers takes to import, and how much memory."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

#: Answers of one respondent.
_EACH = 20
_LONG = """
copy (
  select
    i // {each} as respondent,
    ['families', 'singles', 'firms', 'seniors'][1 + (i // {each}) % 4] as persona,
    'touchpoint ' || (i % {each}) as touchpoint,
    'csat' as metric,
    'reality' as kind,
    1 + (hash(i) % 5)::int as score,
    1.0 as weight,
    date '2026-01-01' + ((i // {each}) % 180)::int as date,
    'spring' as wave
  from range({answers}) t(i)
) to '{file}' (header, delimiter ',')
"""
_WIDE = """
copy (
  select
    i as respondent,
    ['families', 'singles', 'firms', 'seniors'][1 + i % 4] as segment,
    {questions},
    'It was like that with number ' || i || ', and the queue was long.' as comment
  from range({respondents}) t(i)
) to '{file}' (header, delimiter ';')
"""


def main() -> None:
    """Make the files, import them, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=20_000_000)
    answers = parser.parse_args().answers
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        # The same respondent's answers go along with each other, as people's do.
        questions = ", ".join(
            f'1 + ((hash(i) % 3 + hash(i * {n + 7}) % 3))::int as "Rate it {n}"'
            for n in range(_EACH)
        )
        for name, text in (
            ("long", _LONG.format(each=_EACH, answers=answers, file=home / "long.csv")),
            (
                "wide",
                _WIDE.format(
                    questions=questions, respondents=answers // _EACH, file=home / "wide.csv"
                ),
            ),
        ):
            duckdb.sql(text)
            file = home / f"{name}.csv"
            size = file.stat().st_size / 1e6
            start = time.perf_counter()
            command = [sys.executable, "-m", "cx_workbench.cli", "import", str(file)]
            subprocess.run(  # noqa: S603  our own words
                [*command, "--into", str(home / name), "--yes"], check=True, capture_output=True
            )
            taken = time.perf_counter() - start
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
            print(f"{name}: {answers:,} answers, {size:,.0f} MB")
            print(f"  imported in {taken:7.1f} s, at most {most:,.0f} MB of memory")
            file.unlink()


if __name__ == "__main__":
    main()
