"""What moved since an earlier ranking, and how much of it each cause made."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import SettingError
from cx_workbench.rank.history.moves import CAUSES, moves_between
from cx_workbench.rank.history.snapshot import ranks_of, recall, recall_text
from cx_workbench.rank.history.words import causes, finding, sentences
from cx_workbench.rank.ranking import rank
from tests.example import example
from tests.small import small, tables
from tests.tries import tries

if TYPE_CHECKING:
    from cx_workbench.rank.history.moves import Move, Moves
    from cx_workbench.rank.history.snapshot import Snapshot
    from cx_workbench.study.model import Study


def snapshot(study: Study, **settings: Any) -> Snapshot:  # noqa: ANN401  of `rank`
    return recall(rank(study, draws=0, **settings).to_dict(cells=True))


def by_id(moves: Moves) -> dict[str, Move]:
    return {move.improvement: move for move in moves.moves}


def moved_by(moves: Moves) -> set[str]:
    return {cause for move in moves.moves for cause, places in move.places.items() if places}


@pytest.mark.parametrize("method", ["additive", "product", "topsis", "ratio", "pareto"])
@pytest.mark.parametrize("impact", ["index", "path"])
def test_a_file_alone_gives_the_order_again(method: str, impact: str) -> None:
    personas = ["run_a_business", "human_help"] if method == "ratio" else None
    recalled = snapshot(example(), method=method, impact=impact, personas=personas)
    again = ranks_of(recalled.candidates, recalled.cells, recalled.settings)
    assert again == {each.id: each.rank for each in recalled.candidates}


def test_nothing_moves_if_nothing_changed() -> None:
    moves = moves_between(snapshot(example()), snapshot(example()))
    assert not moved_by(moves)
    assert finding(moves) == "The TOP 5 is the same"
    assert list(sentences(moves)) == []


def test_weights_alone_are_the_cause_of_what_they_move() -> None:
    moves = moves_between(snapshot(example()), snapshot(example(), weights={"effort": 1}))
    assert moved_by(moves) == {"settings"}
    for move in moves.moves:
        assert move.places["settings"] == move.up
        assert move.share("settings") == (1 if move.up else 0)


def test_estimates_alone_are_the_cause_of_what_they_move() -> None:
    estimates = {"plain_bill": {"closes": 0.01, "effort": 400}}
    moves = moves_between(snapshot(example()), snapshot(example(), estimates=estimates))
    assert moved_by(moves) == {"estimates"}
    assert by_id(moves)["plain_bill"].places["estimates"] < -5
    assert [move.improvement for move in moves.fell_out] == ["plain_bill"]


def test_answers_alone_are_the_cause_of_what_they_move() -> None:
    answers = tables()["responses"]
    # Nobody is content with y any more, and everybody with x.
    answers.loc[(answers["touchpoint"] == "x") & (answers["kind"] == "reality"), "score"] = 5
    moves = moves_between(snapshot(small()), snapshot(small(responses=answers)))
    assert moved_by(moves) <= {"scores"}


def test_candidates_that_come_push_others_down() -> None:
    proposed = example().improvements
    few = proposed[proposed["improvement"] != "firm_invoice"].reset_index(drop=True)
    from dataclasses import replace

    before = snapshot(replace(example(), improvements=few))
    moves = moves_between(before, snapshot(example()))
    new = by_id(moves)["firm_invoice"]
    assert (new.before, new.after, new.is_in, dict(new.places)) == (None, 1, True, {})
    others = [move for move in moves.moves if move.improvement != "firm_invoice"]
    assert all(move.places["candidates"] == -1 for move in others)
    assert "is new, at rank 1, in the TOP 5." in next(sentences(moves))
    gone = by_id(moves_between(snapshot(example()), before))["firm_invoice"]
    assert (gone.before, gone.after, gone.was_in) == (1, None, True)


@given(
    weights=st.tuples(*[st.floats(0.05, 1)] * 3),
    closes=st.floats(0.05, 1),
    effort=st.floats(1, 300),
    left=st.sets(st.sampled_from(["esim_one_screen", "call_back", "plan_finder"]), max_size=2),
    score=st.integers(1, 5),
)
@tries(20)
def test_the_causes_add_up_to_the_move(
    weights: tuple[float, ...], closes: float, effort: float, left: set[str], score: int
) -> None:
    from dataclasses import replace

    study = example()
    counts = study.answers.counts.copy()
    some = counts["touchpoint"] == "bill"
    counts.loc[some, "score"] = counts.loc[some, "score"].clip(upper=score)
    proposed = study.improvements[~study.improvements["improvement"].isin(left)]
    later = replace(
        study,
        answers=replace(study.answers, counts=counts),
        improvements=proposed.reset_index(drop=True),
    )
    now = snapshot(
        later,
        weights=dict(zip(("gap", "impact", "effort"), weights, strict=True)),
        estimates={"plain_bill": {"closes": closes, "effort": effort}},
    )
    moves = moves_between(snapshot(study), now)
    for move in moves.moves:
        if move.before is not None and move.after is not None:
            assert sum(move.places.values()) == pytest.approx(move.up)
            assert sum(move.share(cause) for cause in CAUSES) == pytest.approx(
                1 if any(move.places.values()) else 0
            )


def test_shares_are_means_over_all_orders() -> None:
    """Shapley's values by their first definition: walk through all orders of the causes."""
    before = snapshot(example())
    after = snapshot(
        example(),
        weights={"gap": 0.6, "impact": 0.1, "effort": 0.3},
        estimates={"plain_bill": {"closes": 0.1}, "call_back": {"effort": 20}},
    )
    found = by_id(moves_between(before, after))
    # Answers and candidates are the same, so that two causes are left to walk through.
    ranks = {
        (estimates, settings): ranks_of(
            (after if estimates else before).candidates,
            after.cells,
            (after if settings else before).settings,
        )
        for estimates, settings in itertools.product((False, True), repeat=2)
    }
    for name, move in found.items():
        none, both = ranks[False, False][name], ranks[True, True][name]
        by_estimates = (none - ranks[True, False][name] + ranks[False, True][name] - both) / 2
        by_settings = (none - ranks[False, True][name] + ranks[True, False][name] - both) / 2
        assert move.places["estimates"] == pytest.approx(by_estimates)
        assert move.places["settings"] == pytest.approx(by_settings)
        assert move.places["scores"] == move.places["candidates"] == 0


