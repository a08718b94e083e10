"""What gains most for its effort: the improvements by effort and impact."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Message, Symbol, Type
from cx_workbench.charts.figures import basis, cells_of, items_of, top_name
from cx_workbench.charts.labels import Disc, is_led, nearest, place_labels
from cx_workbench.charts.lettering import block_width, text_width, wrap
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import (
    NO_BREAK,
    amount,
    counted,
    number,
    reference_of,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.figures import Item
    from cx_workbench.rank.model import Ranking

_WIDTH, _HEIGHT, _TALLER = 840.0, 440.0, 80.0
_LEFT, _HEADING = 52.0, 48.0
#: Radius of the widest gap where there are few marks or many, and of no gap at all.
_LARGE, _SMALL, _SMALLEST, _MANY = 20.0, 14.0, 4.0, 20
#: Width of a name beside its mark, and how many names still leave room for large letters.
_NAME, _LARGE_NAMES = 220.0, 5
_TICKS = 5
#: Share of the plot that names may fill at most.
_FULL = 0.5
#: An axis leaves zero out if the least figure is more than this share of the largest.
_FAR_FROM_ZERO = 0.5


def matrix(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the improvements by effort and impact, the gap as size, the TOP N named.

    Parameters
    ----------
    ranking
        Its ``table`` is drawn.
    look
        Colours and sizes.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = matrix(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... leads the TOP 5: ...'
    """
    if not any(item.in_top for item in items_of(ranking)):
        return nothing_ranked(ranking, look)
    return _Matrix(ranking, look).chart()


