"""Drivers made up around a ranking's touchpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.charts import LOOK, Look
from cx_workbench.charts.driver_bars import draw_drivers
from cx_workbench.charts.stated_derived import draw_stated_against_derived
from cx_workbench.measure.driver_shares import Drivers

if TYPE_CHECKING:
    from cx_workbench.charts import Drawing
    from cx_workbench.rank.model import Ranking


def driven(ranking: Ranking) -> Drivers:
    """Give each touchpoint a share, the first the largest; the third goes the other way."""
    count = len(ranking.touchpoints)
    share = np.linspace(2, 1, count)
    share /= share.sum()
    width = np.random.default_rng(count).uniform(0.1, 0.5, count) * share
    table = pd.DataFrame(
        {
            "touchpoint": ranking.touchpoints["touchpoint"],
            "name": ranking.touchpoints["name"],
            "share": share,
            "low": share - width,
            "high": share + width,
            "error": 0.0,
            "n": np.arange(count) + 1200,
            "correlation": np.where(np.arange(count) == 2, -0.2, 0.3),
            "inflation": 1.5,
        }
    )
    return Drivers(
        study=ranking.study,
        persona="",
        outcome="nps",
        cases="pairwise",
        n=812,
        r2=0.42,
        table=table,
        replicates=np.tile(share, (5, 1)),
        assumptions=(),
        warnings=(),
    )


def stated(ranking: Ranking) -> pd.DataFrame:
    """Let customers say how important all touchpoints but the last are."""
    places = ranking.touchpoints["touchpoint"]
    count = len(places)
    importance = np.random.default_rng(count + 1).uniform(52, 91, count)
    table = pd.DataFrame({"touchpoint": places, "importance": importance, "n": 100})
    return table if count == 1 else table.iloc[:-1]


def drivers_of(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    del selected
    return draw_drivers(driven(ranking), look=look)


def stated_of(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    del selected
    return draw_stated_against_derived(driven(ranking), stated(ranking), look=look)
