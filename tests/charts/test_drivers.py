"""What the pictures of drivers show."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.charts import LOOK
from cx_workbench.charts.driver_bars import draw_drivers
from cx_workbench.charts.stated_derived import draw_stated_against_derived
from tests.charts.conftest import plain
from tests.charts.driven import driven, stated

if TYPE_CHECKING:
    from cx_workbench.charts import Drawing
    from cx_workbench.measure.driver_shares import Drivers
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw


@pytest.fixture
def found(common: Ranking) -> Drivers:
    return driven(common)


def title(chart: Drawing) -> str:
    return plain(" ".join(chart.to_spec()["title"]["text"]))


def subtitle(chart: Drawing) -> str:
    return plain(" ".join(chart.to_spec()["title"]["subtitle"]))


def rows(chart: Drawing, field: str) -> list[dict[str, Any]]:
    sets = chart.to_spec()["datasets"].values()
    return [row for one in sets for row in one if field in row]


def with_shares(found: Drivers, shares: list[float], width: float = 0.01) -> Drivers:
    """Keep as many drivers as there are shares, all bounded as tightly."""
    share = np.array(shares)
    table = found.table.head(len(shares)).assign(share=share, low=share - width, high=share + width)
    return replace(found, table=table)


def said(found: Drivers, importance: list[float]) -> pd.DataFrame:
    places = found.table["touchpoint"].head(len(importance))
    return pd.DataFrame({"touchpoint": places, "importance": importance, "n": 50})


def test_the_title_names_what_goes_most_with_the_outcome(found: Drivers) -> None:
    first = found.table.iloc[0]
    expected = (
        f"{first['name']} goes most with recommending: {100 * first['share']:.0f} % of what 14 "
        "touchpoints explain"
    )
    assert title(draw_drivers(found)) == expected
    assert "overall satisfaction" in title(draw_drivers(replace(found, outcome="csat")))


def test_the_subtitle_says_associations_n_and_r2(found: Drivers) -> None:
    text = subtitle(draw_drivers(found))
    assert text.startswith("Associations, not causes.")
    assert "n 812 per pair of questions (median)" in text
    assert "explain 42 % of its variance (R² 0.42)" in text
    assert "95 % interval" in text
    complete = subtitle(draw_drivers(replace(found, cases="complete", persona="Families")))
    assert "n 812 respondents rated every touchpoint" in complete
    assert "Only persona: Families." in complete


def test_every_driver_has_its_figures_and_n(found: Drivers, draw: Draw) -> None:
    words = draw("drivers", "common").words
    for row in found.table.to_dict("records"):
        bounds = f"{100 * row['low']:.0f}\N{EN DASH}{100 * row['high']:.0f}"
        assert f"{100 * row['share']:.0f} % ({bounds})" in words
        assert f"n {row['n']:,}" in words
        assert row["name"] in words
    assert words.count("higher rating goes with lower outcome") == 1


def test_bars_are_as_long_as_sure_and_pale_to_the_upper_end(found: Drivers) -> None:
    chart = draw_drivers(found)
    sure = rows(chart, "share")
    assert [row["fill"] for row in sure] == [LOOK.chosen] * 14
    pale = [row for row in rows(chart, "x2") if row.get("fill") == LOOK.tint(LOOK.chosen, 0.35)]
    ends = {round(row["y"], 1): row["x2"] for row in pale}
    table = found.table
    per_share = (sure[0]["x2"] - sure[0]["x"]) / table["low"].iloc[0]
    for row, bar in zip(table.to_dict("records"), sure, strict=True):
        assert bar["x2"] - bar["x"] == pytest.approx(per_share * row["low"], abs=0.1)
        end = ends[round(bar["y"], 1)]
        assert end - bar["x"] == pytest.approx(per_share * row["high"], abs=0.1)


def test_without_intervals_the_bars_are_the_shares(found: Drivers) -> None:
    bare = replace(found, table=found.table.assign(low=np.nan, high=np.nan))
    chart = draw_drivers(bare)
    assert "interval" not in subtitle(chart)
    bars = rows(chart, "share")
    lengths = np.array([bar["x2"] - bar["x"] for bar in bars])
    assert lengths / lengths[0] == pytest.approx(
        (found.table["share"] / found.table["share"].iloc[0]).to_numpy(), abs=1e-3
    )
    first = f"{100 * found.table['share'].iloc[0]:.0f}\N{NO-BREAK SPACE}%"
    assert first in [row["text"] for row in rows(chart, "text")]


def test_one_driver_is_said_to_be_the_only_one(found: Drivers) -> None:
    alone = with_shares(found, [1.0])
    assert title(draw_drivers(alone)).endswith("is the only driver of recommending that is known")


def test_what_shows_more_than_is_said_is_the_finding(found: Drivers) -> None:
    few = with_shares(found, [0.5, 0.3, 0.2])
    chart = draw_stated_against_derived(few, said(few, [40, 90, 80]))
    first = found.table["name"].iloc[0]
    assert title(chart) == f"{first} goes with recommending more than customers say"
    marks = rows(chart, "stated")
    assert [mark["fill"] for mark in marks] == [LOOK.chosen, LOOK.rest, LOOK.rest]
    assert marks[0]["said"].endswith("shows above the mean, said below it")
    assert subtitle(chart).startswith("Associations, not causes.")
    assert "150 answers" in subtitle(chart)


def test_else_what_is_said_more_than_it_shows(found: Drivers) -> None:
    few = with_shares(found, [0.5, 0.3, 0.2])
    chart = draw_stated_against_derived(few, said(few, [90, 40, 80]))
    last = found.table["name"].iloc[2]
    assert title(chart) == f"{last} is said to matter more than it shows"


def test_what_chance_could_bring_about_makes_no_finding(found: Drivers) -> None:
    few = with_shares(found, [0.5, 0.3, 0.2], width=0.3)
    chart = draw_stated_against_derived(few, said(few, [40, 90, 80]))
    assert "do not clearly differ" in title(chart)
    # Then no word in the picture says that they do.
    assert "more than" not in json.dumps(chart.to_spec())


def test_marks_lie_where_stated_and_derived_importance_are(found: Drivers) -> None:
    few = with_shares(found, [0.5, 0.3, 0.2])
    marks = rows(draw_stated_against_derived(few, said(few, [40, 90, 65])), "stated")
    x, y = ([mark[name] for mark in marks] for name in ("x", "y"))
    assert (x[2] - x[0]) / (x[1] - x[0]) == pytest.approx(0.5, abs=1e-3)
    assert y[0] < y[1] < y[2]
    assert (y[1] - y[0]) / (y[2] - y[1]) == pytest.approx(2, abs=1e-2)


def test_touchpoints_that_nobody_was_asked_about_are_counted(
    found: Drivers, common: Ranking
) -> None:
    text = subtitle(draw_stated_against_derived(found, stated(common)))
    assert "1 touchpoint without stated importance left out" in text


def test_no_stated_importance_at_all_is_said(found: Drivers) -> None:
    chart = draw_stated_against_derived(found, said(found, []))
    assert title(chart) == "There is no stated importance to compare with"
    assert found.table["name"].iloc[0] in chart.to_spec()["description"]
