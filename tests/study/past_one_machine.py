"""Studies that come to the same however their answers are held, and how to tell."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from cx_workbench.errors import StudyError
from cx_workbench.measure.crossed import crossed
from cx_workbench.measure.crossed_sums import SUMS
from cx_workbench.measure.joint import joint_path
from cx_workbench.measure.tally import tally
from cx_workbench.rank.model import Ranking
from cx_workbench.rank.ranking import rank
from cx_workbench.study.crossing import Asked
from cx_workbench.study.example import example_settings, example_tables
from cx_workbench.study.loading import load
from tests.study.broken import EXPORT, RESPONSES, WIDE_TOML, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.errors import Problem
    from cx_workbench.measure.tally import Tally
    from cx_workbench.study.model import Study

#: How far a figure may be from the same figure counted by another engine.
CLOSE = 1e-9
PARTS = 3
QUESTIONS = 3
CROSSINGS: tuple[dict[str, Any], ...] = (
    {"by": "persona"},
    {"by": "block"},
    {"by": "persona", "complete": True},
)
TABLES = ("personas", "touchpoints", "reach", "improvements")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Case:
    """Answers, the tables beside them, and the settings that say how to read them."""

    responses: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=frames)

    def load(self, responses: object = None) -> Study:
        """Load the study, its answers held by pandas or by whoever holds them."""
        held = self.responses if responses is None else responses
        return load({**self.tables, "responses": held}, settings=self.settings)


def typed(text: str) -> pd.DataFrame:
    """Make a frame of the text of a CSV, every cell as typed as pandas thinks."""
    return pd.read_csv(io.StringIO(text))


def untyped(text: str) -> pd.DataFrame:
    """Make a frame of the text of a CSV in which every cell is a text."""
    return pd.read_csv(io.StringIO(text), dtype="str")


def changed(text: str, *swaps: tuple[str, str]) -> str:
    """Swap some text, which must stand there."""
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


def with_column(text: str, heading: str, *cells: str) -> str:
    """Add a column to the text of a CSV."""
    lines = text.splitlines()
    added = zip(lines, [heading, *cells], strict=True)
    return "".join(f"{line},{cell}\n" for line, cell in added)


def reading(toml: str = WIDE_TOML) -> dict[str, Any]:
    """Say how to read the export, but not where it is."""
    settings = tomllib.loads(toml)
    del settings["responses"]["source"]
    return settings


def _example() -> Case:
    tables = example_tables(respondents=150)
    return Case(tables.pop("responses"), example_settings(), tables)


_WORDS = 'metric = "ces"\nwords = { "Very easy" = 6, hard = 3 }'
_RULES = [
    {"persona": "families", "when": {"respondent": ["r1", "r2"]}},
    {"persona": "students", "when": {"respondent": ["r3"], "metric": ["csat"]}},
]
_NUMBERS = ("1", "0.5", "", "0.2", "3", "0", "0.25", "1")
_WRITTEN = ("1", '"0,5"', " ", "2e-1", " 3 ", "0", ".25", "1.")

#: Each is counted in a way of its own.
CASES: dict[str, Callable[[], Case]] = {
    "long, the example with weights, blanks, dates and comments": _example,
    "long, weights in numbers, one missing": lambda: Case(
        typed(with_column(RESPONSES, "weight", *_NUMBERS))
    ),
    "long, everything in texts, decimal commas": lambda: Case(
        untyped(with_column(RESPONSES, "weight", *_WRITTEN))
    ),
    "long, persona rules": lambda: Case(
        typed(RESPONSES).drop(columns="persona"), {"responses": {"persona": _RULES}}
    ),
    "long, answers for every persona": lambda: Case(
        typed(RESPONSES + "r9,,bill,csat,company,5\nr9,,,csat,reality,4\nr9,students,bill,csat,,\n")
    ),
    "long, headings and ids to be trimmed": lambda: Case(
        untyped(changed(RESPONSES, ("persona,", " Persona ,"), ("r1,families", "r1, families ")))
    ),
    "wide, persona rules, codes, weights": lambda: Case(typed(EXPORT), reading()),
    "wide, everything in texts, answers in words, blanks": lambda: Case(
        untyped(changed(EXPORT, ("4,2,6,8", " 4 ,2,Very  easy,8"), ("5,2,3,11", "5.0,,hard,11"))),
        reading(changed(WIDE_TOML, ('metric = "ces"', _WORDS))),
    ),
    "wide, answers missing among numbers": lambda: Case(
        typed(changed(EXPORT, ("4,2,6,8", ",,6,8"), ("9,3,3,4", ",3,3,4"))), reading()
    ),
}

#: Those whose respondents are put side by side in different ways.
CROSSED = {
    name: CASES[name]
    for name in (
        "long, the example with weights, blanks, dates and comments",
        "long, everything in texts, decimal commas",
        "long, persona rules",
        "wide, persona rules, codes, weights",
        "wide, everything in texts, answers in words, blanks",
    )
}

#: Each is refused in words.
BROKEN: dict[str, Callable[[], Case]] = {
    "scores off the scale": lambda: Case(
        typed(changed(RESPONSES, ("csat,reality,2", "csat,reality,7")))
    ),
    "words among scores": lambda: Case(
        typed(changed(RESPONSES, ("order,csat,reality,4", "order,csat,reality,good")))
    ),
    "unknown ids": lambda: Case(
        typed(changed(RESPONSES, ("students", "pupils"), ("help,ces", "help,cse")))
    ),
    "no persona where one is needed": lambda: Case(
        typed(changed(RESPONSES, ("r3,students,order", "r3,,order")))
    ),
    "a column left out": lambda: Case(typed(RESPONSES).drop(columns="metric")),
    "no answers": lambda: Case(typed(RESPONSES).head(0)),
    "weights below 0": lambda: Case(
        typed(with_column(RESPONSES, "weight", *("-1" if w == "3" else w for w in _NUMBERS)))
    ),
    "weights that are words, or could be two numbers": lambda: Case(
        untyped(with_column(RESPONSES, "weight", "1", '"1,200"', "a lot", "1", "1", "", "1", "1"))
    ),
    "wide, scores off the scale": lambda: Case(
        typed(changed(EXPORT, ("4,2,6,8", "4,12,6,8"), ("3,3,4,7", "3,12,4,7"))), reading()
    ),
    "wide, respondents twice": lambda: Case(typed(changed(EXPORT, ("\n3,", "\n2,"))), reading()),
    "wide, a question that is not there": lambda: Case(
        typed(EXPORT).drop(columns="q_help"), reading()
    ),
}


def assert_crossed_same(study: Study, expected: Study) -> None:
    """Compare what needs two answers of the same person."""
    counts = expected.answers.counts[["touchpoint", "metric", "kind"]].drop_duplicates()
    asked = [Asked(*question) for question in counts.head(QUESTIONS).to_numpy().tolist()]
    for settings in CROSSINGS:
        found, same = (crossed(one, asked, **settings) for one in (study, expected))
        for name in SUMS:
            np.testing.assert_allclose(
                getattr(found, name), getattr(same, name), rtol=0, atol=CLOSE, err_msg=name
            )
    cells = rank(expected, draws=0).basis.world.cells
    path, same_path = (joint_path(one, cells) for one in (study, expected))
    for name in ("n", "weight", "weight2", "total", "squares"):
        np.testing.assert_allclose(
            getattr(path, name), getattr(same_path, name), rtol=0, atol=CLOSE, err_msg=name
        )


def survey(folder: Path, responses: object) -> Study:
    """Load a study folder with its answers held by somebody else."""
    paths = {path.stem: path for path in folder.glob("*.csv")}
    small = {name: typed(paths[name].read_text("utf-8")) for name in TABLES if name in paths}
    settings = tomllib.loads((folder / "study.toml").read_text("utf-8"))
    return load({**small, "responses": responses}, settings=settings)


def in_parts(folder: Path, answers: pd.DataFrame) -> Path:
    """Write answers as a folder of Parquet files."""
    folder.mkdir()
    for part in range(PARTS):
        answers.iloc[part::PARTS].to_parquet(folder / f"part-{part}.parquet", index=False)
    return folder


def run_page(title: str, folder: Path) -> Ranking:
    """Run the Python under a title of the page on engines, on what a folder holds."""
    page = (ROOT / "docs" / "past_one_machine.md").read_text("utf-8")
    (chapter,) = (part for part in page.split("\n## ") if part.startswith(title))
    (code,) = re.findall(r"```python\n(.*?)```", chapter, flags=re.DOTALL)
    for name in ("acme", "answers"):
        code = changed(code, (f'"{name}"', repr((folder / name).as_posix())))
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  our own page
    ranking = names["ranking"]
    assert isinstance(ranking, Ranking)
    return ranking


def cases(table: Mapping[str, Callable[[], Case]]) -> pytest.MarkDecorator:
    """Run a test for each case of a table."""
    return pytest.mark.parametrize("make", table.values(), ids=list(table))


def assert_same(study: Study, expected: Study) -> None:
    """Compare two studies by their answers and by all that the ranking says."""
    _assert_frames_same(study.answers.counts, expected.answers.counts)
    assert study.warnings == expected.warnings
    _assert_tallies_same(tally(study), tally(expected))
    assert_ranked_same(rank(study), rank(expected))


def assert_ranked_same(ranking: Ranking, same: Ranking) -> None:
    """Compare two rankings by all that they say."""
    for name in ("table", "cells", "contributions", "personas", "touchpoints"):
        _assert_frames_same(getattr(ranking, name), getattr(same, name))
    _assert_frames_same(pd.DataFrame(ranking.outcomes), pd.DataFrame(same.outcomes))
    for name in ("criteria", "not_measured", "out_of_scope", "assumptions", "warnings"):
        assert getattr(ranking, name) == getattr(same, name)


def _assert_frames_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    assert_frame_equal(found, expected, rtol=0, atol=CLOSE)


def _assert_tallies_same(found: Tally, expected: Tally) -> None:
    np.testing.assert_allclose(found.persona_weight, expected.persona_weight, rtol=0, atol=CLOSE)
    assert found.moments.keys() == expected.moments.keys()
    for key, moments in expected.moments.items():
        for name, sums in vars(moments).items():
            same = getattr(found.moments[key], name)
            np.testing.assert_allclose(same, sums, rtol=0, atol=CLOSE)


def problems(case: Case, responses: object = None) -> list[Problem]:
    """What is wrong with a broken study, in how many rows but not in which."""
    with pytest.raises(StudyError) as refused:
        case.load(responses)
    return [
        replace(problem, rows=(), count=max(problem.count, len(problem.rows)))
        for problem in refused.value.problems
    ]
