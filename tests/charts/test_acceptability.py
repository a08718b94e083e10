"""Rank acceptability as a heat map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.charts import LOOK
from cx_workbench.charts.theme import contrast

if TYPE_CHECKING:
    from tests.charts.conftest import Draw, Drawing


LEFT, PLOT = 324, 596


def cells(drawing: Drawing) -> list[dict[str, Any]]:
    """Return the cells with their ranks, told by where they stand."""
    boxes = [row for rows in drawing.spec["datasets"].values() for row in rows if "x2" in row]
    bands = sorted(band["y"] for band in boxes if "said" in band)
    wide = min(44, PLOT / len(bands))
    return [
        box | {"row": bands.index(box["y"]), "rank": round((box["x"] - LEFT) / wide) + 1}
        for box in boxes
        if box["y"] in bands and "fill" in box and "said" not in box
    ]


def shares(drawing: Drawing) -> list[list[float]]:
    assert drawing.ranking.simulation is not None
    found: list[list[float]] = drawing.ranking.simulation.acceptability.tolist()
    return found


@pytest.mark.parametrize("name", ["common", "top_ten", "bunched", "one_improvement"])
def test_a_cell_for_every_share_of_a_percent_and_more(name: str, draw: Draw) -> None:
    drawing = draw("acceptability", name)
    expected = [
        (place, rank)
        for place, row in enumerate(shares(drawing))
        for rank, share in enumerate(row, start=1)
        if round(100 * share) > 0
    ]
    assert sorted((cell["row"], cell["rank"]) for cell in cells(drawing)) == expected


def test_shares_are_written_where_there_is_room(draw: Draw) -> None:
    drawing = draw("acceptability", "common")
    shown = [round(100 * share) for row in shares(drawing) for share in row]
    expected = [str(share) for share in shown if share]
    ranks = [str(rank) for rank in range(1, 19)]
    figures = [line.text for line in drawing.lines if re.fullmatch(r"\d+", line.text)]
    assert sorted(figures) == sorted([*expected, *ranks])
    crowded = [line.text for line in draw("acceptability", "bunched").lines]
    assert [text for text in crowded if re.fullmatch(r"\d+", text)] == [
        "1", "5", "10", "15", "20", "25", "30", "35", "40",
    ]  # fmt: skip


def test_the_darker_the_more(draw: Draw) -> None:
    drawing = draw("acceptability", "common")
    found = {shares(drawing)[cell["row"]][cell["rank"] - 1]: cell for cell in cells(drawing)}
    strengths = [contrast(found[share]["fill"], LOOK.paper) for share in sorted(found)]
    assert strengths == sorted(strengths)
    assert strengths[-1] > 2 * strengths[0]


def test_the_title_names_who_comes_first(draw: Draw) -> None:
    drawing = draw("acceptability", "common")
    first = [row[0] for row in shares(drawing)]
    best = sorted(range(len(first)), key=lambda place: -first[place])[:2]
    names = drawing.ranking.table["title"]
    assert drawing.title.replace("\N{NO-BREAK SPACE}", " ") == (
        f"{names[best[0]]} comes first in {100 * first[best[0]]:.0f} of 100 draws, "
        f"{names[best[1]]} in {100 * first[best[1]]:.0f} of 100 draws"
    )


def test_the_description_holds_the_likely_ranks_of_the_top(draw: Draw) -> None:
    drawing = draw("acceptability", "common")
    description = drawing.spec["description"].replace("\N{NO-BREAK SPACE}", " ")
    for place, name in enumerate(drawing.ranking.top_table["title"]):
        likely = max(range(18), key=lambda rank: shares(drawing)[place][rank])
        share = shares(drawing)[place][likely]
        assert f"{place + 1}. {name}: " in description
        assert f"rank {likely + 1} in {100 * share:.0f} of 100 draws" in description