class _Matrix:
    """A matrix while it is laid out: a plot that grows until every name has its place."""

    def __init__(self, ranking: Ranking, look: Look) -> None:
        self.ranking = ranking
        self.look = look
        self.items = items_of(ranking)
        self.top = [item for item in self.items if item.in_top]
        self.effort_unit = unit_of(ranking, "effort", "person-days")
        self.impact_unit = unit_of(ranking, "impact", "index points")
        self.gap_unit = unit_of(ranking, "gap", "index points")
        self.widest = max(item.gap for item in self.items)
        self.largest = _LARGE if len(self.items) <= _MANY else _SMALL
        self.efforts = _ticks([item.effort for item in self.items])
        self.impacts = _ticks([item.impact for item in self.items])
        self.size = look.body if len(self.top) <= _LARGE_NAMES else look.small
        self.names = [
            wrap(f"{item.rank}{NO_BREAK} {item.title}", _NAME, self.size) for item in self.top
        ]
        self._stretch(_HEIGHT)
        self.places = self._grow()

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        below = 2 * line_height(self.look.small) + 12
        canvas = Canvas(_WIDTH, self.plot.bottom + below, self.look)
        self._draw_axes(canvas)
        self._draw_key(canvas)
        for item in self.items:
            if not item.in_top:
                self._draw_mark(canvas, item, self.look.rest)
        # The best lies on top where marks cover each other.
        for item in reversed(self.top):
            self._draw_mark(canvas, item, self.look.chosen)
        for item, lines, box in zip(self.top, self.names, self.places, strict=True):
            self._draw_name(canvas, item, lines, box)
        return canvas.chart(self.message())

    def message(self) -> Message:
        """Return the finding and the main figures in words."""
        drawn = (
            f"Effort and impact of {counted(len(self.items), 'improvement')}; the larger the "
            f"mark, the wider the gap to {reference_of(self.ranking)}. "
            f"{basis(self.ranking, cells_of(self.ranking).values())}"
        )
        return Message(self._finding(), drawn, self._details())

    def _finding(self) -> str:
        if round(max(item.impact for item in self.items), 2) <= 0:
            return "No improvement gains anything: there is no gap to close"
        first = self.top[0]
        impact = amount(first.impact, self.impact_unit)
        effort = amount(first.effort, self.effort_unit)
        if len(self.items) == 1:
            return f"{first.title} is the only candidate: an impact of {impact} for {effort}"
        return f"{first.title} leads the {top_name(self.items)}: an impact of {impact} for {effort}"

    def _details(self) -> str:
        return " ".join(f"{item.rank}. {item.title}: {self._figures(item)}." for item in self.top)

    def _figures(self, item: Item) -> str:
        return (
            f"impact {amount(item.impact, self.impact_unit)}, "
            f"effort {amount(item.effort, self.effort_unit)}, "
            f"gap {amount(item.gap, self.gap_unit)}"
        )

    def _grow(self) -> list[Box]:
        """Make the plot taller until every name has its place."""
        sizes = [
            (block_width(lines, self.size), len(lines) * line_height(self.size))
            for lines in self.names
        ]
        # Names that fill more of the plot than this never find room: no need to try.
        least = sum(wide * high for wide, high in sizes) / (_FULL * (_WIDTH - _LEFT))
        self._stretch(max(_HEIGHT, least))
        while True:
            marks = [self._disc(item) for item in self.top]
            others = [self._disc(item) for item in self.items if not item.in_top]
            places = place_labels(marks, sizes, others, self.plot)
            if places is not None:
                return places
            self._stretch(self.plot.bottom - self.plot.top + _TALLER)

    def _stretch(self, height: float) -> None:
        self.plot = Box(_LEFT, _HEADING, _WIDTH, _HEADING + height)

    def _disc(self, item: Item) -> Disc:
        """Return where an improvement's mark lies; its area stands for the gap."""
        return Disc(self._x(item.effort), self._y(item.impact), self._radius(item.gap))

    def _radius(self, gap: float) -> float:
        share = max(gap, 0.0) / self.widest if self.widest > 0 else 0.0
        return max(_SMALLEST, self.largest * math.sqrt(share))

    def _x(self, effort: float) -> float:
        inner = self.plot.right - self.plot.left - 2 * self.largest
        low, high = self.efforts[0], self.efforts[-1]
        return self.plot.left + self.largest + inner * (effort - low) / (high - low)

    def _y(self, impact: float) -> float:
        inner = self.plot.bottom - self.plot.top - 2 * self.largest
        low, high = self.impacts[0], self.impacts[-1]
        return self.plot.bottom - self.largest - inner * (impact - low) / (high - low)

    def _draw_axes(self, canvas: Canvas) -> None:
        look, plot, small = self.look, self.plot, self.look.small
        half = line_height(small) / 2
        places = _decimals(self.impacts)
        for impact in self.impacts:
            y = self._y(impact)
            canvas.line((plot.left, y), (plot.right, y), look.line)
            text, place = [number(impact, places)], (plot.left - 8, y - half)
            canvas.words(place, text, Type(small, colour=look.quiet, align="right"))
        for effort in self.efforts:
            x, text = self._x(effort), [number(effort, _decimals(self.efforts))]
            canvas.line((x, plot.bottom), (x, plot.bottom + 4), look.line)
            place = (x, plot.bottom + 6)
            canvas.words(place, text, Type(small, colour=look.quiet, align="center"))
        canvas.words((0, plot.top - 28), [f"Impact, {self.impact_unit}"], Type(small))
        place = (plot.right, plot.bottom + 8 + line_height(small))
        canvas.words(place, [f"Effort, {self.effort_unit}"], Type(small, align="right"))

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the size means, right above the plot."""
        look = self.look
        high, right = line_height(look.small), self.plot.right
        gaps = _key_gaps(self.widest)
        texts = [f"gap {number(gap)}" for gap in gaps]
        if texts:
            texts[-1] = f"gap {amount(gaps[-1], self.gap_unit, 0)}"
        for gap, text in zip(reversed(gaps), reversed(texts), strict=True):
            wide, radius = text_width(text, look.small), self._radius(gap)
            place = (right - wide, self.plot.top - 28)
            canvas.words(place, [text], Type(look.small, colour=look.quiet))
            centre = (right - wide - radius - 6, self.plot.top - 28 + high / 2)
            canvas.mark(centre, Symbol("circle", math.pi * radius**2, look.rest))
            right = centre[0] - radius - 20

    def _draw_mark(self, canvas: Canvas, item: Item, colour: str) -> None:
        disc = self._disc(item)
        figures = {"effort": item.effort, "impact": item.impact, "gap": item.gap}
        canvas.mark(
            (disc.x, disc.y),
            Symbol("circle", math.pi * disc.radius**2, colour),
            Meaning(f"{item.rank}. {item.title}: {self._figures(item)}", figures),
        )

    def _draw_name(self, canvas: Canvas, item: Item, lines: Sequence[str], box: Box) -> None:
        disc = self._disc(item)
        others = [self._disc(other) for other in self.items if other is not item]
        if is_led(disc, box, others):
            canvas.leader((disc.x, disc.y), nearest(disc, box))
        for number_, line in enumerate(lines):
            top = box.top + number_ * line_height(self.size)
            right = box.left + text_width(line, self.size)
            canvas.plate(Box(box.left - 2, top, right + 2, top + line_height(self.size)))
        canvas.words((box.left, box.top), lines, Type(self.size))


def _ticks(figures: Sequence[float]) -> list[float]:
    """Return round figures around all of the figures, from zero if that is not far off."""
    low, high = min(figures), max(figures)
    if low > high * _FAR_FROM_ZERO and high > low:
        first, last = low, high
    else:
        first, last = min(0.0, low), high if high > low else 2 * high
    rough = (last - first or 1.0) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - 1e-9))
    counts = range(math.floor(first / step + 1e-9), math.ceil(last / step - 1e-9) + 1)
    ticks = [round(step * count, 10) for count in counts]
    return ticks if len(ticks) > 1 else [0.0, 1.0]


def _key_gaps(widest: float) -> list[float]:
    """Return two or three round gaps that show what the size means."""
    return [gap for gap in (5.0, 10.0, 20.0, 40.0) if gap <= widest][-2:]


def _decimals(ticks: Sequence[float]) -> int:
    """Return how many decimals the ticks need."""
    return max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
