"""The pictures of the workbench in the widths that a panel may have."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import cx_workbench
from cx_workbench.charts import DARK, DRAWINGS, LOOK, Drawing, draw_frontier
from tests.charts.conftest import BOTH, CANDIDATES, JOURNEYS, Line, lines_of, ranking_of

#: A drawing's marks may reach this far into its margin.
EDGE = 8
WIDTHS = (320, 340, 480, 840, 1280)
OF_JOURNEYS = ("gap_map", "journey", "path")
LAID_OUT = [
    (chart, name)
    for chart in DRAWINGS
    for name in BOTH | (JOURNEYS if chart in OF_JOURNEYS else CANDIDATES)
]


def check(drawing: Drawing, width: int) -> None:
    """Nothing is wider than asked, nothing is cut, and no words touch."""
    assert drawing.width == width
    lines = sorted(lines_of(drawing), key=lambda line: line.top)
    assert lines
    for line in lines:
        assert line.left >= -1, line
        assert line.right <= width + 1, line
        assert -1 <= line.top <= line.bottom <= drawing.height + 1, line
        assert line.size in (12, 14)
    assert _touching(lines) == []
    rows: list[dict[str, Any]] = [row for layer in drawing.layers for row in layer.rows]
    edges = [row[name] for row in rows for name in ("x", "x2") if name in row]
    assert min(edges) >= -EDGE
    assert max(edges) <= width + EDGE


def _touching(lines: list[Line]) -> list[tuple[str, str]]:
    found = []
    for place, line in enumerate(lines):
        for below in lines[place + 1 :]:
            if below.top > line.bottom:
                break
            if line.overlaps(below):
                found.append((line.text, below.text))
    return found


@pytest.mark.parametrize("width", WIDTHS[1:])
@pytest.mark.parametrize(("chart", "name"), LAID_OUT)
def test_made_up_rankings_fit(chart: str, name: str, width: int) -> None:
    check(DRAWINGS[chart](ranking_of(name), look=replace(LOOK, width=width)), width)


@cache
def example() -> cx_workbench.Ranking:
    return cx_workbench.rank(cx_workbench.example(), draws=400)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", DRAWINGS)
def test_the_example_fits_whatever_is_selected(chart: str, width: int) -> None:
    look = replace(DARK, width=width)
    for place in (0, -1):
        selected = str(example().table["improvement"].iloc[place])
        check(DRAWINGS[chart](example(), look=look, selected=selected), width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("budget", [20, 300, 4000])
def test_the_frontier_fits(budget: float, width: int) -> None:
    plan = cx_workbench.portfolio(example(), budget, draws=0)
    check(draw_frontier(plan, look=replace(LOOK, width=width)), width)


@pytest.mark.parametrize("chart", OF_JOURNEYS)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_cell_is_there_once_in_any_width(chart: str, width: int) -> None:
    ranking = ranking_of("large")
    drawing = DRAWINGS[chart](ranking, look=replace(LOOK, width=width))
    said = [
        (row["persona"], row["touchpoint"])
        for layer in drawing.layers
        if layer.is_said
        for row in layer.rows
        if "persona" in row and "touchpoint" in row
    ]
    cells = ranking.cells[["persona", "touchpoint"]].itertuples(index=False, name=None)
    assert sorted(said) == sorted(cells)


def test_many_ranks_are_taken_together_where_they_do_not_fit() -> None:
    ranking = ranking_of("bunched")
    assert ranking.simulation is not None
    look = replace(LOOK, width=320)
    drawing = DRAWINGS["acceptability"](ranking, look=look)
    assert "2 ranks together" in drawing.message.drawn
    cells: list[dict[str, Any]] = [
        row
        for layer in drawing.layers
        for row in layer.rows
        if layer.kind == "box" and row.get("improvement") == "i1" and "said" not in row
    ]
    wide = 320 / 40 * 2
    assert {row["x"] % wide for row in cells} == {0}
    shares = ranking.simulation.acceptability[0].reshape(-1, 2).sum(axis=1)
    assert len(cells) == sum(round(100 * share) > 0 for share in shares)


def test_a_narrow_matrix_has_ranks_at_the_marks_and_names_below() -> None:
    ranking = ranking_of("common")
    drawing = DRAWINGS["matrix"](ranking, look=replace(LOOK, width=340))
    lines = lines_of(drawing)
    scale = drawing.scales["impact"]["pixels"]
    for row in ranking.top_table.to_dict("records"):
        below = [line for line in lines if line.top > max(scale) and line.left == 0]
        assert any(line.text.startswith(f"{row['rank']}\N{NO-BREAK SPACE} ") for line in below)
        assert any(line.text == str(row["rank"]) and line.bottom < max(scale) for line in lines)


def test_ticks_keep_apart() -> None:
    for width in WIDTHS:
        drawing = DRAWINGS["matrix"](ranking_of("common"), look=replace(LOOK, width=width))
        low = max(drawing.scales["impact"]["pixels"])
        ticks = [line for line in lines_of(drawing) if line.text.isdigit() and line.top > low]
        level = [line for line in ticks if line.top == ticks[0].top]
        assert len(level) > 2
        assert all(b.left - a.right >= 6 for a, b in pairwise(level))
