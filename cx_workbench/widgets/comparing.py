"""Scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.model import Ranking


def compared(rankings: Mapping[str, Ranking]) -> pd.DataFrame:
    """Put rankings side by side.

    Parameters
    ----------
    rankings
        By name of the scenario, in order.

    Returns
    -------
    pandas.DataFrame
        One row an improvement, best mean place first: ``improvement``, ``title``, then for
        each scenario its rank under the scenario's name (NaN if it is not ranked there) and
        ``in_top_<name>``.
    """
    sides = []
    for name, ranking in rankings.items():
        table = ranking.table.set_index("improvement")
        side = {name: table["rank"].astype(float), f"in_top_{name}": table["in_top"]}
        sides.append(pd.DataFrame(side))
    beside = pd.concat(sides, axis=1)
    flags = [f"in_top_{name}" for name in rankings]
    beside[flags] = beside[flags].eq(True)  # noqa: FBT003  what is not ranked is in no TOP N
    order = beside[list(rankings)].mean(axis=1).sort_values(kind="stable").index
    titles = pd.concat(
        [ranking.table.set_index("improvement")["title"] for ranking in rankings.values()]
    )
    titles = titles[~titles.index.duplicated()]
    ordered = beside.loc[order]
    ordered.insert(0, "title", titles.reindex(order))
    named: pd.DataFrame = ordered.rename_axis("improvement").reset_index()
    return named
