"""What one improvement rests on, worked out by hand on the small study."""

from __future__ import annotations

import math

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.rank.evidence import evidence_of
from cx_workbench.rank.ranking import rank
from tests.small import small


def test_cells_first_what_gains_most() -> None:
    found = evidence_of(rank(small(), draws=0), "both")

    # Weight 0.5 each; a counts x 2/3 and y 1/3, so both gain 12.5 points, of which 40 % is closed.
    assert found.cells[["persona", "touchpoint", "measured"]].to_numpy().tolist() == [
        ["a", "x", True],
        ["a", "y", True],
        ["b", "x", True],
        ["b", "y", False],
    ]
    assert found.measured["adds"].tolist() == pytest.approx([5, 5, 0])
    assert found.not_measured[["person", "place"]].to_numpy().tolist() == [["Boris", "Bill"]]
    assert found.criteria["criterion"].tolist() == ["gap", "impact", "effort"]
    assert found.criteria["unit"].tolist()[2] == "person-days"


def test_what_each_cell_adds_follows_a_changed_estimate() -> None:
    ranking = rank(small(), draws=0, estimates={"both": {"closes": 0.8}})

    assert evidence_of(ranking, "both").measured["adds"].tolist() == pytest.approx([10, 10, 0])


def test_an_improvement_without_a_cell_in_play() -> None:
    found = evidence_of(rank(small(), draws=0, personas=["a"]), "spoilt")

    assert found.rank is None
    assert not found.in_top
    assert math.isnan(found.p_top)
    assert found.why.startswith("Out of scope: ")
    assert found.cells.empty
    assert found.criteria.empty


def test_a_vetoed_one_keeps_its_cells_and_says_why() -> None:
    vetoed = rank(small(), draws=0, vetoed={"both": "Too late"})
    silently = rank(small(), draws=0, vetoed={"both": ""})

    assert evidence_of(vetoed, "both").why == "Vetoed: Too late."
    assert evidence_of(silently, "both").why == "Vetoed."
    assert len(evidence_of(vetoed, "both").cells) == 4


def test_an_id_that_is_not_there() -> None:
    with pytest.raises(SettingError, match="Did you mean 'both'"):
        evidence_of(rank(small(), draws=0), "boht")
