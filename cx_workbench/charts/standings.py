"""How sure the places are, as the pictures of the draws read it, and the rows that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Type
from cx_workbench.charts.figures import basis, cells_of, items_of
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
    """The row of an improvement: its name as broken into lines, and where the row lies."""

    item: Item
    lines: tuple[str, ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way down the row."""
        return (self.top + self.bottom) / 2


def standings_of(ranking: Ranking, simulation: Simulation) -> list[Standing]:
    """Return where the draws put each improvement, in the order of the ranking."""
    places = {name: place for place, name in enumerate(simulation.improvements)}
    low, high, shares = simulation.rank_low, simulation.rank_high, simulation.acceptability
    return [
        Standing(
            item=item,
            p_top=float(simulation.p_top[place]),
            expected=float(simulation.expected_rank[place]),
            low=int(low[place]),
            high=int(high[place]),
            shares=tuple(float(share) for share in shares[place]),
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
    """Lay out a row for each improvement, from ``top`` down, at least so high."""
    size = name_size(items, look)
    rows: list[Row] = []
    for item in items:
        if rows and rows[-1].item.in_top and not item.in_top:
            top += _EDGE
        lines = wrap(f"{item.rank}{NO_BREAK} {item.title}", width, size)
        bottom = top + max(least, len(lines) * line_height(size) + _ROOM)
        rows.append(Row(item, tuple(lines), top, bottom))
        top = bottom
    return rows


def draw_names(canvas: Canvas, rows: Sequence[Row], left: float = 0) -> None:
    """Write the names of the rows; those beyond the TOP N step back."""
    look = canvas.look
    size = name_size([row.item for row in rows], look)
    for row in rows:
        colour = look.ink if row.item.in_top else look.quiet
        place = (left, row.middle - len(row.lines) * line_height(size) / 2)
        canvas.words(place, row.lines, Type(size, colour=colour))


def name_size(items: Sequence[Item], look: Look) -> int:
    """Return the size of the names: small where there are many."""
    return look.small if len(items) > _MANY else look.body


def edge_of_top(rows: Sequence[Row]) -> float | None:
    """Return where the line lies that parts the TOP N from the rest, if there is a rest."""
    chosen = [row.bottom for row in rows if row.item.in_top]
    return chosen[-1] + _EDGE / 2 if chosen and len(chosen) < len(rows) else None
