"""Comments are found where the answers are held, however they are held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.comments import COLUMNS, comments, has_comments
from cx_workbench.study.loading import load
from tests.small import small, tables
from tests.study.broken import parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cx_workbench.study.model import Study

SCRIPT = "<img src=x onerror=alert(1)>"
#: persona, touchpoint, metric, kind, score, date, comment
ANSWERS = [
    ("a", "x", "csat", "reality", 5, "2026-01-05", "Fine."),
    ("a", "x", "csat", "reality", 2, "2026-01-05", SCRIPT),
    ("a", "x", "csat", "reality", 2, "2026-02-05", "=WORSE()"),
    ("a", "y", "csat", "reality", 3, "2026-03-01", "Late"),
    ("a", "y", "csat", "reality", 1, "2026-03-01", "  "),
    ("a", "y", "csat", "reality", 1, None, None),
    ("a", "x", "csat", "expectation", 1, "2026-01-05", "What I expect"),
    ("b", "x", "csat", "reality", 1, "2026-01-05", "Somebody else"),
    ("a", "", "nps", "reality", 0, "2026-01-05", "The whole journey"),
]
TARGET = {"target": {"default": 80}}


def answers() -> pd.DataFrame:
    columns = ["persona", "touchpoint", "metric", "kind", "score", "date", "comment"]
    return pd.DataFrame(ANSWERS, columns=columns)


def study_of(responses: object, read: Mapping[str, object] | None = None) -> Study:
    settings = TARGET | ({} if read is None else {"responses": read})
    return load(tables() | {"responses": responses}, settings=settings)


def said(study: Study, *touchpoints: str, **limit: int) -> list[str]:
    return comments(study, ["a"], touchpoints or ["x", "y"], **limit)["comment"].tolist()


HOLDERS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "pandas, dates": lambda frame: frame.assign(date=pd.to_datetime(frame["date"])),
    "Polars": pl.from_pandas,
    "Polars, lazily": lambda frame: pl.from_pandas(frame).lazy(),
    "Arrow": lambda frame: pl.from_pandas(frame).to_arrow(),
    "DuckDB": lambda frame: duckdb.from_arrow(pl.from_pandas(frame).to_arrow()),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_worst_first_then_newest_however_they_are_held(holder: str) -> None:
    study = study_of(HOLDERS[holder](answers()))

    found = comments(study, ["a"], ["x", "y"])

    assert found[["touchpoint", "score", "date", "comment"]].to_numpy().tolist() == [
        ["x", 2.0, dt.date(2026, 2, 5), "=WORSE()"],
        ["x", 2.0, dt.date(2026, 1, 5), SCRIPT],
        ["y", 3.0, dt.date(2026, 3, 1), "Late"],
        ["x", 5.0, dt.date(2026, 1, 5), "Fine."],
    ]
    assert tuple(found.columns) == COLUMNS
    assert found[["persona", "metric", "min", "max"]].drop_duplicates().to_numpy().tolist() == [
        ["a", "csat", 1.0, 5.0]
    ]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_from_files_as_from_frames(tmp_path: Path, kind: str) -> None:
    for name, frame in (tables() | {"responses": answers()}).items():
        if name == "responses" and kind == "parquet":
            (tmp_path / "responses.parquet").write_bytes(parquet(frame))
        else:
            frame.to_csv(tmp_path / f"{name}.csv", index=False)

    study = load(tmp_path, settings=TARGET)

    pd.testing.assert_frame_equal(
        comments(study, ["a", "b"], ["x", "y"]),
        comments(study_of(answers()), ["a", "b"], ["x", "y"]),
    )


def test_dask_answers_too() -> None:
    import dask.dataframe as dd

    assert said(study_of(dd.from_pandas(answers(), npartitions=3))) == [
        "=WORSE()", SCRIPT, "Late", "Fine."
    ]  # fmt: skip


def test_no_more_than_asked_for_and_only_from_there() -> None:
    study = study_of(answers())

    assert said(study, limit=2) == ["=WORSE()", SCRIPT]
    assert said(study, "y") == ["Late"]
    assert comments(study, ["b"], ["x"])["comment"].tolist() == ["Somebody else"]
    assert comments(study, [], ["x"]).empty
    assert comments(study, ["a"], []).empty


def test_the_same_words_at_every_answer_of_a_person_are_shown_once() -> None:
    twice = pd.concat([answers(), answers().head(4).assign(metric="ces")])

    assert said(study_of(twice), limit=3) == ["=WORSE()", SCRIPT, "Late"]


def test_an_answer_without_a_score_comes_last() -> None:
    asked = answers().astype({"score": "object"})
    asked.loc[1, "score"] = "none"

    found = comments(study_of(asked, {"not_applicable": ["none"]}), ["a"], ["x"])

    assert found["comment"].tolist() == ["=WORSE()", "Fine.", SCRIPT]
    assert np.isnan(found["score"].iloc[-1])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5.1.2026", dt.date(2026, 1, 5)),
        ("2026-01-05T10:20:30", dt.date(2026, 1, 5)),
        ("2026-01-05 10:20", dt.date(2026, 1, 5)),
        (46027, dt.date(2026, 1, 5)),
        ("last spring", None),
        ("", None),
    ],
)
def test_days_as_clients_write_them(written: object, read: dt.date | None) -> None:
    dates = pd.Series([written] * len(ANSWERS))
    study = study_of(answers().assign(date=dates))

    assert comments(study, ["a"], ["y"])["date"].tolist() == [read]


WIDE = pd.DataFrame(
    {
        "who": ["families", "families", "firms", "families"],
        "q_x": [4, 2, 1, 9],
        "q_y": [2, 5, 1, 9],
        "words": ["Bill unclear", "Order slow", "Firm", "Asked nothing"],
        "day": ["2026-01-05"] * 4,
    }
)
WIDE_SETTINGS = {
    "layout": "wide",
    "comment": "words",
    "date": "Day",
    "blank": [9],
    "persona": [
        {"persona": "a", "when": {"who": ["families"]}},
        {"persona": "b", "when": {"who": ["firms"]}},
    ],
    "question": [
        {"column": "q_x", "touchpoint": "x", "metric": "csat"},
        {"column": "q_y", "touchpoint": "y", "metric": "ces", "min": 1, "max": 5},
    ],
}


def test_the_comment_of_a_questionnaire_stands_where_it_scored_worst() -> None:
    study = study_of(WIDE, WIDE_SETTINGS)

    found = comments(study, ["a"], ["x", "y"])

    assert found[["touchpoint", "metric", "score", "max", "comment"]].to_numpy().tolist() == [
        ["y", "ces", 2.0, 5.0, "Bill unclear"],
        ["x", "csat", 2.0, 5.0, "Order slow"],
    ]
    assert said(study, "x") == ["Order slow", "Bill unclear"]


def test_a_study_without_comments_has_none() -> None:
    averages = answers().head(1)[["persona", "touchpoint", "metric", "kind"]]
    without = {name: table for name, table in tables().items() if name != "responses"}
    scores = averages.assign(mean=3.0, sd=1.0, n=40)

    for study in (small(), load(without | {"scores": scores}, settings=TARGET)):
        assert not has_comments(study)
        assert comments(study, ["a"], ["x"]).empty


def test_an_id_that_is_not_there_is_named() -> None:
    with pytest.raises(StudyError) as wrong:
        comments(study_of(answers()), ["c"], ["xx", "y"])

    assert [problem.what for problem in wrong.value.problems] == [
        "There is no persona 'c'.",
        "There is no touchpoint 'xx'.",
    ]


def test_a_file_that_was_changed_is_not_read(tmp_path: Path) -> None:
    for name, frame in (tables() | {"responses": answers()}).items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    study = load(tmp_path, settings=TARGET)
    answers().head(4).to_csv(tmp_path / "responses.csv", index=False)

    with pytest.raises(StudyError, match=r"The comments cannot be read\.[\s\S]*was changed after"):
        comments(study, ["a"], ["x"])
