"""Made-up files, broken in every way that a client's may be: studies, maps, or refused in words.

Each file is of a seed of its own, so that what was found can be made again:
``python -m tests.fuzz.exports --first 4711 --count 1``.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.journey_map import read_journey_map
from cx_workbench.study.importing.journey_tables import journey_of
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.loading import load
from tests.fuzz.files import Dice, made
from tests.study.importing.test_any_table import HEADINGS, NASTY, made_or_refused, scores

if TYPE_CHECKING:
    from cx_workbench.study.importing.proposal import Proposal
    from cx_workbench.study.model import Study

_MORE_HEADINGS = [
    "How satisfied are you?", "Rate B", "Rate C", "Celková spokojnosť", "Wie zufrieden?",
    "Wait expectation", "Wait satisfaction", "How important is the bill?",
    "Would you recommend us?",
]  # fmt: skip
_WORDS = [
    "Veľmi spokojný", "Skôr spokojný", "Ani spokojný, ani nespokojný", "Skôr nespokojný", "Neviem",
    "", "Very satisfied", "Sehr zufrieden", "5 - Very good", "☹",
]  # fmt: skip
#: Seconds after which an export counts as hanging, and megabytes of memory that are too many.
_HANGS, _TOO_MUCH = 5, 1_000


class _Columns:
    """Cells of a column of some kind, for people in a mood."""

    def __init__(self, chance: random.Random, rows: int) -> None:
        self._chance = chance
        self._moods = [chance.gauss(0, 1) for _ in range(rows)]
        self._kinds = (
            self._rate, self._rate, self._with_codes, self._recommend, self._nasty, self._letters,
            self._words, self._few, self._mixed, self._huge,
        )  # fmt: skip

    def column(self) -> list[str]:
        kind = self._chance.choice(self._kinds)
        return [kind(mood) for mood in self._moods]

    def _rate(self, mood: float) -> str:
        return str(min(5, max(1, round(3.3 + mood + self._chance.gauss(0, 0.7)))))

    def _with_codes(self, mood: float) -> str:
        is_code = self._chance.random() < 0.2
        return self._chance.choice(["6", "0", "99", ""]) if is_code else self._rate(mood)

    def _recommend(self, mood: float) -> str:
        return str(min(10, max(0, round(6 + 2 * mood + self._chance.gauss(0, 1)))))

    def _nasty(self, _mood: float) -> str:
        return self._chance.choice(NASTY)

    def _letters(self, _mood: float) -> str:
        ranges = ((32, 126), (0, 31), (0x80, 0x2FFF), (0x1F300, 0x1F6FF))
        return "".join(
            chr(self._chance.randint(*self._chance.choice(ranges)))
            for _ in range(self._chance.randint(0, 12))
        )

    def _words(self, _mood: float) -> str:
        return self._chance.choice(_WORDS)

    def _few(self, _mood: float) -> str:
        return self._chance.choice(["a", "b", "=c", "ž"])

    def _mixed(self, _mood: float) -> str:
        return self._chance.choice(["1", "2", "3", "4", "5", "x", "Blank", "99", ""])

    def _huge(self, _mood: float) -> str:
        return self._chance.choice(["1e300", "-1e300", "9" * 400, "1e-300", "inf", "nan", "3"])


def export(seed: int) -> bytes:
    """Make the export of a seed."""
    chance = random.Random(seed)  # noqa: S311  (the same export every time)
    rows = chance.choice([0, 1, 2, 5, 30, 60, 120])
    columns = _Columns(chance, rows)
    width = chance.randint(1, 8)
    headings = [chance.choice(HEADINGS + _MORE_HEADINGS) for _ in range(width)]
    cells = [columns.column() for _ in range(width)]
    table = [headings, *map(list, zip(*cells, strict=True))]
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        # Titles, repeated headings, rows that are too long or too short.
        table.insert(chance.randint(0, len(table)), chance.choice([["Title"], headings, [""] * 9]))
    text = io.StringIO()
    csv.writer(text, delimiter=chance.choice(",;\t|")).writerows(table)
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1251"])
    content = text.getvalue().encode(encoding, errors="replace")
    return content[: chance.randint(0, len(content))] if chance.random() < 0.1 else content


def _file(seed: int) -> tuple[str, bytes]:
    """Make the file of a seed: every other one an export as CSV, else one of any kind."""
    if seed % 2:
        return ".csv", export(seed)
    return made(Dice(random.Random(seed)))  # noqa: S311  (the same file every time)


def _try(seed: int, home: Path) -> tuple[str, str]:
    """Import one file; say what became of it, and what was wrong."""
    kind, content = _file(seed)
    file, into = home / f"export{kind}", home / "study"
    file.write_bytes(content)
    start = time.perf_counter()
    try:
        found = _imported(file, into)
    except Exception:  # noqa: BLE001  the point of it all
        return "traceback", traceback.format_exc()
    if time.perf_counter() - start > _HANGS:
        return "hangs", f"{time.perf_counter() - start:.1f} s"
    if found == "a map":
        return found, ""
    if found is None:
        return ("cannot be loaded", _why(into)) if into.exists() else ("refused", "")
    proposal, study = found
    if study.answers.count != scores(proposal):
        return "wrong count", f"{study.answers.count} for {scores(proposal)} answers"
    return "a study", ""


def _imported(file: Path, into: Path) -> tuple[Proposal, Study] | Literal["a map"] | None:
    """Import a file as the command does, a map or an export; ``None`` if it is refused."""
    try:
        if file.suffix == ".ojf":
            read_journey_map(file)
            return "a map"
        if any(journey_of(sheet) for sheet in sheets_of(file)):
            return "a map"
    except StudyError:
        return None
    return made_or_refused(file, into)


def _why(study: Path) -> str:
    try:
        load(study)
    except StudyError as error:
        return str(error)
    return "and then it can"


def main() -> None:
    """Try many, and fail if one went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    found: Counter[str] = Counter()
    wrong = 0
    for seed in range(given.first, given.first + given.count):
        with TemporaryDirectory() as home:
            outcome, about = _try(seed, Path(home))
        found[outcome] += 1
        if outcome not in {"a study", "a map", "refused"}:
            wrong += 1
            print(f"seed {seed}: {outcome}\n{about}")
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = max(resource.getrusage(each).ru_maxrss for each in who) / 1e3
    counted = ", ".join(f"{count:,} {outcome}" for outcome, count in found.most_common())
    print(f"{given.count:,} files: {counted}; at most {most:,.0f} MB of memory")
    sys.exit(bool(wrong or most > _TOO_MUCH))


if __name__ == "__main__":
    main()
