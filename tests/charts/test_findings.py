"""The titles, against the figures that they are said to come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cx_workbench.charts import DRAWINGS, LOOK
from tests.charts.further import EVERY

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw, Make


def _title(chart: str, ranking: Ranking) -> str:
    lines = DRAWINGS[chart](ranking).to_spec()["title"]["text"]
    return " ".join(lines).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", ["common", "one_persona", "large", "many_missing"])
def test_gap_map_names_the_widest_gap(name: str, rankings: dict[str, Make]) -> None:
    ranking = rankings[name]()
    widest = ranking.cells.sort_values("gap", na_position="first").iloc[-1]
    touchpoint = ranking.touchpoints.set_index("touchpoint")["name"][widest["touchpoint"]]
    persona = ranking.personas.set_index("persona")["name"][widest["persona"]]
    expected = f"{touchpoint} holds the widest gap for {persona}: +{widest['gap']:.1f} points"
    assert _title("gap_map", ranking) == expected


def test_gap_map_says_how_many_share_the_widest_gap(common: Ranking) -> None:
    cells = common.cells.assign(gap=5.0)
    cells.loc[[3, 8, 20], "gap"] = 30.0
    names = common.touchpoints["name"]
    assert _title("gap_map", replace(common, cells=cells)) == (
        f"{names[3]} for {common.personas['name'][0]} and 2 other cells hold the widest gap: "
        "+30.0 points"
    )


@pytest.mark.parametrize(
    ("gaps", "verb"), [((0, 0), "meets"), ((0, -3), "meets or beats"), ((-1, -3), "beats")]
)
def test_gap_map_says_that_nothing_falls_short(
    gaps: tuple[float, float], verb: str, rankings: dict[str, Make]
) -> None:
    ranking = rankings["flat_journey"]()
    cells = ranking.cells.assign(gap=[gaps[row % 2] for row in range(len(ranking.cells))])
    title = _title("gap_map", replace(ranking, cells=cells))
    assert title == f"Reality {verb} the target wherever it is measured"


@pytest.mark.parametrize("name", ["common", "one_persona", "large", "many_missing"])
def test_journey_names_the_stage_that_falls_short_most(
    name: str, rankings: dict[str, Make]
) -> None:
    ranking = rankings[name]()
    cells = ranking.cells[ranking.cells["measured"]]
    cells = cells.merge(ranking.touchpoints[["touchpoint", "stage"]]).merge(
        ranking.personas[["persona", "weight"]]
    )
    cells["share"] = cells["weight"] * cells["reach"]
    cells["product"] = cells["gap"] * cells["share"]
    sums = cells.groupby("stage")[["product", "share"]].sum()
    means = sums["product"] / sums["share"]
    expected = (
        f"Reality falls furthest below expectation in {means.idxmax()}: "
        f"{means.max():.1f} points on average"
    )
    assert _title("journey", ranking) == expected


def test_journey_without_stages_names_the_touchpoint(rankings: dict[str, Make]) -> None:
    ranking = rankings["flat_journey"]()
    weights = ranking.cells["persona"].map(ranking.personas.set_index("persona")["weight"])
    sums = (ranking.cells["gap"] * weights).groupby(ranking.cells["touchpoint"]).sum()
    name = ranking.touchpoints.set_index("touchpoint")["name"][str(sums.idxmax())]
    title = _title("journey", ranking)
    assert title == (
        f"Reality falls furthest below the target at {name}: {sums.max():.1f} points on average"
    )


def test_journey_takes_a_stage_that_comes_twice_as_one(rankings: dict[str, Make]) -> None:
    ranking = rankings["flat_journey"]()
    stages = ["Join", "Use", "Join", "Use", "Leave"]
    touchpoints = ranking.touchpoints.assign(stage=pd.Series(stages))
    gaps = dict(zip(touchpoints["touchpoint"], [9.0, 12.0, 9.0, 2.0, 8.0], strict=True))
    cells = ranking.cells.assign(gap=ranking.cells["touchpoint"].map(gaps))
    ranking = replace(ranking, touchpoints=touchpoints, cells=cells)
    assert _title("journey", ranking) == (
        "Reality falls furthest below the target in Join: 9.0 points on average"
    )
    boxes = DRAWINGS["journey"](ranking).to_spec()["datasets"]
    shaded = [row for rows in boxes.values() for row in rows if row.get("fill") == LOOK.wash]
    assert len(shaded) == 2


def test_journey_weighs_by_reach(rankings: dict[str, Make]) -> None:
    ranking = rankings["flat_journey"]()
    cells = ranking.cells.assign(gap=0.0, reach=1.0)
    last = cells["touchpoint"] == ranking.touchpoints["touchpoint"].iloc[-1]
    cells.loc[last, "gap"] = [30.0, 3.0]
    cells.loc[last, "reach"] = [0.0, 1.0]
    assert _title("journey", replace(ranking, cells=cells)).endswith(": 3.0 points on average")


def test_journey_says_that_reality_keeps_up(rankings: dict[str, Make]) -> None:
    title = _title("journey", rankings["over_delivery"]())
    assert title == "On average, reality keeps up with expectation all along the journey"


def test_matrix_names_the_first(common: Ranking) -> None:
    first = common.table.iloc[0]
    assert _title("matrix", common) == (
        f"{first['title']} leads the TOP 5: an impact of {first['impact']:.2f} index points "
        f"for {first['effort']:.0f} person-days"
    )


def test_matrix_says_that_there_is_nothing_to_gain(rankings: dict[str, Make]) -> None:
    title = _title("matrix", rankings["no_gap"]())
    assert title == "No improvement gains anything: there is no gap to close"


@pytest.mark.parametrize("name", ["common", "top_ten", "negative_contributions", "many_criteria"])
def test_contributions_name_the_criterion_that_adds_most(
    name: str, rankings: dict[str, Make]
) -> None:
    ranking = rankings[name]()
    top = ranking.top_table
    parts = ranking.contributions
    parts = parts[parts["improvement"].isin(top["improvement"])]
    means = parts.groupby("criterion")["contribution"].mean()
    most = {"effort": "Low effort", "impact": "Impact", "gap": "Gap"}[str(means.idxmax())]
    assert _title("contributions", ranking) == (
        f"{most} adds most to the scores of the TOP {len(top)}: "
        f"{means.max():.2f} of {top['score'].mean():.2f} on average"
    )


def test_contributions_of_another_method_compare_values(rankings: dict[str, Make]) -> None:
    ranking = rankings["other_method"]()
    parts = ranking.contributions
    parts = parts[parts["improvement"].isin(ranking.top_table["improvement"])]
    means = parts.groupby("criterion")["value"].mean()
    assert means.idxmax() == "effort"
    title = f"The TOP 5 do best on low effort: {means.max():.2f} of 1 on average"
    assert _title("contributions", ranking) == title


@pytest.mark.parametrize(
    "chart",
    ["matrix", "contributions", "rank_ranges", "acceptability", "slope", "measure_next"],
)
def test_nothing_ranked_says_what_was_not_measured(chart: str, draw: Draw) -> None:
    drawing = draw(chart, "not_measured_at_all")
    assert drawing.title == "No improvement could be ranked"
    assert "Not measured: Charging." in drawing.words
    assert "Not measured: Charging." in drawing.spec["description"]


@pytest.mark.parametrize("chart", ["gap_map", "journey"])
def test_nothing_measured_is_said(chart: str, draw: Draw) -> None:
    assert draw(chart, "not_measured_at_all").title.startswith("Nothing is measured")


@pytest.mark.parametrize("chart", [*DRAWINGS, "slope", "measure_next"])
def test_subtitle_says_whose_how_many_and_how_exact(chart: str, common: Ranking) -> None:
    ranking = replace(common, filters={"persona": ("p.1",), "stage": ("Join",)})
    subtitle = " ".join(EVERY[chart](ranking).to_spec()["title"]["subtitle"])
    subtitle = subtitle.replace("\N{NO-BREAK SPACE}", " ")
    measured = ranking.cells[ranking.cells["measured"]]
    half = ((measured["high"] - measured["low"]) / 2).median()
    assert f"{measured['n'].sum():,} answers" in subtitle
    assert f"within {half:.1f} points (95 % interval)" in subtitle
    assert "Mobile operator 2026 (synthetic)." in subtitle
    assert "Only persona: Families on one bill; stage: Join." in subtitle
