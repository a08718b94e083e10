"""What each chart shows."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.charts import DRAWINGS, LOOK

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw, Drawing, Make


def _rows(drawing: Drawing, mark: str, field: str) -> list[dict[str, Any]]:
    """Return the data of the marks of a kind that carry a figure."""
    found = []
    for layer in drawing.spec["layer"]:
        rows = drawing.spec["datasets"][layer["data"]["name"]]
        if layer["mark"]["type"] == mark:
            found += [row for row in rows if field in row]
    return found


def _signed(gap: float) -> str:
    return f"{gap:+.1f}".replace("-", "\N{MINUS SIGN}").replace("+0.0", "0.0")


@pytest.mark.parametrize("name", ["common", "top_ten", "bunched", "same_place", "no_effort"])
def test_matrix_names_the_top_and_nothing_else(name: str, draw: Draw) -> None:
    drawing = draw("matrix", name)
    rest = drawing.words.replace(drawing.title, "", 1)
    for row in drawing.ranking.table.to_dict("records"):
        assert (f"{row['rank']} {row['title']}" in rest) == row["in_top"]


def test_matrix_puts_marks_where_effort_and_impact_are(draw: Draw) -> None:
    drawing = draw("matrix", "common")
    marks = {row["said"].split(": impact")[0]: row for row in _rows(drawing, "point", "impact")}
    table = drawing.ranking.table
    assert len(marks) == len(table)
    for one, other in zip(table.to_dict("records"), table.to_dict("records")[1:], strict=False):
        a, b = (marks[f"{row['rank']}. {row['title']}"] for row in (one, other))
        assert math.copysign(1, a["x"] - b["x"]) == math.copysign(
            1, one["effort"] - other["effort"]
        )
        assert math.copysign(1, a["y"] - b["y"]) == math.copysign(
            1, other["impact"] - one["impact"]
        )
        assert a["area"] / b["area"] == pytest.approx(one["gap"] / other["gap"], rel=0.01)


def test_matrix_has_the_top_in_the_chosen_colour(draw: Draw) -> None:
    drawing = draw("matrix", "common")
    fills = {row["said"].split(".")[0]: row["fill"] for row in _rows(drawing, "point", "impact")}
    for row in drawing.ranking.table.to_dict("records"):
        assert fills[str(row["rank"])] == (LOOK.chosen if row["in_top"] else LOOK.rest)


def test_matrix_grows_until_every_name_has_its_place(rankings: dict[str, Make]) -> None:
    ranking = rankings["bunched"]()
    everything = replace(ranking, table=ranking.table.assign(in_top=True))
    height = DRAWINGS["matrix"](everything).to_spec()["height"]
    assert height > DRAWINGS["matrix"](ranking).to_spec()["height"]


@pytest.mark.parametrize("name", ["common", "many_missing", "over_delivery", "large"])
def test_gap_map_prints_every_gap_and_its_n(name: str, draw: Draw) -> None:
    drawing = draw("gap_map", name)
    measured = drawing.ranking.cells.query("measured")
    printed = [line.text for line in drawing.lines]
    expected = sorted(_signed(gap) for gap in measured["gap"])
    assert sorted(text for text in printed if re.fullmatch(r"[+\N{MINUS SIGN}]?\d+\.\d", text)) == (
        expected
    )
    counts = sorted(text for text in printed if text.startswith("n\N{NO-BREAK SPACE}"))
    assert counts == sorted(f"n\N{NO-BREAK SPACE}{n:,}" for n in measured["n"])


@pytest.mark.parametrize("name", ["common", "many_missing", "not_measured_at_all"])
@pytest.mark.parametrize(("chart", "in_the_key"), [("gap_map", 1), ("journey", 0)])
def test_missing_cells_are_hatched_and_named(
    name: str, chart: str, in_the_key: int, draw: Draw
) -> None:
    drawing = draw(chart, name)
    cells = drawing.ranking.cells
    missing = int((~cells["measured"]).sum())
    said = [text for text in drawing.said if text.endswith(": not measured")]
    assert missing > 0
    assert len(said) == missing
    named = [line.text for line in drawing.lines].count("not measured")
    assert named >= missing + in_the_key
    strokes = [row for row in _rows(drawing, "rule", "x2") if row["stroke"] == LOOK.line]
    assert len(strokes) > 5 * missing


def test_gap_map_says_each_cell_with_its_interval(draw: Draw) -> None:
    drawing = draw("gap_map", "common")
    cell = drawing.ranking.cells.iloc[0]
    bounds = f"{cell['low']:.0f}\N{EN DASH}{cell['high']:.0f}"
    assert drawing.said[0] == (
        "Porovnanie taríf na webe, Obchodní cestující s vlastním vozem: "
        f"gap {_signed(cell['gap'])} points (reality {cell['reality']:.0f} ({bounds}), "
        f"reference {cell['reference']:.0f}, n {cell['n']:,})"
    )


def test_gap_map_colours_by_sign_and_size(draw: Draw) -> None:
    rows = sorted(_rows(draw("gap_map", "common"), "rect", "gap"), key=lambda row: row["gap"])
    red = {row["gap"]: int(row["fill"][1:3], 16) for row in rows}
    green = {row["gap"]: int(row["fill"][3:5], 16) for row in rows}
    short = [gap for gap in red if gap > 0]
    assert [green[gap] for gap in short] == sorted((green[gap] for gap in short), reverse=True)
    assert all(red[gap] > green[gap] for gap in short)
    assert all(red[gap] < green[gap] for gap in red if gap < -0.5)


@pytest.mark.parametrize("chart", ["gap_map", "journey"])
def test_touchpoints_stand_in_journey_order_under_their_stages(chart: str, draw: Draw) -> None:
    drawing = draw(chart, "common")
    below = drawing.words
    places = []
    for _, group in drawing.ranking.touchpoints.groupby("stage", sort=False):
        stage = f"{group['stage'].iloc[0]} ({group['phase'].iloc[0]})"
        tops = [_top(drawing, name) for name in group["name"]]
        assert stage in below
        places += [_top(drawing, stage), *tops]
    assert places == sorted(places)


def _top(drawing: Drawing, text: str) -> float:
    """Return where the last text begins that starts with the same word at the left."""
    first = text.split(maxsplit=1)[0]
    left = [line for line in drawing.lines if line.left < 60 and line.size == 12]
    starts = [line for line in left if text.startswith(line.text.strip())]
    assert starts, first
    return float(min(line.top for line in starts))


def test_journey_draws_reality_and_its_interval(draw: Draw) -> None:
    drawing = draw("journey", "common")
    marks = _rows(drawing, "point", "reality")
    measured = drawing.ranking.cells.query("measured")
    assert sorted(row["reality"] for row in marks) == sorted(measured["reality"])
    xs = {row["reality"]: row["x"] for row in marks if row["x"] < 500}
    low, *_, high = sorted(xs)
    per_point = (xs[high] - xs[low]) / (high - low)
    first = measured[measured["persona"] == "p.0"].iloc[0]
    edges = [row for row in _rows(drawing, "area", "x2") if row["run"] > 1]
    widths = {round((row["x2"] - row["x"]) / per_point, 1) for row in edges}
    assert round(first["high"] - first["low"], 1) in widths


def test_journey_breaks_where_nothing_is_measured(draw: Draw) -> None:
    drawing = draw("journey", "many_missing")
    lines = [row for row in _rows(drawing, "line", "run") if row["x"] > 300]
    runs = {row["run"] for row in lines}
    stretches = 0
    for _, cells in drawing.ranking.cells.groupby("persona"):
        known = cells["measured"].to_numpy()
        stretches += int((known[1:] & ~known[:-1]).sum() + known[0])
    assert len(runs) == 2 * stretches


def test_emotions_are_words_and_shapes(draw: Draw) -> None:
    drawing = draw("journey", "common")
    shapes = {"negative": "triangle-down", "neutral": "circle", "positive": "triangle-up"}
    emotions = list(drawing.ranking.touchpoints["emotion"])
    for emotion in set(emotions):
        assert [line.text for line in drawing.lines].count(emotion) == emotions.count(emotion)
        assert shapes[emotion] in {layer["mark"].get("shape") for layer in drawing.spec["layer"]}
    assert "emotion" not in draw("journey", "flat_journey").words


def test_an_emotion_that_is_not_given_is_said(common: Ranking) -> None:
    emotions = common.touchpoints["emotion"].where(common.touchpoints["position"] != 3)
    chart = DRAWINGS["journey"](
        replace(common, touchpoints=common.touchpoints.assign(emotion=emotions))
    )
    texts = [row.get("text") for rows in chart.to_spec()["datasets"].values() for row in rows]
    assert texts.count("not given") == 1


@pytest.mark.parametrize("name", ["common", "negative_contributions", "many_criteria"])
def test_contributions_stack_up_to_the_score(name: str, draw: Draw) -> None:
    drawing = draw("contributions", name)
    top = drawing.ranking.top_table
    bars = _rows(drawing, "rect", "contribution")
    assert len(bars) == len(top) * len(drawing.ranking.criteria)
    for row in top.to_dict("records"):
        own = [bar for bar in bars if bar["said"].startswith(f"{row['title']}:")]
        assert sum(bar["contribution"] for bar in own) == pytest.approx(row["score"], abs=1e-6)
        assert re.search(rf"{row['score']:.2f}|{row['score']:.3f}", drawing.words)
        widths = [bar["x2"] - bar["x"] + 1 for bar in own]
        sizes = [abs(bar["contribution"]) for bar in own]
        scale = sum(widths) / sum(sizes)
        assert widths == pytest.approx([size * scale for size in sizes], abs=1.5)


def test_negative_contributions_stand_left_of_zero(draw: Draw) -> None:
    bars = _rows(draw("contributions", "negative_contributions"), "rect", "contribution")
    left = [bar["x2"] for bar in bars if bar["contribution"] < 0]
    right = [bar["x"] for bar in bars if bar["contribution"] >= 0]
    assert left
    assert max(left) <= min(right)


def test_other_methods_show_a_value_for_each_criterion(draw: Draw) -> None:
    drawing = draw("contributions", "other_method")
    bars = _rows(drawing, "rect", "value")
    assert not _rows(drawing, "rect", "contribution")
    assert len(bars) == 5 * 3
    assert len({bar["x"] for bar in bars}) == 3


def test_units_are_written(draw: Draw) -> None:
    for chart in ("matrix", "contributions"):
        words = draw(chart, "common").words
        assert "person-days" in words
        assert "index points" in words


def test_descriptions_hold_the_main_figures(draw: Draw) -> None:
    for chart in ("matrix", "contributions"):
        drawing = draw(chart, "top_ten")
        for row in drawing.ranking.top_table.to_dict("records"):
            assert f"{row['rank']}. {row['title']}:" in drawing.spec["description"]
    drawing = draw("gap_map", "many_missing")
    missing = (~drawing.ranking.cells["measured"]).sum()
    description = drawing.spec["description"].replace("\N{NO-BREAK SPACE}", " ")
    assert f"{missing} of 70 cells not measured" in description
    assert "Seniori, ktorí volajú na linku pomoci: nothing measured." in description
    assert (
        "Emotion: Porovnanie taríf na webe neutral" in draw("journey", "common").spec["description"]
    )
