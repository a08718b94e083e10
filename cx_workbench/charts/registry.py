"""All pictures by name, in the order in which a report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cx_workbench.charts.contribution_bars import contributions
from cx_workbench.charts.effort_impact import matrix
from cx_workbench.charts.gap_heat_map import gap_map
from cx_workbench.charts.journey_curve import journey
from cx_workbench.charts.theme import LOOK, Look

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.rank.model import Ranking


class Picture(Protocol):
    """A function that makes one picture of a ranking."""

    def __call__(self, ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
        """Draw it."""


#: The message first, then why, then what it stands on.
CHARTS: dict[str, Picture] = {
    "matrix": matrix,
    "contributions": contributions,
    "gap_map": gap_map,
    "journey": journey,
}
