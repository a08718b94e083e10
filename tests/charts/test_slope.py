"""Who ranks where under which method, as lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.charts import LOOK
from cx_workbench.charts.method_slopes import draw_slope
from cx_workbench.rank.checks.frameworks import Frameworks, frameworks
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from cx_workbench.study.built_in import example
from tests.charts import further

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw, Make


def title(compared: Frameworks) -> str:
    return " ".join(draw_slope(compared).to_spec()["title"]["text"])


def with_ranks(ranking: Ranking, *columns: list[int]) -> Frameworks:
    """Rank by some methods as asked."""
    names = further.METHODS[: len(columns)]
    table = ranking.table[["improvement", "title", "rank"]].assign(tops=0)
    for name, ranks in zip(names, columns, strict=True):
        table[f"{name}_rank"], table[f"{name}_score"] = ranks, 0.0
    return Frameworks(ranking, names, table, (), {})


def points(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == "point"
        for row in spec["datasets"][layer["data"]["name"]]
    ]


@pytest.mark.parametrize("name", ["common", "top_ten", "bunched", "one_improvement"])
def test_every_improvement_has_a_point_under_every_method(name: str, draw: Draw) -> None:
    drawing = draw("slope", name)
    ranks = further.compared(drawing.ranking).ranks
    marks = points(drawing.spec)
    heights = sorted({mark["y"] for mark in marks})
    columns = sorted({mark["x"] for mark in marks})
    assert sorted((mark["y"], mark["x"]) for mark in marks) == sorted(product(heights, columns))
    lines = [row for rows in drawing.spec["datasets"].values() for row in rows if "step" in row]
    drawn = {
        tuple(heights.index(row["y"]) + 1 for row in own)
        for own in ([row for row in lines if row["run"] == run] for run in range(1, len(ranks) + 1))
    }
    assert drawn == {tuple(row) for row in ranks.tolist()}


def test_each_line_is_said_in_one_sentence(draw: Draw) -> None:
    drawing = draw("slope", "common")
    compared = further.compared(drawing.ranking)
    said = {text for text in drawing.said if " under " in text}
    assert said == {
        f"{title}: "
        + ", ".join(
            f"{rank}. under {METHODS[name].title}"
            for name, rank in zip(compared.methods, ranks, strict=True)
        )
        + "."
        for title, ranks in zip(compared.table["title"], compared.ranks, strict=True)
    }


def test_names_stand_at_both_ends_with_their_rank_there(draw: Draw) -> None:
    drawing = draw("slope", "common")
    table = further.compared(drawing.ranking).table
    words = drawing.words
    for row in table.to_dict("records"):
        for end in ("additive", "pareto"):
            assert f"{row[f'{end}_rank']} {row['title']}" in words


def test_the_top_is_accented_above_the_rest(draw: Draw) -> None:
    drawing = draw("slope", "common")
    paths = [layer["mark"] for layer in drawing.spec["layer"] if layer["mark"]["type"] == "line"]
    assert [mark["stroke"] for mark in paths] == [LOOK.rest, LOOK.chosen]
    fills = {row["said"]: row["fill"] for row in points(drawing.spec) if "said" in row}
    accented = [said for said, fill in fills.items() if fill == LOOK.chosen]
    assert len(accented) == 5
    for name in drawing.ranking.top_table["title"]:
        assert any(said.startswith(f"{name}: ") for said in accented)


def test_what_was_not_computed_is_named_with_its_reason(draw: Draw) -> None:
    drawing = draw("slope", "common")
    assert "Not computed: WSJF." in drawing.subtitle.replace("\N{NO-BREAK SPACE}", " ")
    said = "WSJF is not computed: Nothing is known of urgency."
    assert said in drawing.spec["description"]


@pytest.mark.parametrize(
    ("second", "third", "said"),
    [
        ([1, 2, 3, 4], [2, 1, 3, 4], "The TOP 2 are the same under all 3 methods"),
        ([1, 3, 2, 4], [2, 3, 1, 4], "{0} is in the TOP 2 under every method"),
        (
            [3, 1, 2, 4],
            [1, 3, 2, 4],
            "No improvement is in the TOP 2 under every method: 3 are under 2 of 3",
        ),
    ],
)
def test_the_title_says_who_stays(
    second: list[int], third: list[int], said: str, common: Ranking
) -> None:
    table = common.table.head(4).assign(in_top=[True, True, False, False])
    ranking = replace(common, table=table, top=2)
    compared = with_ranks(ranking, [1, 2, 3, 4], second, third)
    assert title(compared) == said.format(table["title"].iloc[0])


def test_the_title_names_the_only_one_that_stays_under_most(common: Ranking) -> None:
    table = common.table.head(4).assign(in_top=[True, True, False, False])
    orders = [1, 2, 3, 4], [1, 3, 2, 4], [1, 3, 4, 2], [3, 1, 2, 4]
    compared = with_ranks(replace(common, table=table, top=2), *orders)
    assert title(compared) == (
        f"No improvement is in the TOP 2 under every method: {table['title'].iloc[0]} is under "
        "3 of 4"
    )


def test_the_title_counts_those_who_stay(common: Ranking) -> None:
    table = common.table.head(4).assign(in_top=[True, True, True, False])
    compared = with_ranks(replace(common, table=table, top=3), [1, 2, 3, 4], [1, 2, 4, 3])
    assert title(compared) == "2 of the TOP 3 stay there under every method"


def test_all_candidates_in_the_top(rankings: dict[str, Make]) -> None:
    only = further.compared(rankings["one_improvement"]())
    assert title(only) == "The only candidate is in the TOP 1, whatever the method"


def test_the_example_is_drawn_as_it_is_ranked() -> None:
    compared = frameworks(rank(example(), draws=0))
    spec = draw_slope(compared).to_spec()
    assert len(points(spec)) == compared.ranks.size
    assert "Not computed: WSJF." in " ".join(spec["title"]["subtitle"])
