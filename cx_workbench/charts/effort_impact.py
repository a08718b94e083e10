"""What gains most for its effort: the improvements by effort and impact."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import basis, cells_of, items_of, top_name
from cx_workbench.charts.kept import kept
from cx_workbench.charts.label_geometry import Disc
from cx_workbench.charts.layout import flow
from cx_workbench.charts.lettering import block_width, wrap
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.plane import (
    LEFT,
    Label,
    Plane,
    draw_label,
    height_for,
    placed,
    taller,
)
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.ticks import are_one, round_figures
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

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Item
    from cx_workbench.rank.model import Ranking

_WIDTH, _HEIGHT, _HEADING = 840.0, 440.0, 48.0
#: A picture narrower than this has ranks beside the marks, and the names below the plot.
_NARROW, _LOW = 560, 360.0
#: Radius of the widest gap where there are few marks or many, and of no gap at all.
_LARGE, _SMALL, _SMALLEST, _MANY = 20.0, 14.0, 4.0, 20
#: Width of a name beside its mark, at most this share of the picture, and how many names still
#: leave room for large letters.
_NAME, _SHARE, _LARGE_NAMES = 220.0, 0.3, 5
_TICKS = 5
#: An axis leaves zero out if the least figure is more than this share of the largest.
_FAR_FROM_ZERO = 0.5
#: Room between a mark and the ring around it.
_RING = 4.0


def matrix(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> alt.LayerChart:
    """Draw the improvements by effort and impact, the gap as size, the TOP N named.

    Parameters
    ----------
    ranking
        Its ``table`` is drawn.
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
    >>> chart = matrix(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... leads the TOP 5: ...'
    """
    return draw_matrix(ranking, look=look, selected=selected).chart()


@kept
def draw_matrix(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    """Lay out what `matrix` draws; the parameters are the same."""
    items = items_of(ranking)
    if not any(item.in_top for item in items):
        return nothing_ranked(ranking, look)
    return _Matrix(ranking, items, look, selected).drawing()


class _Matrix:
    """A matrix while it is laid out: a plot that grows until every name has its place."""

    def __init__(
        self, ranking: Ranking, items: list[Item], look: Look, selected: str | None
    ) -> None:
        self.ranking = ranking
        self.look = look
        self.selected = selected
        self.items = items
        self.top = [item for item in items if item.in_top]
        self.named = [item for item in items if item.in_top or item.improvement == selected]
        self.effort_unit = unit_of(ranking, "effort", "person-days")
        self.impact_unit = unit_of(ranking, "impact", "index points")
        self.gap_unit = unit_of(ranking, "gap", "index points")
        self.width = look.width or _WIDTH
        self.is_narrow = self.width < _NARROW
        self.widest = max(item.gap for item in items)
        few = len(items) <= _MANY and not self.is_narrow
        self.largest = _LARGE if few else _SMALL
        self.size = look.body if len(self.top) <= _LARGE_NAMES else look.small
        self.heading = wrap(f"Impact, {self.impact_unit}", self.width, look.small)
        self.key = self._key()
        self.plane = self._plane()
        self.discs: dict[str, Disc] = {}
        self.labels: list[Label] = []
        self.places = self._grow()

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        effort = f"Effort, {self.effort_unit}"
        bottom = self.plane.box.bottom + self.plane.below(effort)
        names = self._names_below() if self.is_narrow else []
        high = line_height(self.size)
        canvas = Canvas(self.width, bottom + sum(len(each) * high + 6 for each in names), self.look)
        self.plane.draw(canvas, effort)
        self._draw_heading(canvas)
        for item in self.items:
            if not item.in_top:
                self._draw_mark(canvas, item, self.look.rest)
        # The best lies on top where marks cover each other.
        for item in reversed(self.top):
            self._draw_mark(canvas, item, self.look.chosen)
        for item, label, box in zip(self.named, self.labels, self.places, strict=True):
            others = [disc for key, disc in self.discs.items() if key != item.improvement]
            draw_label(canvas, label, box, others)
        for item, lines in zip(self.named, names, strict=False):
            about = {"improvement": item.improvement}
            canvas.words((0, bottom + 6), lines, Type(self.size, self._ink(item)), about)
            bottom += len(lines) * high + 6
        ringed = [disc for key, disc in self.discs.items() if key == self.selected]
        canvas.ring([((disc.x, disc.y), disc.radius + _RING) for disc in ringed])
        scales = {"effort": self.plane.scale("x"), "impact": self.plane.scale("y")}
        return canvas.drawing(self.message(), scales)

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

    def _plane(self) -> Plane:
        top = _HEADING
        if self._is_heaped:
            rows = 1 + max(row for *_, row in self.key)
            top = rows * (2 * self.largest + 4) + len(self.heading) * self._line + 12
        box = Box(LEFT, top, self.width, top + (_LOW if self.is_narrow else _HEIGHT))
        efforts = _ticks([item.effort for item in self.items])
        impacts = _ticks([item.impact for item in self.items])
        return Plane(self.look, box, efforts, impacts, inset=self.largest)

    def _grow(self) -> list[Box]:
        """Make the plot taller until every name has its place."""
        names = [self._name(item) for item in self.named]
        box = self.plane.box
        self._lay_out(names)
        least = height_for(self.labels, box.right - box.left)
        if least > box.bottom - box.top:
            self.plane.box = Box(box.left, box.top, box.right, box.top + least)
        while True:
            self._lay_out(names)
            named = {item.improvement for item in self.named}
            others = [disc for key, disc in self.discs.items() if key not in named]
            places = placed(self.labels, others, self.plane.box, self.look)
            if places is not None:
                return places
            self.plane.box = taller(self.plane.box)

    def _lay_out(self, names: list[list[str]]) -> None:
        """Work out where the marks lie; a mark's area stands for the gap."""
        self.discs = {
            item.improvement: Disc(
                self.plane.x(item.effort), self.plane.y(item.impact), self._radius(item.gap)
            )
            for item in self.items
        }
        self.labels = [
            self._label(item, lines) for item, lines in zip(self.named, names, strict=True)
        ]

    def _label(self, item: Item, lines: list[str]) -> Label:
        disc, size = self.discs[item.improvement], self.look.small if self.is_narrow else self.size
        if item.improvement == self.selected:
            disc = replace(disc, radius=disc.radius + _RING)
        return Label(lines, size, disc, self._ink(item), item.improvement)

    def _ink(self, item: Item) -> str:
        return self.look.ink if item.in_top else self.look.quiet

    def _name(self, item: Item) -> list[str]:
        if self.is_narrow:
            return [str(item.rank)]
        wide = min(_NAME, _SHARE * self.width)
        return wrap(f"{item.rank}{NO_BREAK} {item.title}", wide, self.size)

    def _names_below(self) -> list[list[str]]:
        return [
            wrap(f"{item.rank}{NO_BREAK} {item.title}", self.width, self.size)
            for item in self.named
        ]

    def _radius(self, gap: float) -> float:
        share = max(gap, 0.0) / self.widest if self.widest > 0 else 0.0
        return max(_SMALLEST, self.largest * math.sqrt(share))

    @property
    def _line(self) -> int:
        return line_height(self.look.small)

    @property
    def _is_heaped(self) -> bool:
        """Whether the key stands above the title of the axis, since it does not fit beside it."""
        if self.look.width is None or not self.key:
            return False
        heading = block_width(self.heading, self.look.small)
        return heading + 24 + sum(wide for *_, wide, _, _ in self.key) > self.width

    def _key(self) -> list[tuple[float, list[str], float, float, int]]:
        """Return gap, words, width, x and row of each entry that shows what the size means."""
        look, gaps = self.look, _key_gaps(self.widest)
        texts = [f"gap {number(gap)}" for gap in gaps]
        if texts:
            texts[-1] = f"gap {amount(gaps[-1], self.gap_unit, 0)}"
        room = self.width - 2 * self.largest - 6
        words = [wrap(text, room, look.small) if look.width else [text] for text in texts]
        widths = [
            2 * self._radius(gap) + 6 + block_width(lines, look.small) + 20
            for gap, lines in zip(gaps, words, strict=True)
        ]
        places = flow(widths, self.width)
        return [
            (gap, lines, wide, x, row)
            for gap, lines, wide, (x, row) in zip(gaps, words, widths, places, strict=True)
        ]

    def _draw_heading(self, canvas: Canvas) -> None:
        """Name the axis, and show what the size means: beside the name, or else above it."""
        look, top = self.look, self.plane.box.top
        y = top - 12 - len(self.heading) * self._line
        canvas.words((0, y), self.heading, Type(look.small))
        quiet = Type(look.small, colour=look.quiet)
        right = self.width
        for gap, lines, wide, x, row in reversed(self.key):
            radius, words = self._radius(gap), wide - 26 - 2 * self._radius(gap)
            if self._is_heaped:
                middle, left = (row + 0.5) * (2 * self.largest + 4), x + 2 * radius + 6
            else:
                middle, left = top - 28 + self._line / 2, right - words
            canvas.words((left, middle - len(lines) * self._line / 2), lines, quiet)
            place = (left - radius - 6, middle)
            canvas.mark(place, Symbol("circle", math.pi * radius**2, look.rest))
            right = place[0] - radius - 20

    def _draw_mark(self, canvas: Canvas, item: Item, colour: str) -> None:
        disc = self.discs[item.improvement]
        figures = {"effort": item.effort, "impact": item.impact, "gap": item.gap}
        canvas.mark(
            (disc.x, disc.y),
            Symbol("circle", math.pi * disc.radius**2, colour),
            Meaning(f"{item.rank}. {item.title}: {self._figures(item)}", figures),
            {"improvement": item.improvement},
        )


def _ticks(figures: Sequence[float]) -> list[float]:
    """Return round figures around all of the figures, from zero if that is not far off."""
    low, high = min(figures), max(figures)
    if are_one(high, 0.0) and are_one(low, 0.0):
        return [0.0, 1.0]
    alike = are_one(low, high)
    if low > high * _FAR_FROM_ZERO and not alike:
        return round_figures(low, high, _TICKS)
    return round_figures(min(0.0, low), 2 * high if alike else high, _TICKS)


def _key_gaps(widest: float) -> list[float]:
    """Return two or three round gaps that show what the size means."""
    return [gap for gap in (5.0, 10.0, 20.0, 40.0) if gap <= widest][-2:]
