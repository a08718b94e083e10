"""The live pictures of a session: matrix, journey, gaps, how sure, and what a budget buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cx_workbench.charts import DRAWINGS
from cx_workbench.charts.theme import LOOK
from cx_workbench.widgets import picture_tables
from cx_workbench.widgets.frontier import Frontier
from cx_workbench.widgets.matrix import Matrix
from cx_workbench.widgets.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking
    from cx_workbench.widgets.picture_tables import Table

__all__ = ["Acceptability", "Frontier", "GapMap", "HowSure", "Journey", "Matrix"]

_CELLS = "Click a cell, or press Enter on it, to see the best ranked improvement that touches it."

#: What writes the figures of a picture.
_FIGURES: dict[str, Callable[[Ranking], Table]] = {
    "journey": picture_tables.curves,
    "gap_map": picture_tables.gaps,
    "rank_ranges": picture_tables.ranges,
    "acceptability": picture_tables.shares,
}


class _OfRanking(Picture):
    """A picture that a ranking alone makes."""

    #: Name of the picture in `charts.DRAWINGS`.
    chart: ClassVar[str]

    def drawing(self, look: Look = LOOK) -> Drawing:
        """Lay the picture out for the last whole ranking."""
        selected = self.session.selected or None
        return DRAWINGS[self.chart](self.session.ranking, look=look, selected=selected)

    def table(self) -> Table:
        """Return the figures of the picture as they are written."""
        return _FIGURES[self.chart](self.session.ranking)


class Journey(_OfRanking):
    """Reality and reference of each persona along the journey, with the emotion.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> Journey(cx.example(), file=False, draws=0)
    Reality falls furthest below ...
    """

    chart = "journey"
    hint = _CELLS


class GapMap(_OfRanking):
    """The gap of every persona at every touchpoint, in journey order.

    Parameters
    ----------
    source, settings
        As for `Journey`.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> GapMap(cx.example(), file=False, draws=0)
    Roaming abroad holds the widest gap ...
    """

    chart = "gap_map"
    hint = _CELLS


class HowSure(_OfRanking):
    """How often each improvement is in the TOP N, and which ranks it takes.

    Parameters
    ----------
    source, settings
        As for `Journey`.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> HowSure(cx.example(), file=False, draws=0)
    How sure the places are is not known...
    """

    chart = "rank_ranges"


class Acceptability(_OfRanking):
    """In how many of the draws each improvement takes each rank.

    Parameters
    ----------
    source, settings
        As for `Journey`.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> Acceptability(cx.example(), file=False, draws=200)
    One invoice for all lines... comes first in ...
    """

    chart = "acceptability"
