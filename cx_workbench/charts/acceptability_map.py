"""Who takes which place in how many of the draws: rank acceptability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import top_name
from cx_workbench.charts.kept import kept
from cx_workbench.charts.layout import flow, is_stacked
from cx_workbench.charts.lettering import text_width
from cx_workbench.charts.nothing import nothing_drawn
from cx_workbench.charts.standings import (
    draw_names,
    drawn_from,
    edge_of_top,
    of_draws,
    outline_selected,
    rows_of,
    standings_of,
)
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import counted, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.canvas import Align
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.standings import Row, Standing
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

_WIDTH, _GUTTER = 920.0, 24.0
#: Share of the width that the names take beside the cells.
_NAMES = 300 / 920
_ROW, _NARROWEST, _WIDEST = 26.0, 12.0, 44.0
#: In a given width, ranks are taken together before cells get narrower than this.
_THINNEST, _TOGETHER = 9.0, (1, 2, 5, 10, 20, 50)
#: Cells narrower than this hold no figure, and their ranks are not all written.
_LEGIBLE, _TICK = 26.0, 20.0
#: Shares of the draws that the key shows.
_KEY = (0.1, 0.5, 1.0)
_SWATCH = 20.0
#: Room that the word for the axis takes.
_RANK = 40.0
#: Ranks named for an improvement in the description: those with at least this share.
_WORTH_NAMING = 0.1


def acceptability(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> alt.LayerChart:
    """Draw in how many of the draws each improvement takes each rank.

    Each cell holds how many of 100 draws, where it is wide enough; the darker, the more. Cells
    with fewer than 1 of 100 draws stay empty.

    Parameters
    ----------
    ranking
        Its ``table`` and ``simulation`` are drawn; words where nothing was drawn for it.
    look
        Colours, sizes and width.
    selected
        Id of an improvement to point out.

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
    return draw_acceptability(ranking, look=look, selected=selected).chart()


