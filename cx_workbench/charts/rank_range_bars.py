"""How far the places may move: the ranks of each improvement in 90 of 100 draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import top_name
from cx_workbench.charts.kept import kept
from cx_workbench.charts.layout import is_stacked
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
from cx_workbench.charts.words import NO_BREAK, counted, number

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.standings import Row, Standing
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

_WIDTH, _GUTTER = 920.0, 24.0
#: Share of the width that the names take beside the bars; room for the shares of the draws, and
#: for the shortest way to write them.
_NAMES, _SHARES, _FEW_SHARES = 300 / 920, 176.0, 112.0
_ROW, _BAR, _POINT = 26.0, 12.0, 52.0
#: How much of its colour a bar keeps: what is uncertain is a lighter tint of the same hue.
_TINT = 0.4
#: The chosen are sure if each is chosen in at least so many of the draws.
_SURE = 0.9
#: Room that the figure of a rank takes on the axis, and that the word for it takes.
_TICK, _RANK = 20.0, 40.0


def rank_ranges(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> alt.LayerChart:
    """Draw the ranks that each improvement may take, and how often it is in the TOP N.

    The bar holds the middle 90 % of the draws, the point is the expected rank.

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
    >>> chart = rank_ranges(cx.rank(cx.example(), draws=500))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... of the TOP 5: it is there in ...'
    """
    return draw_rank_ranges(ranking, look=look, selected=selected).chart()


@kept
def draw_rank_ranges(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> Drawing:
    """Lay out what `rank_ranges` draws; the parameters are the same."""
    if ranking.simulation is None:
        return nothing_drawn(ranking, look)
    return _RankRanges(ranking, ranking.simulation, look, selected).drawing()


class _RankRanges:
    """Rank ranges while they are laid out: names, a bar for each, shares of the draws."""

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
        self.chosen = sum(item.in_top for item in self.items)
        self.width = look.width or _WIDTH
        self.stacked = is_stacked(look)
        self.names = self.width if self.stacked else _NAMES * self.width
        self.left = 0.0 if self.stacked else self.names + _GUTTER
        self.right = self.width - (_FEW_SHARES if self.stacked else _SHARES)
        self.step = (self.right - self.left) / len(self.items)

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look = self.look
        heading = 2.0 * line_height(look.small) + 10
        rows = rows_of(self.items, look, top=heading, width=self.names, least=_ROW)
        canvas = Canvas(self.width, rows[-1].bottom, look)
        self._draw_axis(canvas, heading, rows)
        self._draw_edge(canvas, rows)
        draw_names(canvas, rows)
        for row, standing in zip(rows, self.standings, strict=True):
            self._draw_range(canvas, row.middle, standing)
        outline_selected(canvas, rows, self.selected)
        return canvas.drawing(self._message())

    def _x(self, rank: float) -> float:
        """Middle of a rank's place."""
        return self.left + (rank - 0.5) * self.step

    def _draw_axis(self, canvas: Canvas, heading: float, rows: list[Row]) -> None:
        look, small = self.look, self.look.small
        quiet = Type(small, colour=look.quiet, align="center")
        for rank in self._ticks():
            x = self._x(rank)
            canvas.words((x, 0), [str(rank)], quiet)
            # A box, not a line: bars lie over it. Names would stand on it.
            for top, bottom in self._stretches(heading, rows):
                canvas.box(Box(x - 0.5, top, x + 0.5, bottom), look.wash)
        lettering = Type(small, colour=look.quiet, align="left" if self.stacked else "right")
        place = (0.0, line_height(small) + 4.0) if self.stacked else (self.left - 10, 0.0)
        canvas.words(place, ["Rank"], lettering)

    def _stretches(self, heading: float, rows: list[Row]) -> list[tuple[float, float]]:
        """Return where lines may run down the page: along the bars."""
        if not self.stacked:
            return [(heading - 4, rows[-1].bottom)]
        return [(row.middle - _ROW / 2, row.bottom) for row in rows]

    def _ticks(self) -> list[int]:
        """Ranks that are written: every one where there is room, else the first and each fifth."""
        count = len(self.items)
        if self.step >= _TICK:
            return list(range(1, count + 1))
        every = next(each for each in (5, 10, 20, 50, 100, 1000) if each * self.step >= _TICK)
        return [1, *range(every, count + 1, every)]

    def _draw_edge(self, canvas: Canvas, rows: list[Row]) -> None:
        """Draw where the TOP N ends, among the ranks and among the rows."""
        look, small = self.look, self.look.small
        place = (self.right + 16, 0)
        said = [f"In the {self.top_name} in"]
        if self.stacked:
            said = [f"In the {self.top_name},", f"of{NO_BREAK}100{NO_BREAK}draws"]
        canvas.words(place, said, Type(small, colour=look.quiet))
        edge = edge_of_top(rows)
        if edge is not None:
            x = self.left + self.chosen * self.step
            upper = line_height(small) + 4
            for top, bottom in self._stretches(upper + 4, rows):
                canvas.line((x, top), (x, bottom), look.ink)
            canvas.line((0, edge), (self.width, edge), look.line)
            lettering = Type(small, bold=True, align="right")
            name = text_width(self.top_name, small, bold=True)
            beside = x - 6 if not self.stacked else max(x, name + _RANK)
            canvas.words((beside, upper), [self.top_name], lettering)

    def _draw_range(self, canvas: Canvas, middle: float, standing: Standing) -> None:
        look, item = self.look, standing.item
        colour = look.chosen if item.in_top else look.rest
        left, right = self._x(standing.low - 0.5), self._x(standing.high + 0.5)
        about = {"improvement": item.improvement}
        figures = {
            "rank_low": standing.low,
            "rank_high": standing.high,
            "expected_rank": standing.expected,
            "p_top": standing.p_top,
        }
        box = Box(left + 1, middle - _BAR / 2, right - 1, middle + _BAR / 2)
        said = f"{item.rank}. {item.title}: {self._said(standing)}"
        canvas.box(box, look.tint(colour, _TINT), Meaning(said, figures), about)
        symbol = Symbol("circle", _POINT, colour)
        canvas.mark((self._x(standing.expected), middle), symbol, about=about)
        ink = look.ink if item.in_top else look.quiet
        place = (self.right + 16, middle - line_height(look.small) / 2)
        lettering = Type(look.small, colour=ink, spoken=False)
        share = of_draws(standing.p_top)
        if self.stacked:
            share = share.removesuffix(f"{NO_BREAK}of{NO_BREAK}100{NO_BREAK}draws")
        canvas.words(place, [share], lettering, about)

    def _said(self, standing: Standing) -> str:
        ranks = (
            f"rank {standing.low}"
            if standing.low == standing.high
            else f"ranks {standing.low} to {standing.high}"
        )
        return (
            f"{ranks} in 90 of 100 draws, {number(standing.expected, 1)} expected, "
            f"in the {self.top_name} in {of_draws(standing.p_top)}"
        )

    def _message(self) -> Message:
        drawn = (
            f"Ranks of {counted(len(self.items), 'improvement')}: the bar holds the middle 90 of "
            "100 draws, the point is the expected rank. "
            f"{drawn_from(self.ranking, self.simulation)}"
        )
        chosen = [each for each in self.standings if each.item.in_top]
        details = " ".join(
            f"{each.item.rank}. {each.item.title}: {self._said(each)}." for each in chosen
        )
        return Message(self._finding(), drawn, details)

    def _finding(self) -> str:
        if len(self.items) == 1:
            return f"{self.items[0].title} is the only candidate: there is no other place to take"
        if self.chosen == len(self.items):
            return (
                f"All {counted(self.chosen, 'improvement')} are in the {self.top_name}: none can "
                "fall out"
            )
        least = min(
            (each for each in self.standings if each.item.in_top), key=lambda each: each.p_top
        )
        if self.chosen == 1:
            return f"{least.item.title} is the {self.top_name} in {of_draws(least.p_top)}"
        if least.p_top >= _SURE:
            often = of_draws(least.p_top)
            often = f"at least {often}" if often[0].isdigit() else often
            return f"The {self.top_name} are sure: each of them is there in {often}"
        title = least.item.title
        return (
            f"{title} is the least sure of the {self.top_name}: it is there in "
            f"{of_draws(least.p_top)}"
        )
