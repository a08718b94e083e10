"""A drawing by itself: the same as its chart, fit for a screen that changes."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import cx_workbench
from cx_workbench.charts import CHARTS, DRAWINGS, LOOK, Drawing, draw_frontier, frontier
from cx_workbench.charts.path_figures import steps_of
from cx_workbench.rank.checks.path_report import path_steps
from tests.charts.conftest import make, ranking_of
from tests.charts.further import EVERY

OF_JOURNEYS = ("gap_map", "journey", "path")
OF_IMPROVEMENTS = ("matrix", "contributions", "rank_ranges", "acceptability")


@cache
def example() -> cx_workbench.Ranking:
    return cx_workbench.rank(cx_workbench.example(), draws=400)


def rows(drawing: Drawing, kind: str) -> list[dict[str, Any]]:
    return [row for layer in drawing.layers if layer.kind == kind for row in layer.rows]


def bare(spec: dict[str, Any]) -> dict[str, Any]:
    """Leave out what altair adds of its own."""
    return {name: part for name, part in spec.items() if name not in ("$schema", "config")}


@pytest.mark.parametrize("chart", EVERY)
def test_altair_says_the_same_and_finds_it_valid(chart: str) -> None:
    drawing = EVERY[chart](ranking_of("common"))
    assert bare(drawing.chart().to_dict()) == bare(drawing.to_spec())


@pytest.mark.parametrize("chart", CHARTS)
def test_chart_and_drawing_are_one_picture(chart: str) -> None:
    ranking = ranking_of("common")
    built = CHARTS[chart](ranking, selected="i7").to_dict(validate=False)
    assert bare(built) == bare(DRAWINGS[chart](ranking, selected="i7").to_spec())


def test_the_frontier_is_one_picture_too() -> None:
    plan = cx_workbench.portfolio(example(), 200, draws=0)
    drawing = draw_frontier(plan)
    assert bare(frontier(plan).to_dict()) == bare(drawing.to_spec())
    assert drawing.scales["budget"]["figures"][0] == 0


@pytest.mark.parametrize("chart", DRAWINGS)
def test_structure_and_data_make_up_the_picture(chart: str) -> None:
    drawing = DRAWINGS[chart](ranking_of("common"))
    spec, data = drawing.to_spec(title=False), json.loads(json.dumps(drawing.data))
    assert "title" not in spec
    words = {"description": data["description"], "datasets": data["datasets"]}
    assert drawing.structure | words == spec
    assert data["finding"] == drawing.message.finding
    assert not any(title in str(drawing.structure) for title in ranking_of("common").table["title"])
    names = {layer["data"]["name"] for layer in drawing.structure["layer"]}
    assert names == set(data["datasets"])


@pytest.mark.parametrize("chart", DRAWINGS)
def test_selecting_changes_the_data_only(chart: str) -> None:
    look = replace(LOOK, width=900)
    third = str(example().table["improvement"].iloc[2])
    one, other = (DRAWINGS[chart](example(), look=look, selected=name) for name in (None, third))
    assert one.key == other.key
    assert one.data["datasets"] != other.data["datasets"]


def test_other_figures_keep_the_structure_of_the_same_names() -> None:
    ranking = ranking_of("common")
    moved = replace(ranking, table=ranking.table.assign(effort=ranking.table["effort"] * 0.9))
    look = replace(LOOK, width=900)
    one, other = (DRAWINGS["matrix"](each, look=look) for each in (ranking, moved))
    assert one.key == other.key
    assert one.data != other.data
    assert one.key != DRAWINGS["matrix"](ranking, look=replace(look, width=901)).key


@pytest.mark.parametrize("width", [340, 900])
def test_pixels_of_the_matrix_turn_into_figures(width: int) -> None:
    ranking = ranking_of("common")
    drawing = DRAWINGS["matrix"](ranking, look=replace(LOOK, width=width))
    marks = {row["improvement"]: row for row in rows(drawing, "mark") if "improvement" in row}
    for row in ranking.table.to_dict("records"):
        for axis, name in (("x", "effort"), ("y", "impact")):
            (start, end), (low, high) = (drawing.scales[name][k] for k in ("pixels", "figures"))
            mark = marks[row["improvement"]][axis]
            figure = low + (mark - start) / (end - start) * (high - low)
            assert figure == pytest.approx(row[name], abs=(high - low) / 1e4)


@pytest.mark.parametrize("chart", OF_IMPROVEMENTS)
def test_marks_and_names_carry_their_improvement(chart: str) -> None:
    ranking = ranking_of("common")
    drawing = DRAWINGS[chart](ranking, selected="i9")
    shown = ranking.top_table if chart == "contributions" else ranking.table
    for row in shown.to_dict("records"):
        own = [
            each
            for layer in drawing.layers
            for each in layer.rows
            if each.get("improvement") == row["improvement"]
        ]
        said = [str(each["said"]) for each in own if "said" in each]
        assert said
        assert all(row["title"] in each for each in said)
    for each in rows(drawing, "text"):
        if "improvement" in each and "\N{NO-BREAK SPACE} " in each["text"]:
            assert each["text"].split("\N{NO-BREAK SPACE}")[0] == each["improvement"][1:]


@pytest.mark.parametrize("chart", OF_JOURNEYS)
def test_cells_carry_persona_and_touchpoint(chart: str) -> None:
    ranking = ranking_of("common")
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    places = dict(zip(ranking.touchpoints["touchpoint"], ranking.touchpoints["name"], strict=True))
    said = [
        row
        for layer in DRAWINGS[chart](ranking).layers
        for row in layer.rows
        if "said" in row and "touchpoint" in row
    ]
    assert len(said) == len(ranking.cells)
    for row in said:
        assert str(row["said"]).startswith(places[str(row["touchpoint"])])
        if chart != "path":
            assert people[str(row["persona"])] in str(row["said"])


def test_the_matrix_rings_and_names_what_is_selected() -> None:
    ranking = ranking_of("common")
    last = ranking.table.iloc[-1]
    plain, selected = (
        DRAWINGS["matrix"](ranking, selected=name) for name in (None, last["improvement"])
    )
    assert rows(plain, "ring") == []
    [ring] = rows(selected, "ring")
    [mark] = [row for row in rows(plain, "mark") if row.get("improvement") == last["improvement"]]
    assert (ring["x"], ring["y"]) == (mark["x"], mark["y"])
    assert ring["area"] > mark["area"]
    texts = [row for row in rows(selected, "text") if row.get("improvement")]
    assert len(texts) == len(ranking.top_table) + 1
    [name] = [row for row in texts if row["improvement"] == last["improvement"]]
    assert last["title"].split()[0] in name["text"]
    assert selected.message == plain.message


@pytest.mark.parametrize("chart", ["rank_ranges", "acceptability", "contributions"])
@pytest.mark.parametrize("width", [None, 340])
def test_the_row_of_what_is_selected_is_outlined(chart: str, width: int | None) -> None:
    ranking, look = ranking_of("common"), replace(LOOK, width=width)
    for chosen in ("i2", "i18"):
        drawing = DRAWINGS[chart](ranking, look=look, selected=chosen)
        [box] = rows(drawing, "outline")
        own = [row for row in rows(drawing, "text") if row.get("improvement") == chosen]
        others = [row for row in rows(drawing, "text") if row.get("improvement", "") != chosen]
        assert own
        assert all(box["y"] <= row["y"] <= box["y2"] for row in own)
        assert not any(box["y"] <= row["y"] <= box["y2"] for row in others)


@pytest.mark.parametrize("chart", OF_JOURNEYS)
@pytest.mark.parametrize("width", [None, 340])
def test_the_cells_of_what_is_selected_are_outlined(chart: str, width: int | None) -> None:
    row = example().table.set_index("improvement").loc["roaming_alert"]
    drawing = DRAWINGS[chart](example(), look=replace(LOOK, width=width), selected="roaming_alert")
    pairs = {(p, t) for p in row["personas"] for t in row["touchpoints"]}
    boxes = rows(drawing, "outline")
    assert len(boxes) == len(pairs)
    marks: list[dict[str, Any]] = [
        each
        for layer in drawing.layers
        if layer.is_said
        for each in layer.rows
        if "touchpoint" in each
    ]
    inside = {
        (each["persona"], each["touchpoint"])
        for each in marks
        for box in boxes
        if box["x"] <= each["x"] <= box["x2"] and box["y"] <= each["y"] + 0.1 <= box["y2"]
    }
    assert pairs <= inside


def test_an_unknown_selection_points_nothing_out() -> None:
    for draw in DRAWINGS.values():
        drawing = draw(example(), selected="gone")
        assert rows(drawing, "outline") + rows(drawing, "ring") == []


def test_a_pinned_improvement_is_chosen_wherever_it_stands() -> None:
    ranking = make()
    pinned = ranking.table.assign(in_top=ranking.table["rank"].isin([1, 2, 3, 4, 12]))
    drawn = {name: DRAWINGS[name](replace(ranking, table=pinned)) for name in OF_IMPROVEMENTS}
    fills = {
        row["improvement"]: row["fill"] for row in rows(drawn["matrix"], "mark") if "said" in row
    }
    assert {name for name, fill in fills.items() if fill == LOOK.chosen} == {
        "i1", "i2", "i3", "i4", "i12",
    }  # fmt: skip
    shown = {row["improvement"] for row in rows(drawn["contributions"], "box") if "said" in row}
    assert shown == {"i1", "i2", "i3", "i4", "i12"}
    for name in ("rank_ranges", "acceptability"):
        inks = {
            row["improvement"]: row["fill"]
            for row in rows(drawn[name], "text")
            if "\N{NO-BREAK SPACE} " in row["text"] and "improvement" in row
        }
        assert {key for key, ink in inks.items() if ink == LOOK.ink} == shown
        # There is no one place where the TOP N ends.
        assert not [row for row in rows(drawn[name], "line") if row["stroke"] == LOOK.ink]


def test_steps_are_those_of_the_path_report() -> None:
    known = path_steps(example())
    found = steps_of(example())
    assert [step.touchpoint for step in found] == known["touchpoint"].tolist()
    for figure, column in (("kept", "kept"), ("left", "left"), ("low", "bound_low")):
        drawn = [getattr(step, figure) for step in found]
        assert drawn == pytest.approx(known[column].tolist(), abs=1e-9)
