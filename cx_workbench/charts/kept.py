"""Pictures that are asked for more than once: in a notebook's cell, and again for its report."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from cx_workbench.charts.theme import LOOK, Look

if TYPE_CHECKING:
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.rank.model import Ranking


class Draw(Protocol):
    """A function that lays out one picture of a ranking, without altair."""

    def __call__(
        self, ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
    ) -> Drawing:
        """Lay it out, the selected improvement pointed out."""


def kept(draw: Draw) -> Draw:
    """Lay a picture out once for each ranking, look and selection, as long as the ranking lives.

    Parameters
    ----------
    draw
        Lays it out; what it returns is not changed by anybody.
    """
    drawn: WeakKeyDictionary[Ranking, dict[tuple[Look, str | None], Drawing]] = WeakKeyDictionary()

    @wraps(draw)
    def looked_up(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
        there = drawn.setdefault(ranking, {})
        key = (look, selected)
        if key not in there:
            there[key] = draw(ranking, look=look, selected=selected)
        return there[key]

    return looked_up
