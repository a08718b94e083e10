"""Who ranks where under which method: a line for each improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import basis, cells_of, items_of, top_name
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import NO_BREAK, clean, counted, listed
from cx_workbench.rank.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Item
    from cx_workbench.rank.checks.frameworks import Frameworks

_NAMES, _GUTTER, _COLUMN = 210.0, 16.0, 84.0
_ROW, _ROOM, _EDGE = 22.0, 6.0, 10.0
_POINT, _SMALL_POINT = 52.0, 20.0


def slope(compared: Frameworks, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the rank of every improvement under every method, the TOP N accented.

    Parameters
    ----------
    compared
        From `cx_workbench.rank.checks.frameworks.frameworks`.
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.rank.checks.frameworks import frameworks
    >>> chart = slope(frameworks(cx.rank(cx.example(), draws=0)))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '...the TOP 5...method...'
    """
    return draw_slope(compared, look=look).chart()


def draw_slope(compared: Frameworks, *, look: Look = LOOK) -> Drawing:
    """Lay out what `slope` draws; the parameters are the same."""
    if compared.table.empty:
        return nothing_ranked(compared.ranking, look)
    return _Slope(compared, look).drawing()


class _Slope:
    """A slope chart while it is laid out: names at both ends, a column for each method."""

    def __init__(self, compared: Frameworks, look: Look) -> None:
        self.compared = compared
        self.look = look
        self.items = items_of(compared.ranking)
        self.top = [item for item in self.items if item.in_top]
        self.ranks = {
            item.improvement: [int(rank) for rank in ranks]
            for item, ranks in zip(self.items, compared.ranks, strict=True)
        }
        self.methods = [METHODS[name].title for name in compared.methods]
        self.first = _NAMES + _GUTTER + _COLUMN / 2
        self.last = self.first + _COLUMN * (len(self.methods) - 1)
        self.heads = [wrap(title, _COLUMN - 8, look.small, bold=True) for title in self.methods]
        self.heading = max(len(head) for head in self.heads) * line_height(look.small) + 12.0
        self.starts, self.ends = self._names(0), self._names(-1)
        self.middles, self.bottom, self.edge = self._rows()

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        canvas = Canvas(self.last + _COLUMN / 2 + _GUTTER + _NAMES, self.bottom, self.look)
        self._draw_heads(canvas)
        for item in self.items:
            if not item.in_top:
                self._draw_line(canvas, item)
        for item in reversed(self.top):
            self._draw_line(canvas, item)
        left, right = self.first - _COLUMN / 2 - _GUTTER, self.last + _COLUMN / 2 + _GUTTER
        self._draw_names(canvas, 0, self.starts, Type(self.look.small, align="right"), left)
        self._draw_names(canvas, -1, self.ends, Type(self.look.small), right)
        return canvas.drawing(self._message())

    def _names(self, method: int) -> dict[str, list[str]]:
        """Names as they stand at one end, with their ranks there."""
        return {
            item.improvement: wrap(
                f"{self.ranks[item.improvement][method]}{NO_BREAK} {item.title}",
                _NAMES,
                self.look.small,
            )
            for item in self.items
        }

    def _rows(self) -> tuple[list[float], float, float | None]:
        """Middles of the ranks, each as high as the higher of its two names; bottom; the edge."""
        heights = [_ROW] * len(self.items)
        for method, names in ((0, self.starts), (-1, self.ends)):
            for improvement, lines in names.items():
                place = self.ranks[improvement][method] - 1
                needed = len(lines) * line_height(self.look.small) + _ROOM
                heights[place] = max(heights[place], needed)
        y, edge, middles = self.heading, None, []
        for place, height in enumerate(heights):
            if place == len(self.top):
                edge = y + _EDGE / 2
                y += _EDGE
            middles.append(y + height / 2)
            y += height
        return middles, y, edge

    def _x(self, method: int) -> float:
        return self.first + _COLUMN * method

    def _draw_heads(self, canvas: Canvas) -> None:
        look = self.look
        for method, head in enumerate(self.heads):
            x = self._x(method)
            y = self.heading - 12 - len(head) * line_height(look.small)
            bold = Type(look.small, bold=True, align="center")
            canvas.words((x, y), head, bold)
            canvas.line((x, self.heading - 6), (x, self.bottom), look.line)
        if self.edge is not None:
            ends = self.first - _COLUMN / 2, self.last + _COLUMN / 2
            canvas.line((ends[0], self.edge), (ends[1], self.edge), look.ink)

    def _draw_line(self, canvas: Canvas, item: Item) -> None:
        look = self.look
        colour, area = (look.chosen, _POINT) if item.in_top else (look.rest, _SMALL_POINT)
        points = [
            (self._x(method), self.middles[rank - 1])
            for method, rank in enumerate(self.ranks[item.improvement])
        ]
        canvas.path(points, colour)
        # One sentence for the whole line, at its beginning.
        said = Meaning(self._said(item), {"ranks": self.ranks[item.improvement]})
        for method, point in enumerate(points):
            canvas.mark(point, Symbol("circle", area, colour), None if method else said)

    def _draw_names(
        self, canvas: Canvas, method: int, names: dict[str, list[str]], lettering: Type, x: float
    ) -> None:
        look = self.look
        for item in self.items:
            lines = names[item.improvement]
            middle = self.middles[self.ranks[item.improvement][method] - 1]
            place = (x, middle - len(lines) * line_height(look.small) / 2)
            colour = look.ink if item.in_top else look.quiet
            canvas.words(place, lines, Type(look.small, colour, align=lettering.align))

    def _message(self) -> Message:
        ranking = self.compared.ranking
        left_out = [METHODS[name].title for name in self.compared.left_out]
        without = f" Not computed: {listed(left_out)}." if left_out else ""
        drawn = (
            f"Rank of {counted(len(self.items), 'improvement')} under "
            f"{counted(len(self.methods), 'method')}, first on top; accented: the "
            f"{top_name(self.items)} of this ranking, which is the first column.{without} "
            f"{basis(ranking, cells_of(ranking).values())}"
        )
        reasons = (
            f"{METHODS[name].title} is not computed: {clean(why)}"
            for name, why in self.compared.left_out.items()
        )
        details = " ".join([*(self._said(item) for item in self.top), *reasons])
        return Message(self._finding(), drawn, details)

    def _said(self, item: Item) -> str:
        places = (
            f"{rank}. under {title}"
            for rank, title in zip(self.ranks[item.improvement], self.methods, strict=True)
        )
        return f"{item.title}: {', '.join(places)}."

    def _finding(self) -> str:
        name, many = top_name(self.items), len(self.methods)
        if len(self.top) == len(self.items):
            all_of = "The only candidate is" if len(self.items) == 1 else "All candidates are"
            return f"{all_of} in the {name}, whatever the method"
        tops = {item.improvement: self._tops(item) for item in self.top}
        staying = [item for item in self.top if tops[item.improvement] == many]
        if len(staying) == len(self.top):
            return f"The {name} {_are(staying)} the same under all {many} methods"
        if len(staying) == 1:
            return f"{staying[0].title} is in the {name} under every method"
        if staying:
            return f"{len(staying)} of the {name} stay there under every method"
        most = max(self._tops(item) for item in self.items)
        best = [item for item in self.items if self._tops(item) == most]
        which = best[0].title if len(best) == 1 else str(len(best))
        return (
            f"No improvement is in the {name} under every method: {which} {_are(best)} under "
            f"{most} of {many}"
        )

    def _tops(self, item: Item) -> int:
        """Under how many methods an improvement is in the TOP N."""
        return sum(rank <= len(self.top) for rank in self.ranks[item.improvement])


def _are(items: Sequence[Item]) -> str:
    return "is" if len(items) == 1 else "are"
