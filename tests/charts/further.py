"""What the pictures that take more than a ranking are made of, made up around one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.charts import DRAWINGS, LOOK, Look
from cx_workbench.charts.measure_next_bars import draw_measure_next
from cx_workbench.charts.method_slopes import draw_slope
from cx_workbench.rank.checks.frameworks import Frameworks
from tests.charts.driven import drivers_of, stated_of

if TYPE_CHECKING:
    from cx_workbench.charts import Drawing
    from cx_workbench.charts.kept import Draw
    from cx_workbench.rank.model import Ranking

METHODS = ("additive", "rice", "ice", "opportunity", "product", "topsis", "ratio", "pareto")


def compared(ranking: Ranking) -> Frameworks:
    """Rank anew by other methods, the further the more at random."""
    random, count = np.random.default_rng(2), len(ranking.table)
    table = ranking.table[["improvement", "title", "rank"]].assign(tops=0)
    for place, method in enumerate(METHODS):
        moved = np.arange(count) + random.normal(0, place / 2, count)
        table[f"{method}_rank"] = np.argsort(np.argsort(moved)) + 1
        table[f"{method}_score"] = -moved
    return Frameworks(ranking, METHODS, table, (), {"wsjf": "Nothing is known of urgency."})


def wanted(ranking: Ranking) -> pd.DataFrame:
    """Make up what each cell and each estimate would settle."""
    places = dict(zip(ranking.touchpoints["touchpoint"], ranking.touchpoints["name"], strict=True))
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    cells = ranking.cells[["persona", "touchpoint"]].head(20)
    what = [f"{places[t]}, {people[p]}" for p, t in cells.itertuples(index=False, name=None)]
    what += [f"effort of {title}" for title in ranking.table["title"]]
    answered = np.arange(len(what)) < len(cells)
    random = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "what": what,
            "settles": random.dirichlet(np.full(len(what), 0.3)),
            "answers": np.where(answered, 40.0 * np.arange(len(what)), np.nan),
        }
    )


def _slope(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    del selected
    return draw_slope(compared(ranking), look=look)


def _measure_next(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    del selected
    return draw_measure_next(ranking, wanted(ranking), look=look)


#: Every picture as a function of a ranking, laid out.
EVERY: dict[str, Draw] = DRAWINGS | {
    "slope": _slope,
    "measure_next": _measure_next,
    "drivers": drivers_of,
    "stated_against_derived": stated_of,
}
