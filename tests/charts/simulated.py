"""Made-up draws around the figures of a made-up ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.sure.draws import Draws
from cx_workbench.rank.sure.simulation import Simulation

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.model import Criterion

DRAWS = 400
#: How far the figures are drawn from those of the table, as a share of them.
SPREAD = 0.25


def simulated(table: pd.DataFrame, criteria: tuple[Criterion, ...], top: int) -> Simulation | None:
    """Draw figures in the order of a table; nothing for an empty one."""
    if table.empty:
        return None
    random = np.random.default_rng(1)
    figures = {
        each.name: table[each.name].to_numpy(dtype=float)
        * random.lognormal(0, SPREAD, (DRAWS, len(table)))
        for each in criteria
    }
    weights = np.array([each.weight for each in criteria])
    none = np.zeros((0, DRAWS))
    return Simulation(
        study="Mobile operator 2026 (synthetic)",
        method="additive",
        top=top,
        improvements=tuple(table["improvement"]),
        titles=tuple(table["title"]),
        criteria=criteria,
        spread="fixed",
        seed=1,
        figures=figures,
        parts={},
        weights=weights / weights.sum(),
        inputs=Draws(
            cells=(),
            improvements=tuple(table["improvement"]),
            person=np.zeros(0, dtype=np.intp),
            weight=np.zeros(0),
            reach=np.zeros(0),
            touched=np.zeros((len(table), 0), dtype=bool),
            reality=none,
            reference=none,
            importance=none,
            closes=np.ones((DRAWS, len(table))),
            effort=figures["effort"],
        ),
    )
