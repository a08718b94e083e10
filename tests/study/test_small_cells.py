"""Cells that few answered: gone from every figure, so that nobody can be told from it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cx_workbench as cx
from cx_workbench.study.small_cells import without_small_cells
from tests.tries import tries

PEOPLE, PLACES = ("families", "firms", "travellers"), ("bill", "shop")


def study_of(answers: pd.DataFrame, **ranking: object) -> cx.Study:
    return cx.load({
        "personas": pd.DataFrame({"persona": PEOPLE}),
        "touchpoints": pd.DataFrame({"touchpoint": PLACES}),
        "responses": answers,
        "improvements": pd.DataFrame({
            "improvement": ["plain_bill", "quiet_shop"],
            "title": ["A plain bill", "A quiet shop"],
            "touchpoints": list(PLACES),
            "effort_likely": [40, 20],
            "closes_likely": [0.4, 0.5],
        }),
        "settings": {"target": {"default": 85}, "ranking": ranking},
    })  # fmt: skip


def answers_of(*cells: tuple[str, str, int], kind: str = "reality", score: int = 2) -> pd.DataFrame:
    rows = [
        {"persona": persona, "touchpoint": place, "metric": "csat", "kind": kind, "score": score}
        for persona, place, count in cells
        for _ in range(count)
    ]
    return pd.DataFrame(rows)


MANY = [(persona, place, 5) for persona in PEOPLE for place in PLACES]


def test_a_cell_of_too_few_is_as_if_nobody_had_answered() -> None:
    few = answers_of(("firms", "bill", 4), score=5)
    kept = answers_of(*(cell for cell in MANY if cell[:2] != ("firms", "bill")))
    shown = cx.rank(study_of(pd.concat([kept, few])), smallest_cell=5, draws=0)
    without = cx.rank(study_of(kept), draws=0)
    pd.testing.assert_frame_equal(shown.cells, without.cells)
    pd.testing.assert_frame_equal(shown.table, without.table)
    assert shown.outcomes == without.outcomes


def test_as_many_as_asked_for_are_shown() -> None:
    ranking = cx.rank(study_of(answers_of(*MANY)), smallest_cell=5, draws=0)
    assert ranking.cells["measured"].all()
    assert not any("Fewer than" in said for said in ranking.warnings)


def test_what_is_not_shown_is_named() -> None:
    cells = [*(cell for cell in MANY if cell[1] == "bill"), ("firms", "shop", 2)]
    ranking = cx.rank(study_of(answers_of(*cells)), smallest_cell=5, draws=0)
    assert [(left.title, left.reason) for left in ranking.not_measured] == [
        ("A quiet shop", "fewer than 5 of any persona answered there")
    ]
    [said] = [said for said in ranking.warnings if "Fewer than" in said]
    assert said == "Fewer than 5 answers, so not shown and counted nowhere: firms at shop."


def test_the_setting_of_the_study_holds_unless_another_is_asked_for() -> None:
    study = study_of(answers_of(*MANY, ("firms", "shop", 1)), smallest_cell=6)
    assert cx.rank(study, draws=0).cells["measured"].sum() == 1
    ranking = cx.rank(study, draws=0, smallest_cell=0)
    assert ranking.cells["measured"].all()
    assert not any("fewer than" in said for said in ranking.assumptions)


def test_expectations_of_too_few_are_not_shown_either() -> None:
    both = [answers_of(*MANY), answers_of(*MANY[1:], ("families", "bill", 1), kind="expectation")]
    study = study_of(pd.concat(both), reference="expectation")
    ranking = cx.rank(study, smallest_cell=5, draws=0)
    here = (ranking.cells["persona"] == "families") & (ranking.cells["touchpoint"] == "bill")
    assert ranking.cells.loc[here, "measured"].tolist() == [False]
    assert ranking.cells.loc[here, "reference"].isna().all()
    assert any("families at bill" in said for said in ranking.warnings)


def test_a_position_of_the_company_is_nobodys_answer() -> None:
    company = answers_of(("", "bill", 1), ("", "shop", 1), kind="company", score=5)
    study = study_of(pd.concat([answers_of(*MANY), company]))
    ranking = cx.rank(study, reference="company", smallest_cell=5, draws=0)
    assert ranking.cells["measured"].all()


def test_averages_of_too_few_are_not_shown() -> None:
    scores = answers_of(*((*cell[:2], 1) for cell in MANY)).rename(columns={"score": "mean"})
    study = cx.load({
        "personas": pd.DataFrame({"persona": PEOPLE}),
        "touchpoints": pd.DataFrame({"touchpoint": PLACES}),
        "scores": scores.assign(n=[3, 10, 10, 10, 10, 10], sd=1.0),
        "improvements": pd.DataFrame({
            "improvement": ["plain_bill"], "touchpoints": ["bill"],
            "effort_likely": [40], "closes_likely": [0.4],
        }),
        "settings": {"target": {"default": 85}},
    })  # fmt: skip
    ranking = cx.rank(study, smallest_cell=5, draws=0)
    hidden = ranking.cells[~ranking.cells["measured"]]
    assert hidden[["persona", "touchpoint"]].to_numpy().tolist() == [["families", "bill"]]


def test_where_all_cells_are_too_small_it_says_what_to_do() -> None:
    study = study_of(answers_of(*MANY))
    with pytest.raises(cx.WorkbenchError, match="fewer than 6 people of a persona answered") as why:
        cx.rank(study, smallest_cell=6)
    assert "smallest_cell" in why.value.problems[0].hint


@pytest.mark.parametrize("wrong", [-1, 2.5, "five", True])
def test_a_count_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(cx.WorkbenchError, match=f"smallest_cell is {wrong}"):
        cx.rank(study_of(answers_of(*MANY)), smallest_cell=wrong)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(1, 8))
@tries(30)
def test_no_shown_cell_is_small_and_none_is_lost(counts: list[int], smallest: int) -> None:
    counts = [max(counts[0], 1), *counts[1:]]
    cells = [(*cell[:2], count) for cell, count in zip(MANY, counts, strict=True)]
    study = study_of(answers_of(*cells))
    shown = without_small_cells(study, smallest)
    left = shown.answers.counts.groupby(["persona", "touchpoint"])["n"].sum()
    assert left.tolist() == [n for *_, n in sorted(cells) if n >= smallest]
    assert len(left) + len(shown.answers.set_apart) == sum(n > 0 for n in counts)
    assert without_small_cells(study, smallest) is shown
    assert without_small_cells(shown, smallest) is shown


def test_ways_that_few_rated_whole_are_not_counted() -> None:
    """Each step has answers enough, and those who answered both are too few."""
    rows = [
        {
            "respondent": f"r{n}",
            "persona": persona,
            "touchpoint": place,
            "metric": "csat",
            "score": 4,
        }
        for persona in PEOPLE
        for place, people in (("bill", range(8)), ("shop", range(4, 12)))
        for n in people
    ]
    study = study_of(pd.DataFrame(rows))
    known = cx.rank(study, draws=0, smallest_cell=4).paths().personas
    hidden = cx.rank(study, draws=0, smallest_cell=5).paths().personas
    assert known["joint_n"].tolist() == [4.0] * 3
    assert hidden[["joint", "joint_low", "joint_high", "joint_n"]].isna().all(axis=None)
