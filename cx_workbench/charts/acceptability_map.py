"""Who takes which place in how many of the draws: rank acceptability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Message, Type
from cx_workbench.charts.figures import top_name
from cx_workbench.charts.lettering import text_width
from cx_workbench.charts.nothing import nothing_drawn
from cx_workbench.charts.standings import (
    draw_names,
    drawn_from,
    edge_of_top,
    of_draws,
    rows_of,
    standings_of,
)
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import counted, listed, number

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.charts.standings import Row, Standing
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

_NAMES, _GUTTER, _PLOT = 300.0, 24.0, 596.0
_LEFT = _NAMES + _GUTTER
_ROW, _NARROWEST, _WIDEST = 26.0, 12.0, 44.0
#: Cells narrower than this hold no figure, and their ranks are not all written.
_LEGIBLE, _TICK = 26.0, 20.0
#: Shares of the draws that the key shows.
_KEY = (0.1, 0.5, 1.0)
_SWATCH = 20.0
#: Ranks named for an improvement in the description: those with at least this share.
_WORTH_NAMING = 0.1


def acceptability(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw in how many of the draws each improvement takes each rank.

    Each cell holds how many of 100 draws, where it is wide enough; the darker, the more. Cells
    with fewer than 1 of 100 draws stay empty.

    Parameters
    ----------
    ranking
        Its ``table`` and ``simulation`` are drawn; words where nothing was drawn for it.
    look
        Colours and sizes.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = acceptability(cx.rank(cx.example(), draws=500))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... comes first in ..., ... in ...'
    """
    if ranking.simulation is None:
        return nothing_drawn(ranking, look)
    return _Acceptability(ranking, ranking.simulation, look).chart()


class _Acceptability:
    """A heat map while it is laid out: names on the left, a column for each rank."""

    def __init__(self, ranking: Ranking, simulation: Simulation, look: Look) -> None:
        self.ranking = ranking
        self.simulation = simulation
        self.look = look
        self.standings = standings_of(ranking, simulation)
        self.items = [each.item for each in self.standings]
        self.top_name = top_name(self.items)
        self.cell = min(_WIDEST, max(_NARROWEST, _PLOT / len(self.items)))

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        look = self.look
        heading = 3.0 * line_height(look.small) + 14
        rows = rows_of(self.items, look, top=heading, width=_NAMES, least=_ROW)
        width = _LEFT + max(_PLOT, self.cell * len(self.items))
        canvas = Canvas(width, rows[-1].bottom, look)
        # Bands come first: what is drawn later lies above.
        right = self._left(len(rows) + 1) - 1
        for row, standing in zip(rows, self.standings, strict=True):
            band = Box(_LEFT, row.top + 1, right, row.bottom - 1)
            canvas.box(band, look.wash, Meaning(_said(standing), {"p_top": standing.p_top}))
        self._draw_key(canvas)
        self._draw_ranks(canvas)
        draw_names(canvas, rows)
        for row, standing in zip(rows, self.standings, strict=True):
            for rank, share in enumerate(standing.shares, start=1):
                self._draw_cell(canvas, row, rank, share)
        self._draw_edge(canvas, rows)
        return canvas.chart(self._message())

    def _left(self, rank: int) -> float:
        return _LEFT + (rank - 1) * self.cell

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the shades mean, above the ranks."""
        look, x = self.look, _LEFT
        for share in _KEY:
            text = of_draws(share) if share < 1 else "every draw"
            canvas.box(Box(x, 1, x + _SWATCH, 15), self._shade(share))
            canvas.words((x + _SWATCH + 6, 0), [text], Type(look.small, colour=look.quiet))
            x += _SWATCH + 6 + text_width(text, look.small) + 20

    def _draw_ranks(self, canvas: Canvas) -> None:
        look = self.look
        y = line_height(look.small) + 8.0
        every = next(each for each in (1, 5, 10, 20, 50, 100) if each * self.cell >= _TICK)
        for rank in sorted({1, *range(every, len(self.items) + 1, every)}):
            place = (self._left(rank) + self.cell / 2, y)
            canvas.words(place, [str(rank)], Type(look.small, colour=look.quiet, align="center"))
        lettering = Type(look.small, colour=look.quiet, align="right")
        canvas.words((_LEFT - 10, y), ["Rank"], lettering)

    def _draw_cell(self, canvas: Canvas, row: Row, rank: int, share: float) -> None:
        look, left = self.look, self._left(rank)
        box = Box(left, row.top + 1, left + self.cell - 1, row.bottom - 1)
        figure = number(100 * share)
        if figure == "0":
            return
        ground = self._shade(share)
        canvas.box(box, ground)
        if self.cell >= _LEGIBLE:
            place = (left + (self.cell - 1) / 2, row.middle - line_height(look.small) / 2)
            ink = look.ink_on(ground)
            canvas.words(place, [figure], Type(look.small, ink, align="center", spoken=False))

    def _draw_edge(self, canvas: Canvas, rows: list[Row]) -> None:
        """Draw where the TOP N ends, among the ranks and among the rows."""
        look, edge = self.look, edge_of_top(rows)
        if edge is None:
            return
        x = self._left(1 + sum(item.in_top for item in self.items)) - 0.5
        upper = 2 * line_height(look.small) + 10.0
        canvas.line((x, upper), (x, rows[-1].bottom), look.ink)
        canvas.line((0, edge), (self._left(len(self.items) + 1), edge), look.line)
        lettering = Type(look.small, bold=True, align="right")
        # Beside the line, so that it also finds room above a single narrow column.
        right = max(x - 6, _LEFT + text_width(self.top_name, look.small, bold=True))
        canvas.words((right, upper), [self.top_name], lettering)

    def _shade(self, share: float) -> str:
        """Tint by the root of the share: most cells hold a few draws, and have to show."""
        return self.look.tint(self.look.chosen, 0.04 + 0.96 * math.sqrt(share))

    def _message(self) -> Message:
        drawn = (
            f"How many of 100 draws give each of {counted(len(self.items), 'improvement')} each "
            "rank; empty: fewer than 1. "
            f"{drawn_from(self.ranking, self.simulation)}"
        )
        chosen = [each for each in self.standings if each.item.in_top]
        return Message(self._finding(), drawn, " ".join(_said(each) for each in chosen))

    def _finding(self) -> str:
        if len(self.standings) == 1:
            return f"{self.items[0].title} is the only candidate: there is no other place to take"
        first, second = sorted(self.standings, key=lambda each: -each.shares[0])[:2]
        said = f"{first.item.title} comes first in {of_draws(first.shares[0])}"
        if second.shares[0] == 0:
            return said
        return f"{said}, {second.item.title} in {of_draws(second.shares[0])}"


def _said(standing: Standing) -> str:
    ranks = [
        f"rank {rank} in {of_draws(share)}"
        for rank, share in enumerate(standing.shares, start=1)
        if share >= _WORTH_NAMING
    ]
    ranks = ranks or [f"ranks {standing.low} to {standing.high} in 90 of 100 draws"]
    return f"{standing.item.rank}. {standing.item.title}: {listed(ranks)}."