def test_words_of_a_move() -> None:
    moves = moves_between(
        snapshot(example()), snapshot(example(), estimates={"plain_bill": {"closes": 0.01}})
    )
    fallen = by_id(moves)["plain_bill"]
    assert causes(fallen) == f"estimates \N{MINUS SIGN}{-fallen.up} places"
    said = next(each for each in sentences(moves) if each.startswith(fallen.title))
    assert f"fell from {fallen.before} to {fallen.after} and is out of the TOP 5 now: " in said


def test_a_method_that_goes_by_more_says_so() -> None:
    moves = moves_between(snapshot(example()), snapshot(example(), method="opportunity"))
    assert "opportunity" in moves.why_no_causes
    assert not moved_by(moves)
    assert by_id(moves)["plain_bill"].after is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("half", "It is no JSON"),
        ("[]", "It is no ranking."),
        ('{"schema": "else"}', "It is no ranking in the form"),
        ('{"schema": "cx-workbench/ranking/1"}', "It holds no cells."),
        ('{"schema": "cx-workbench/ranking/1", "cells": []}', "is missing or wrong"),
    ],
)
def test_what_is_no_ranking_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(SettingError) as caught:
        recall_text(text)
    assert said in str(caught.value)


def test_a_file_of_before_closes_were_kept_still_says_who_moved() -> None:
    old = rank(example(), draws=0).to_dict(cells=True)
    for each in old["ranking"]:
        del each["closes"]
    moves = moves_between(recall_text(json.dumps(old)), snapshot(example(), weights={"effort": 1}))
    assert moves.why_no_causes
    assert moves.came_in
