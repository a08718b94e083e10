"""The picture of paths: what it draws, and its finding."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.charts import DRAWINGS, LOOK
from cx_workbench.rank.checks.path_report import path_steps
from cx_workbench.rank.ranking import rank
from tests.charts.conftest import make, plain, with_cells
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw, Make


def spec(ranking: Ranking) -> dict[str, Any]:
    found: dict[str, Any] = DRAWINGS["path"](ranking).to_spec()
    return found


def title(ranking: Ranking) -> str:
    return plain(" ".join(spec(ranking)["title"]["text"]))


def marks(ranking: Ranking, mark: str) -> list[dict[str, Any]]:
    """Data of the marks of a kind that screen readers say."""
    found = spec(ranking)
    layers = [layer for layer in found["layer"] if layer["mark"]["type"] == mark]
    rows = [row for layer in layers for row in found["datasets"][layer["data"]["name"]]]
    return [row for row in rows if "said" in row]


def rated(answers: list[list[int]]) -> Ranking:
    """A persona whose respondents rated the steps x and y with 1 to 5."""
    rows = [
        (f"r{number}", "a", step, score)
        for number, scores in enumerate(answers)
        for step, score in zip("xy", scores, strict=True)
    ]
    columns = ["respondent", "persona", "touchpoint", "score"]
    return rank(
        small(
            responses=pd.DataFrame(rows, columns=columns).assign(metric="csat"),
            improvements=tables()["improvements"].iloc[:1],
            reach=pd.DataFrame({"persona": ["a"], "touchpoint": ["x"], "reach": [1.0]}),
            settings={"target": {"default": 85}},
        ),
        draws=0,
    )


@pytest.mark.parametrize("name", ["common", "one_persona", "large", "many_missing"])
def test_the_title_names_the_step_that_leaves_least(name: str, rankings: dict[str, Make]) -> None:
    ranking = rankings[name]()
    cells = ranking.cells[ranking.cells["measured"]]
    worst = cells.sort_values("reality").iloc[0]
    step = ranking.touchpoints.set_index("touchpoint")["name"][worst["touchpoint"]]
    person = ranking.personas.set_index("persona")["name"][worst["persona"]]
    found = re.fullmatch(
        r"The weakest link is (.+): it disappoints (\d+) % of the journeys of (.+)", title(ranking)
    )
    assert found is not None
    assert (found[1], found[3]) == (step, person)
    assert int(found[2]) == pytest.approx(100 - worst["reality"], abs=0.51)


def test_a_weak_step_that_few_pass_is_no_weak_link() -> None:
    ranking = make(personas=1, touchpoints=5, missing=0)
    reality = [80.0, 20.0, 60.0, 90.0, 70.0]
    reach = [1.0, 0.2, 1.0, 1.0, 1.0]
    ranking = with_cells(ranking, reality=pd.Series(reality), reach=pd.Series(reach))
    third = ranking.touchpoints["name"].iloc[2]
    assert title(ranking).startswith(f"The weakest link is {third}: it disappoints 40 %")


def test_the_line_falls_to_what_is_left_after_each_step(common: Ranking) -> None:
    steps = path_steps(common)
    points = marks(common, "point")
    assert [row["left"] for row in points] == pytest.approx(list(steps["left"]))
    assert [row["low"] for row in points] == pytest.approx(list(steps["bound_low"]))
    for row in points:
        assert row["low"] - 0.01 <= row["left"] <= row["high"] + 0.01
    first = points[: int((steps["persona"] == "p.0").sum())]
    places = [row["x"] for row in first]
    assert places == sorted(places, reverse=True)
    np.testing.assert_allclose(
        np.diff(places) / np.diff([row["left"] for row in first]), _per_point(first), rtol=0.2
    )


def _per_point(rows: list[dict[str, Any]]) -> float:
    return float((rows[0]["x"] - rows[-1]["x"]) / (rows[0]["left"] - rows[-1]["left"]))


def test_every_figure_stands_in_words_too(draw: Draw) -> None:
    drawing = draw("path", "common")
    steps = path_steps(drawing.ranking)
    for left in steps["left"]:
        written = f"{left:.0f} %" if left >= 9.95 else f"{left:.1f} %" if left >= 0.05 else "<0.1 %"
        assert written in drawing.words
    assert len([said for said in drawing.said if " left (" in said]) == len(steps)


def test_each_persona_s_weakest_link_is_tinted(common: Ranking) -> None:
    found = spec(common)
    accent = LOOK.tint(LOOK.gap, 0.25)
    rows = [row for data in found["datasets"].values() for row in data if row.get("fill") == accent]
    # One in the key.
    assert len(rows) == 1 + len(common.personas)


def test_missing_steps_are_hatched_and_named(draw: Draw) -> None:
    drawing = draw("path", "many_missing")
    missing = int((~drawing.ranking.cells["measured"]).sum())
    said = [text for text in drawing.said if text.endswith(": not measured")]
    assert len(said) == missing > 0
    assert "Seniori, ktorí volajú na linku pomoci: no step measured." in plain(
        drawing.spec["description"]
    )


def test_steps_that_nobody_passes_are_named() -> None:
    ranking = make(personas=2, touchpoints=5, missing=0)
    reach = ranking.cells["reach"].where(ranking.cells["touchpoint"] != "t[1].id", 0.0)
    ranking = with_cells(ranking, reach=reach)
    said = [row["said"] for row in marks(ranking, "rect")]
    assert len([text for text in said if text.endswith(": nobody passes")]) == 2
    assert len(marks(ranking, "point")) == 8


def test_nothing_lost_and_nothing_measured_are_said(rankings: dict[str, Make]) -> None:
    best = with_cells(make(touchpoints=5, personas=2, missing=0), reality=100.0)
    assert title(best) == "Nothing is lost along the measured path"
    nothing = rankings["not_measured_at_all"]()
    assert title(nothing) == "Nothing is measured along this path yet"
    assert "nan" not in spec(best)["description"] + spec(nothing)["description"]


def test_what_was_counted_stands_beside_the_product() -> None:
    ranking = rated([[5, 5]] * 12 + [[1, 1]] * 12)
    (diamond,) = [row for row in marks(ranking, "point") if "counted over" in row["said"]]
    assert plain(diamond["said"]).startswith("Anna: 50 % (95 % interval 31 % to 69 %) counted over")
    words = plain(" ".join(spec(ranking)["title"]["subtitle"]))
    assert "diamond: counted over customers who rated every step" in words
    assert "counted over 24 customers 50 %" in plain(spec(ranking)["description"])


def test_without_a_whole_way_nothing_is_counted(common: Ranking) -> None:
    assert "diamond" not in " ".join(spec(common)["title"]["subtitle"])
    assert "counted" not in spec(common)["description"]


def test_only_one_step_needs_no_counting() -> None:
    ranking = rated([[5, 5]] * 4)
    one = replace(ranking, touchpoints=ranking.touchpoints.iloc[:1])
    assert "diamond" not in " ".join(spec(one)["title"]["subtitle"])
