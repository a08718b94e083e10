"""How sure the places are, as the pictures of the draws read it, and the rows that they share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Type
from cx_workbench.charts.figures import basis, cells_of, items_of
from cx_workbench.charts.layout import is_stacked
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import NO_BREAK, capital, counted
from cx_workbench.rank.reasons import of_100_draws
from cx_workbench.rank.sure.spread import SPREADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.figures import Item
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

#: From here on, names are set small.
_MANY = 20
_ROOM = 6.0
#: Room between the TOP N and the rest, for the line that parts them.
_EDGE = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """An improvement and where the draws put it.

    ``p_top`` and ``shares`` (by rank, from 1) are shares of the draws; ``low`` and ``high`` the
    best and the worst rank of the middle 90 % of them.
    """

    item: Item
    p_top: float
    expected: float
    low: int
    high: int
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The row of an improvement: its name as broken into lines, and where the row lies.

    ``name_top`` is where the name begins, ``middle`` is half-way down what is drawn for it.
    """

    item: Item
    lines: tuple[str, ...]
    top: float
    bottom: float
    name_top: float
    middle: float


def standings_of(ranking: Ranking, simulation: Simulation) -> list[Standing]:
    """Return where the draws put each improvement, in the order of the ranking."""
    places = {name: place for place, name in enumerate(simulation.improvements)}
    low, high = simulation.rank_low, simulation.rank_high
    shares = simulation.acceptability.tolist()
    return [
        Standing(
            item=item,
            p_top=float(simulation.p_top[place]),
            expected=float(simulation.expected_rank[place]),
            low=int(low[place]),
            high=int(high[place]),
            shares=tuple(shares[place]),
        )
        for item in items_of(ranking)
        for place in [places[item.improvement]]
    ]


def of_draws(share: float) -> str:
    r"""Write a share of the draws, on one line.

    Examples
    --------
    >>> of_draws(0.871).replace("\N{NO-BREAK SPACE}", " ")
    '87 of 100 draws'
    """
    return of_100_draws(share).replace(" ", NO_BREAK)


def drawn_from(ranking: Ranking, simulation: Simulation) -> str:
    """Say how often was drawn, from what, and on how many answers it stands."""
    answers = basis(ranking, cells_of(ranking).values())
    weights = capital(SPREADS.get(simulation.spread, simulation.spread))
    return (
        f"{counted(simulation.draws, 'draw')} of what the answers and estimates allow. "
        f"{weights}. {answers}"
    )


def rows_of(
    items: Sequence[Item], look: Look, *, top: float, width: float, least: float
) -> list[Row]:
    """Lay out a row for each improvement, from ``top`` down, at least so high.

    Where the picture is narrow, the name stands above what is drawn.
    """
    size, stacked = name_size(items, look), is_stacked(look)
    rows: list[Row] = []
    for item in items:
        if rows and rows[-1].item.in_top and not item.in_top:
            top += _EDGE
        lines = wrap(f"{item.rank}{NO_BREAK} {item.title}", width, size)
        high = len(lines) * line_height(size)
        bottom = top + (_ROOM + high + least if stacked else max(least, high + _ROOM))
        middle = bottom - least / 2 if stacked else (top + bottom) / 2
        name_top = top + _ROOM if stacked else middle - high / 2
        rows.append(Row(item, tuple(lines), top, bottom, name_top, middle))
        top = bottom
    return rows


def draw_names(canvas: Canvas, rows: Sequence[Row], left: float = 0) -> None:
    """Write the names of the rows; those beyond the TOP N step back."""
    look = canvas.look
    size = name_size([row.item for row in rows], look)
    chosen, rest = Type(size, colour=look.ink), Type(size, colour=look.quiet)
    for row in rows:
        lettering = chosen if row.item.in_top else rest
        about = {"improvement": row.item.improvement}
        canvas.words((left, row.name_top), row.lines, lettering, about)


def outline_selected(canvas: Canvas, rows: Sequence[Row], selected: str | None) -> None:
    """Outline the row of the selected improvement, if there is one."""
    found = [row for row in rows if row.item.improvement == selected]
    canvas.outline([Box(-4, row.top, canvas.width + 4, row.bottom) for row in found])


def name_size(items: Sequence[Item], look: Look) -> int:
    """Return the size of the names: small where there are many."""
    return look.small if len(items) > _MANY else look.body


def edge_of_top(rows: Sequence[Row]) -> float | None:
    """Return where the line lies that parts the TOP N from the rest, if there is one rest.

    A pinned improvement may be one of the TOP N and stand among the rest: then no line does.
    """
    changes = [row for row, below in pairwise(rows) if row.item.in_top != below.item.in_top]
    return changes[0].bottom + _EDGE / 2 if len(changes) == 1 else None
