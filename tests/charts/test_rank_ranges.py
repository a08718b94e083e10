"""Rank ranges: what is drawn, and what the title says of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cx_workbench.charts import CHARTS, DRAWINGS, LOOK, charts_of
from cx_workbench.rank.reasons import of_100_draws

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation
    from tests.charts.conftest import Draw, Drawing, Make


def bars(drawing: Drawing) -> list[dict[str, Any]]:
    datasets = drawing.spec["datasets"].values()
    return [row for rows in datasets for row in rows if "rank_low" in row]


def simulation_of(drawing: Drawing) -> Simulation:
    assert drawing.ranking.simulation is not None
    return drawing.ranking.simulation


def title(ranking: Ranking) -> str:
    lines = DRAWINGS["rank_ranges"](ranking).to_spec()["title"]["text"]
    return " ".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def certain(ranking: Ranking, *, spread: float = 0.0) -> Ranking:
    """Let the figures be drawn as near to the table's as asked."""
    assert ranking.simulation is not None
    random = np.random.default_rng(1)
    figures = {
        name: ranking.table[name].to_numpy(dtype=float) * random.lognormal(0, spread, figure.shape)
        for name, figure in ranking.simulation.figures.items()
    }
    return replace(ranking, simulation=replace(ranking.simulation, figures=figures))


@pytest.mark.parametrize("name", ["common", "top_ten", "bunched", "one_improvement"])
def test_every_improvement_has_its_bar_point_and_share(name: str, draw: Draw) -> None:
    drawing = draw("rank_ranges", name)
    sure = simulation_of(drawing)
    found = bars(drawing)
    count = len(drawing.ranking.table)
    assert [row["rank_low"] for row in found] == sure.rank_low.tolist()
    assert [row["rank_high"] for row in found] == sure.rank_high.tolist()
    np.testing.assert_allclose([row["p_top"] for row in found], sure.p_top, atol=0.005)
    step = 420 / count
    wide = [(row["x2"] - row["x"] + 2) / step for row in found]
    np.testing.assert_allclose(wide, sure.rank_high - sure.rank_low + 1, atol=0.02)
    left = [(row["x"] - 1 - 324) / step for row in found]
    np.testing.assert_allclose(left, sure.rank_low - 1, atol=0.02)


def test_points_stand_at_the_expected_rank(draw: Draw) -> None:
    drawing = draw("rank_ranges", "common")
    points = [
        row
        for layer in drawing.spec["layer"]
        if layer["mark"]["type"] == "point"
        for row in drawing.spec["datasets"][layer["data"]["name"]]
    ]
    expected = simulation_of(drawing).expected_rank
    step = 420 / len(expected)
    places = [(row["x"] - 324) / step + 0.5 for row in sorted(points, key=lambda row: row["y"])]
    np.testing.assert_allclose(places, expected, atol=0.01)


def test_shares_are_written_with_their_unit(draw: Draw) -> None:
    drawing = draw("rank_ranges", "common")
    texts = [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in drawing.lines]
    written = [text for text in texts if re.fullmatch(r"(.* of 100|every|no) draws?", text)]
    expected = [of_100_draws(share) for share in simulation_of(drawing).p_top]
    assert sorted(text for text in written if text in expected) == sorted(expected)


def test_the_top_is_accented_and_its_edge_drawn(draw: Draw) -> None:
    drawing = draw("rank_ranges", "common")
    fills = [row["fill"] for row in bars(drawing)]
    assert set(fills[:5]) == {LOOK.tint(LOOK.chosen, 0.4)}
    assert set(fills[5:]) == {LOOK.tint(LOOK.rest, 0.4)}
    step = 420 / len(fills)
    lines = [
        row
        for layer in drawing.spec["layer"]
        if layer["mark"]["type"] == "rule"
        for row in drawing.spec["datasets"][layer["data"]["name"]]
        if row["stroke"] == LOOK.ink
    ]
    assert [row["x"] for row in lines] == [pytest.approx(324 + 5 * step, abs=0.01)]


def test_the_title_names_the_least_sure(rankings: dict[str, Make]) -> None:
    ranking = rankings["top_ten"]()
    assert ranking.simulation is not None
    shares = ranking.simulation.p_top[:10]
    least = ranking.table["title"].iloc[int(shares.argmin())]
    assert title(ranking) == (
        f"{least} is the least sure of the TOP 10: it is there in "
        f"{100 * shares.min():.0f} of 100 draws"
    )


def test_the_title_says_that_all_are_sure(common: Ranking) -> None:
    said = "The TOP 5 are sure: each of them is there in"
    assert title(certain(common)) == f"{said} every draw"
    nearly = certain(common, spread=0.05)
    assert nearly.simulation is not None
    least = nearly.simulation.p_top[:5].min()
    assert 0.9 < least < 0.99
    assert title(nearly) == f"{said} at least {100 * least:.0f} of 100 draws"


def test_nothing_to_fall_out_of(rankings: dict[str, Make]) -> None:
    only = rankings["one_improvement"]()
    name = only.table["title"].iloc[0]
    assert title(only) == f"{name} is the only candidate: there is no other place to take"


@pytest.mark.parametrize("chart", ["rank_ranges", "acceptability"])
def test_where_nothing_was_drawn_the_picture_says_so(chart: str, common: Ranking) -> None:
    ranking = replace(common, simulation=None)
    spec = DRAWINGS[chart](ranking).to_spec()
    assert spec["title"]["text"] == ["How sure the places are is not known"]
    assert "Rank again with draws = 10,000." in spec["description"]
    assert chart not in charts_of(ranking)
    assert list(charts_of(common)) == list(CHARTS)


def test_the_subtitle_says_how_many_draws_of_what(draw: Draw) -> None:
    subtitle = draw("rank_ranges", "common").subtitle.replace("\N{NO-BREAK SPACE}", " ")
    assert "400 draws of what the answers and estimates allow." in subtitle
    assert "The weights hold as given." in subtitle


def test_the_description_holds_the_figures_of_the_top(draw: Draw) -> None:
    drawing = draw("rank_ranges", "common")
    sure = simulation_of(drawing)
    description = drawing.spec["description"].replace("\N{NO-BREAK SPACE}", " ")
    for place, name in enumerate(drawing.ranking.top_table["title"]):
        low, high = sure.rank_low[place], sure.rank_high[place]
        assert f"{place + 1}. {name}: ranks {low} to {high} in 90 of 100 draws" in description
