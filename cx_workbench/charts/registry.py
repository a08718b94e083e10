"""All pictures by name, in the order in which a report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cx_workbench.charts.acceptability_map import acceptability, draw_acceptability
from cx_workbench.charts.contribution_bars import contributions, draw_contributions
from cx_workbench.charts.effort_impact import draw_matrix, matrix
from cx_workbench.charts.gap_heat_map import draw_gap_map, gap_map
from cx_workbench.charts.journey_curve import draw_journey, journey
from cx_workbench.charts.path_steps import draw_path, path
from cx_workbench.charts.rank_range_bars import draw_rank_ranges, rank_ranges
from cx_workbench.charts.theme import LOOK, Look

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.charts.kept import Draw
    from cx_workbench.rank.model import Ranking


class Picture(Protocol):
    """A function that makes one picture of a ranking."""

    def __call__(
        self, ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
    ) -> alt.LayerChart:
        """Draw it, the selected improvement pointed out."""


#: The message first, then why and how sure, then what it stands on.
CHARTS: dict[str, Picture] = {
    "matrix": matrix,
    "contributions": contributions,
    "rank_ranges": rank_ranges,
    "acceptability": acceptability,
    "gap_map": gap_map,
    "journey": journey,
    "path": path,
}

#: The same pictures as drawings, for a screen that changes.
DRAWINGS: dict[str, Draw] = {
    "matrix": draw_matrix,
    "contributions": draw_contributions,
    "rank_ranges": draw_rank_ranges,
    "acceptability": draw_acceptability,
    "gap_map": draw_gap_map,
    "journey": draw_journey,
    "path": draw_path,
}

#: Pictures of the draws: words alone where nothing was drawn.
OF_DRAWS = frozenset({"rank_ranges", "acceptability"})


def charts_of(ranking: Ranking) -> dict[str, Picture]:
    """Return the pictures that have something to show of a ranking, in order.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> ranking = cx.rank(cx.example(), draws=0)
    >>> "rank_ranges" in charts_of(ranking), "matrix" in charts_of(ranking)
    (False, True)
    """
    drawn = ranking.simulation is not None
    return {name: chart for name, chart in CHARTS.items() if drawn or name not in OF_DRAWS}
