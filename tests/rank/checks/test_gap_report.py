"""The gaps of a ranking with their intervals; small cells drawn together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.checks.gap_report import gap_report
from cx_workbench.rank.ranking import rank
from cx_workbench.study.loading import load
from tests.example import example
from tests.small import tables


def test_averages_instead_of_answers_give_independent_gaps() -> None:
    scores = pd.DataFrame(
        {
            "persona": "a",
            "touchpoint": "x",
            "metric": "csat",
            "kind": ["reality", "expectation"],
            "mean": [3.5, 4.5],
            "sd": [1.0, 0.5],
            "n": [40, 20],
        }
    )
    changed = tables() | {"scores": scores}
    del changed["responses"]
    report = gap_report(rank(load(changed), draws=0))
    assert report.table["from"].tolist() == ["independent", *["not measured"] * 3]
    low, high = report.table[["gap_low", "gap_high"]].to_numpy(dtype=float)[0]
    # Standard errors of 25 / sqrt(40) and 12.5 / sqrt(20) points; one even answer before each.
    half = 1.96 * np.hypot(25 / np.sqrt(40), 12.5 / np.sqrt(20))
    assert 1 < (high - low) / 2 / half < 1.15


def test_gaps_of_the_same_customers_are_known_better() -> None:
    ranking = rank(example(), draws=0)
    report = gap_report(ranking)
    known = report.table[report.table["from"] != "not measured"]
    assert set(known["from"]) == {"paired", "partly paired"}
    assert known["correlation"].between(-1, 1).all()
    np.testing.assert_allclose(
        known["gap"], ranking.cells.loc[ranking.cells["measured"], "gap"], atol=1e-9
    )
    assert any("partly paired" in said for said in report.sentences)


def test_shrunk_gaps_are_called_so() -> None:
    report = gap_report(rank(example(), shrink=True, draws=0))
    assert set(report.table["from"]) == {"shrunk", "not measured"}


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        ({}, {"shrink": True}, "(as asked)"),
        ({"ranking": {"shrink": True}}, {}, "(from the study's settings)"),
    ],
)
def test_small_cells_are_drawn_together_if_asked_for(
    settings: dict[str, object], arguments: dict[str, Any], said: str
) -> None:
    study = load(_three_people(), settings={**_TARGET, **settings})
    plain, shrunk = rank(study, shrink=False, draws=0), rank(study, **arguments, draws=0)
    assert not any("drawn toward" in text for text in plain.assumptions)
    (assumed,) = [text for text in shrunk.assumptions if "drawn toward" in text]
    assert assumed.endswith(f"{said}.")
    moved = (shrunk.cells["reality"] - plain.cells["reality"]).abs()
    assert moved.iloc[2] > 5
    assert moved.iloc[:2].max() < 1
    np.testing.assert_array_equal(plain.cells["n"], shrunk.cells["n"])


_TARGET = {"target": {"default": 85}}


def _three_people() -> dict[str, object]:
    scores = pd.DataFrame(
        {
            "persona": ["a", "b", "c"],
            "touchpoint": "x",
            "metric": "csat",
            "mean": [3.0, 4.0, 1.5],
            "sd": [1.0, 1.0, 0.5],
            "n": [400, 400, 2],
        }
    )
    improvement = tables()["improvements"].iloc[:1].assign(touchpoints="x")
    return {
        "personas": pd.DataFrame({"persona": ["a", "b", "c"]}),
        "touchpoints": pd.DataFrame({"touchpoint": ["x"]}),
        "improvements": improvement,
        "scores": scores,
    }


@pytest.mark.parametrize("value", ["perhaps", 3])
def test_shrink_is_on_or_off(value: object) -> None:
    with pytest.raises(StudyError, match="is neither true nor false"):
        load(_three_people(), settings={"ranking": {"shrink": value}})
    with pytest.raises(SettingError, match="is not known as shrink"):
        rank(example(), shrink=value, draws=0)  # type: ignore[arg-type]


def test_a_filter_moves_no_shrunk_cell() -> None:
    study = example()
    some = study.personas["persona"].iloc[:2].tolist()
    whole = rank(study, shrink=True, draws=0).cells
    part = rank(study, shrink=True, personas=some, draws=0).cells
    kept = whole[whole["persona"].isin(some)].reset_index(drop=True)
    pd.testing.assert_series_equal(kept["reality"], part["reality"])
