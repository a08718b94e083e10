"""How sure a ranking is at the edge: figures or words, never NaN."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench import load, rank, simulate
from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.sure.spread import SPREADS
from tests.small import tables


def answers() -> pd.DataFrame:
    found: pd.DataFrame = tables()["responses"]
    return found


def improvements() -> pd.DataFrame:
    found: pd.DataFrame = tables()["improvements"]
    return found


def seven() -> pd.DataFrame:
    """Seven improvements of which four are alike."""
    row = improvements().head(1)
    copies = [row.assign(improvement=f"i{place}", title=f"No. {place}") for place in range(4)]
    others = [row.assign(improvement=f"o{place}", effort_likely=30 + place) for place in range(3)]
    return pd.concat([*copies, *others], ignore_index=True)


EDGES: dict[str, dict[str, Any]] = {
    "one answer a cell": {},
    "one respondent": {"responses": answers().query("persona == 'a' and weight == 1").head(3)},
    "one persona": {
        "personas": tables()["personas"].head(1),
        "responses": answers().query("persona == 'a'"),
        "improvements": improvements().head(1),
    },
    "one improvement": {"improvements": improvements().head(1)},
    "all answers equal": {"responses": answers().assign(score=5)},
    "all answers worst": {
        "responses": answers().assign(score=answers()["kind"].map({"reality": 1, "expectation": 5}))
    },
    "no effort": {
        "improvements": improvements().assign(effort_low=0, effort_likely=0, effort_high=0)
    },
    "nothing uncertain but the answers": {
        "improvements": improvements().assign(effort_low=None, effort_high=None)
    },
    "nobody passes": {
        "reach": pd.DataFrame(
            {"persona": ["a", "a", "b"], "touchpoint": ["x", "y", "x"], "reach": 0}
        )
    },
    "TOP 10 of 7": {"improvements": seven()},
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("edge", EDGES)
def test_figures_at_the_edge(edge: str, method: str) -> None:
    study = load(tables() | EDGES[edge])

    ranking = rank(study, 10, method=method, draws=200)

    table = ranking.table
    assert ((table["p_top"] >= 0) & (table["p_top"] <= 1)).all()
    assert table["p_top"].sum() == pytest.approx(min(10, len(table)))
    assert (table["rank_low"] <= table["rank_high"]).all()
    assert table["why"].str.contains("in the TOP 10 in every draw").all()
    assert "nan" not in ranking.to_text().lower().replace("anna", "")
    json.loads(ranking.to_json())


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("edge", EDGES)
def test_the_simulation_at_the_edge(edge: str, spread: str) -> None:
    found = simulate(load(tables() | EDGES[edge]), 200, top=1, spread=spread)

    assert found.p_top.sum() == pytest.approx(1)
    assert np.isfinite(found.scores).all()
    assert all(0 <= item["p_top"] <= 1 for item in found.to_dict()["improvements"])
    assert "NaN" not in found.to_json()


def test_alike_improvements_keep_the_order_of_the_ranking() -> None:
    study = load(
        tables()
        | {"improvements": seven().assign(effort_low=None, effort_high=None, effort_likely=20)}
    )
    ranking = rank(study, 3, draws=100, seed=4)
    assert ranking.table["p_top"].tolist() == pytest.approx(ranking.table["in_top"].astype(float))


def test_nothing_left_to_rank_is_said() -> None:
    with pytest.raises(SettingError, match="No improvement is left to rank"):
        simulate(load(tables()), personas=["a"], pain_types=["feature"])


def test_nothing_measured_is_said() -> None:
    silent = tables() | {"improvements": improvements().tail(1)}
    with pytest.raises(StudyError, match="No improvement touches a touchpoint with both"):
        simulate(load(silent))


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(SettingError, match="All weights are 0"):
        simulate(load(tables()), weights={"gap": 0})