@kept
def draw_acceptability(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> Drawing:
    """Lay out what `acceptability` draws; the parameters are the same."""
    if ranking.simulation is None:
        return nothing_drawn(ranking, look)
    return _Acceptability(ranking, ranking.simulation, look, selected).drawing()


class _Acceptability:
    """A heat map while it is laid out: names on the left, a column for each rank."""

    def __init__(
        self, ranking: Ranking, simulation: Simulation, look: Look, selected: str | None
    ) -> None:
        self.ranking = ranking
        self.simulation = simulation
        self.look = look
        self.selected = selected
        self.standings = standings_of(ranking, simulation)
        self.items = [each.item for each in self.standings]
        self.top_name = top_name(self.items)
        self.stacked = is_stacked(look)
        width = look.width or _WIDTH
        self.names = width if self.stacked else _NAMES * width
        self.left = 0.0 if self.stacked else self.names + _GUTTER
        count, room = len(self.items), width - self.left
        self.cell = min(_WIDEST, room / count)
        self.each = 1
        if look.width is None:
            self.cell = max(_NARROWEST, self.cell)
            width = self.left + max(room, self.cell * count)
        else:
            wide = (each for each in _TOGETHER if each * self.cell >= _THINNEST)
            self.each = next(wide, _TOGETHER[-1])
        self.width = width

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look = self.look
        key = self._key()
        line = line_height(look.small)
        upper = (line + 8.0) * (1 + max(row for _, _, row in key))
        heading = upper + 2 * line + 6
        rows = rows_of(self.items, look, top=heading, width=self.names, least=_ROW)
        canvas = Canvas(self.width, rows[-1].bottom, look)
        # Bands come first: what is drawn later lies above.
        right = self._left(len(rows) + 1) - 1
        for row, standing in zip(rows, self.standings, strict=True):
            band = Box(self.left, row.middle - self._half(row), right, row.bottom - 1)
            meaning = Meaning(_said(standing), {"p_top": standing.p_top})
            canvas.box(band, look.wash, meaning, {"improvement": row.item.improvement})
        self._draw_key(canvas, key)
        self._draw_ranks(canvas, upper)
        draw_names(canvas, rows)
        for row, standing in zip(rows, self.standings, strict=True):
            self._draw_cells(canvas, row, standing.shares)
        self._draw_edge(canvas, rows, upper + line + 2)
        outline_selected(canvas, rows, self.selected)
        return canvas.drawing(self._message())

    def _left(self, rank: int) -> float:
        return self.left + (rank - 1) * self.cell

    def _half(self, row: Row) -> float:
        """Half the height of a row's cells."""
        return row.bottom - 1 - row.middle

    def _key(self) -> list[tuple[str, float, int]]:
        """Return text, x and row of each entry of the key."""
        texts = [of_draws(share) if share < 1 else "every draw" for share in _KEY]
        small = self.look.small
        widths = [_SWATCH + 6 + text_width(text, small) + 20 for text in texts]
        places = flow(widths, self.width - self.left)
        return [(text, x, row) for text, (x, row) in zip(texts, places, strict=True)]

    def _draw_key(self, canvas: Canvas, key: list[tuple[str, float, int]]) -> None:
        """Show what the shades mean, above the ranks."""
        look = self.look
        for share, (text, across, row) in zip(_KEY, key, strict=True):
            x, y = self.left + across, row * (line_height(look.small) + 8.0)
            canvas.box(Box(x, y + 1, x + _SWATCH, y + 15), self._shade(share))
            canvas.words((x + _SWATCH + 6, y), [text], Type(look.small, colour=look.quiet))

    def _draw_ranks(self, canvas: Canvas, y: float) -> None:
        look = self.look
        apart = (1, 5, 10, 20, 50, 100)
        every = next(each for each in apart if each * self.cell >= _TICK)
        quiet = Type(look.small, colour=look.quiet, align="center")
        for rank in sorted({1, *range(every, len(self.items) + 1, every)}):
            # The first and the last would stick out of narrow cells.
            half = text_width(str(rank), look.small) / 2
            x = min(max(self._left(rank) + self.cell / 2, half), self.width - half)
            canvas.words((x, y), [str(rank)], quiet)
        below = (0.0, y + line_height(look.small) + 2)
        place = below if self.stacked else (self.left - 10, y)
        align: Align = "left" if self.stacked else "right"
        canvas.words(place, ["Rank"], Type(look.small, colour=look.quiet, align=align))

    def _draw_cells(self, canvas: Canvas, row: Row, shares: Sequence[float]) -> None:
        """Draw how often each rank is taken, or some ranks together where there are many."""
        look, about = self.look, {"improvement": row.item.improvement}
        top, bottom = row.middle - self._half(row), row.bottom - 1
        upper = row.middle - line_height(look.small) / 2
        apart = 1 if self.cell * self.each >= _THINNEST else 0
        for before in range(0, len(shares), self.each):
            together = shares[before : before + self.each]
            share = min(1.0, sum(together))
            if round(100 * share) == 0:
                continue
            ground = self._shade(share)
            left, right = self._left(before + 1), self._left(before + 1 + len(together))
            canvas.box(Box(left, top, right - apart, bottom), ground, about=about)
            if right - left >= _LEGIBLE:
                ink = look.ink_on(ground)
                lettering = Type(look.small, ink, align="center", spoken=False)
                place = ((left + right - 1) / 2, upper)
                canvas.words(place, [number(100 * share)], lettering, about)

    def _draw_edge(self, canvas: Canvas, rows: list[Row], upper: float) -> None:
        """Draw where the TOP N ends, among the ranks and among the rows."""
        look, edge = self.look, edge_of_top(rows)
        if edge is None:
            return
        x = self._left(1 + sum(item.in_top for item in self.items)) - 0.5
        stretches = [(row.middle - self._half(row), row.bottom) for row in rows]
        for top, bottom in stretches if self.stacked else [(upper, rows[-1].bottom)]:
            canvas.line((x, top), (x, bottom), look.ink)
        canvas.line((0, edge), (self._left(len(self.items) + 1), edge), look.line)
        lettering = Type(look.small, bold=True, align="right")
        # Beside the line, so that it also finds room above a single narrow column.
        name = text_width(self.top_name, look.small, bold=True)
        right = max(x - 6, self.left + name + (_RANK if self.stacked else 0))
        canvas.words((right, upper), [self.top_name], lettering)

    def _shade(self, share: float) -> str:
        """Tint by the root of the share: most cells hold a few draws, and have to show."""
        return self.look.tint(self.look.chosen, 0.04 + 0.96 * math.sqrt(share))

    def _message(self) -> Message:
        together = f", {self.each} ranks together" if self.each > 1 else ""
        drawn = (
            f"How many of 100 draws give each of {counted(len(self.items), 'improvement')} each "
            f"rank{together}; empty: fewer than 1. "
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
