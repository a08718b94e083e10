"""Why they are the TOP N: what each criterion adds to the score."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from itertools import pairwise
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Message, Type
from cx_workbench.charts.figures import basis, cells_of, items_of, parts_of, top_name
from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import (
    NO_BREAK,
    amount,
    capital,
    clean,
    days,
    listed,
    number,
    percent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.canvas import Point
    from cx_workbench.charts.figures import Item, Part
    from cx_workbench.rank.model import Criterion, Ranking

_NAMES, _GUTTER, _BARS, _SCORE = 320.0, 24.0, 480.0, 96.0
_LEFT, _WIDTH = _NAMES + _GUTTER, _NAMES + _GUTTER + _BARS + _SCORE
_BAR, _ROOM, _SWATCH, _LABEL = 26.0, 22.0, 14.0, 44.0
#: Share of the colour that the first and the last criterion get: one hue, told apart in grey.
_DARKEST, _PALEST = 1.0, 0.2
_EXACT = 1e-6


def contributions(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw what each criterion adds to the scores of the TOP N.

    Where the contributions add up to the score (``additive``), they are stacked. Other methods
    do not add up: then each criterion gets a column with its value, from 0 (the worst anchor)
    to 1 (the best).

    Parameters
    ----------
    ranking
        The ``contributions`` of its TOP N are drawn.
    look
        Colours and sizes.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = contributions(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... adds most to the scores of the TOP 5: ...'
    """
    parts = parts_of(ranking)
    items = [item for item in items_of(ranking) if item.in_top]
    if not items:
        return nothing_ranked(ranking, look)
    adds_up = all(_adds_up(item, parts.get(item.improvement, [])) for item in items)
    bars = _Stacks(ranking, look) if adds_up else _Columns(ranking, look)
    return bars.chart()


class _Bars(ABC):
    """Bars while they are laid out: names and figures on the left, scores on the right."""

    #: What the subtitle calls a bar.
    bar = ""

    def __init__(self, ranking: Ranking, look: Look) -> None:
        self.ranking = ranking
        self.look = look
        self.items = [item for item in items_of(ranking) if item.in_top]
        self.parts = parts_of(ranking)
        self.criteria = {clean(each.name): each for each in ranking.criteria}
        self.units = {name: clean(each.unit) for name, each in self.criteria.items()}
        self.decimals = _decimals([item.score for item in self.items])
        self.top = 0.0

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        look = self.look
        blocks = [self._block(item) for item in self.items]
        body, small = line_height(look.body), line_height(look.small)
        heights = [max(_BAR, len(name) * body + len(line) * small) for name, line in blocks]
        heading = self.heading_height()
        bottom = heading + sum(heights) + _ROOM * max(0, len(heights) - 1)
        canvas = Canvas(_WIDTH, bottom, look)
        self.draw_heading(canvas, heading, bottom)
        y = heading
        for item, (name, lines), height in zip(self.items, blocks, heights, strict=True):
            canvas.words((0, y), name, Type(look.body))
            canvas.words((0, y + len(name) * body), lines, Type(look.small, colour=look.quiet))
            self.draw_bars(canvas, item, y + height / 2)
            y += height + _ROOM
        return canvas.chart(self._message())

    @abstractmethod
    def heading_height(self) -> float:
        """Return how much room the heading takes above the first bar."""

    @abstractmethod
    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw what stands above the bars, and the zero line down to ``bottom``."""

    @abstractmethod
    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Draw the bars of an improvement, half-way down its row."""

    @abstractmethod
    def finding(self) -> str:
        """Return the finding as a sentence."""

    def of(self, item: Item) -> list[Part]:
        """Return an improvement's parts in the order of the criteria."""
        order = list(self.criteria)
        own = [part for part in self.parts.get(item.improvement, []) if part.criterion in order]
        return sorted(own, key=lambda part: order.index(part.criterion))

    def draw_score(self, canvas: Canvas, item: Item, place: Point) -> None:
        """Write the score beside its bars, and say what it is with the first."""
        if math.isfinite(item.score):
            what = "score " if item is self.items[0] else ""
            text = f"{what}{number(item.score, self.decimals)}"
            left, middle = place
            upper = (left, middle - line_height(self.look.body) / 2)
            canvas.words(upper, [text], Type(self.look.body, bold=True))

    def group(self) -> str:
        """Return what the chosen are called together, or the one's name."""
        return top_name(self.items) if len(self.items) > 1 else self.items[0].title

    def praised(self, criterion: str) -> str:
        """Return what is good about a criterion: ``low effort``, where less is better."""
        yardstick = self.criteria[criterion]
        return f"low {criterion}" if yardstick.best < yardstick.worst else criterion

    def _block(self, item: Item) -> tuple[list[str], list[str]]:
        name = wrap(f"{item.rank}{NO_BREAK} {item.title}", _NAMES, self.look.body)
        return name, wrap(self._figures(item), _NAMES, self.look.small, even=False)

    def _figures(self, item: Item) -> str:
        return ", ".join(
            f"{part.criterion}{NO_BREAK}{amount(part.figure, self.units[part.criterion])}"
            for part in self.of(item)
            if math.isfinite(part.figure)
        )

    def _message(self) -> Message:
        weights = [abs(each.weight) for each in self.criteria.values()]
        total = sum(weights) or 1.0
        yardsticks = [_yardstick(each, total) for each in self.criteria.values()]
        cells = cells_of(self.ranking).values()
        drawn = f"{self.bar}: {listed(yardsticks or ['none'])}. {basis(self.ranking, cells)}"
        details = " ".join(self._said(item) for item in self.items)
        return Message(self.finding(), drawn, details)

    def _said(self, item: Item) -> str:
        score = f"score {number(item.score, self.decimals)}" if math.isfinite(item.score) else ""
        parts = ", ".join(self.said(part) for part in self.of(item))
        return f"{item.rank}. {item.title}: {'; '.join(filter(None, [score, parts]))}."

    @abstractmethod
    def said(self, part: Part) -> str:
        """Return a bar in words."""


class _Stacks(_Bars):
    """Contributions that add up: one bar for each improvement, a segment for each criterion."""

    bar = "What each criterion adds to the score, with its weight and its worst and best figure"

    def heading_height(self) -> float:
        """Return the room that the key takes."""
        rows = 1 + max((row for _, row, _ in self._key()), default=0)
        return rows * 22.0 + 14

    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw the key and the zero line."""
        look = self.look
        for x, row, name in self._key():
            y = row * 22.0
            canvas.box(Box(x, y + 1, x + _SWATCH, y + 1 + _SWATCH), self._shade(name))
            canvas.words((x + _SWATCH + 6, y), [name], Type(look.small))
        zero = self._x(0)
        colour = look.ink if self._domain()[0] < 0 else look.line
        canvas.line((zero, top - 8), (zero, bottom + 8), colour)

    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Stack the segments: what adds to the right of zero, what takes away to the left."""
        ends = {True: 0.0, False: 0.0}
        for part in self.of(item):
            positive = part.contribution >= 0
            start = ends[positive]
            ends[positive] = start + part.contribution
            self._draw_segment(canvas, item, part, (start, ends[positive]), middle)
        self.draw_score(canvas, item, (self._x(ends[True]) + 10, middle))

    def finding(self) -> str:
        """Say which criterion adds most to the scores, on average."""
        count = len(self.items)
        means = {
            name: sum(
                part.contribution
                for item in self.items
                for part in self.of(item)
                if part.criterion == name
            )
            / count
            for name in self.criteria
        }
        score = sum(item.score for item in self.items) / count
        if not means:
            return f"{self.items[0].title} leads the {top_name(self.items)}"
        most = max(means, key=lambda name: means[name])
        share = f"{number(means[most], 2)} of {number(score, 2)}"
        praised = capital(self.praised(most))
        if count == 1:
            return f"{praised} adds most to the score of {self.group()}: {share}"
        return f"{praised} adds most to the scores of the {self.group()}: {share} on average"

    def said(self, part: Part) -> str:
        """Return a segment in words."""
        return f"{part.criterion} adds {number(part.contribution, 2)}"

    def _draw_segment(
        self, canvas: Canvas, item: Item, part: Part, ends: tuple[float, float], middle: float
    ) -> None:
        left, right = sorted((self._x(ends[0]), self._x(ends[1])))
        shade, text = self._shade(part.criterion), number(part.contribution, 2)
        # A gap of one pixel keeps neighbours apart, in grey too.
        box = Box(left, middle - _BAR / 2, max(left, right - 1), middle + _BAR / 2)
        said = f"{item.title}: {self.said(part)}"
        canvas.box(
            box, shade, Meaning(said, {"contribution": part.contribution, "value": part.value})
        )
        if right - left > text_width(text, self.look.small) + 6:
            place = ((left + right) / 2, middle - line_height(self.look.small) / 2)
            ink = self.look.ink_on(shade)
            small = self.look.small
            canvas.words(place, [text], Type(small, colour=ink, align="center", spoken=False))

    def _key(self) -> list[tuple[float, int, str]]:
        """Return x, row and name of each entry, in as many rows as they take."""
        entries: list[tuple[float, int, str]] = []
        x, row = _LEFT, 0
        for name in self.criteria:
            wide = _SWATCH + 6 + text_width(name, self.look.small) + 20
            if x > _LEFT and x + wide > _LEFT + _BARS:
                x, row = _LEFT, row + 1
            entries.append((x, row, name))
            x += wide
        return entries

    def _shade(self, criterion: str) -> str:
        place = list(self.criteria).index(criterion) / max(1, len(self.criteria) - 1)
        return self.look.tint(self.look.chosen, _DARKEST + (_PALEST - _DARKEST) * place)

    def _domain(self) -> tuple[float, float]:
        parts = [[part.contribution for part in self.of(item)] for item in self.items]
        low = min((sum(min(0.0, each) for each in own) for own in parts), default=0.0)
        high = max((sum(max(0.0, each) for each in own) for own in parts), default=0.0)
        return low, high if high > low else low + 1.0

    def _x(self, contribution: float) -> float:
        low, high = self._domain()
        return _LEFT + _BARS * (contribution - low) / (high - low)


class _Columns(_Bars):
    """Values that do not add up: a column of bars for each criterion, from 0 to 1."""

    bar = "Value of each criterion from 0 to 1, with its weight and its worst and best figure"

    def heading_height(self) -> float:
        """Return the room that the names of the columns take."""
        lines = max([1, *(len(self._head(name)) for name in self.criteria)])
        return lines * line_height(self.look.small) + 14.0

    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Name the columns, and draw their zero lines."""
        look = self.look
        domain = self._domain()
        for name, left in self._lefts().items():
            lines = self._head(name)
            place = (left, top - 14 - len(lines) * line_height(look.small))
            canvas.words(place, lines, Type(look.small))
            zero = self._x(left, 0)
            colour = look.ink if domain[0] < 0 else look.line
            canvas.line((zero, top - 8), (zero, bottom + 8), colour)

    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Draw the value of each criterion in its column."""
        look, lefts = self.look, self._lefts()
        half = line_height(look.small) / 2
        for part in self.of(item):
            left = lefts[part.criterion]
            if not math.isfinite(part.value):
                place = (left, middle - half)
                canvas.words(place, [NOT_MEASURED], Type(look.small, colour=look.quiet))
                continue
            ends = sorted((self._x(left, 0), self._x(left, part.value)))
            box = Box(ends[0], middle - _BAR / 2, ends[1], middle + _BAR / 2)
            said = f"{item.title}: {self.said(part)}"
            canvas.box(box, look.chosen, Meaning(said, {"value": part.value}))
            place = (ends[1] + 6, middle - half)
            canvas.words(place, [number(part.value, 2)], Type(look.small, spoken=False))
        self.draw_score(canvas, item, (_LEFT + _BARS, middle))

    def finding(self) -> str:
        """Say on which criterion the chosen do best, on average."""
        means = {
            name: sum(known) / len(known) for name in self.criteria if (known := self._values(name))
        }
        if not means:
            return f"{self.items[0].title} leads the {top_name(self.items)}"
        best = max(means, key=lambda name: means[name])
        share = f"{number(means[best], 2)} of 1"
        if len(self.items) == 1:
            return f"{self.group()} does best on {self.praised(best)}: {share}"
        return f"The {self.group()} do best on {self.praised(best)}: {share} on average"

    def said(self, part: Part) -> str:
        """Return a bar in words."""
        value = number(part.value, 2) if math.isfinite(part.value) else NOT_MEASURED
        return f"{part.criterion} {value}"

    def _values(self, criterion: str) -> list[float]:
        parts = [part for item in self.items for part in self.of(item)]
        values = [part.value for part in parts if part.criterion == criterion]
        return [value for value in values if math.isfinite(value)]

    def _head(self, name: str) -> list[str]:
        return wrap(name, self._step() - 12, self.look.small, bold=False)

    def _step(self) -> float:
        return _BARS / max(1, len(self.criteria))

    def _lefts(self) -> dict[str, float]:
        return {name: _LEFT + self._step() * place for place, name in enumerate(self.criteria)}

    def _domain(self) -> tuple[float, float]:
        values = [value for name in self.criteria for value in self._values(name)]
        return min([0.0, *values]), max([1.0, *values])

    def _x(self, left: float, value: float) -> float:
        low, high = self._domain()
        return left + (self._step() - _LABEL) * (value - low) / (high - low)


def _adds_up(item: Item, parts: Sequence[Part]) -> bool:
    total = sum(part.contribution for part in parts)
    return abs(total - item.score) <= _EXACT * max(1.0, abs(item.score))


def _decimals(scores: Sequence[float]) -> int:
    """Return how many decimals tell neighbours apart, within reason."""
    pairs = [pair for pair in pairwise(scores) if pair[0] != pair[1]]
    enough = (n for n in (2, 3) if all(round(a, n) != round(b, n) for a, b in pairs))
    return next(enough, 4)


def _yardstick(criterion: Criterion, total: float) -> str:
    ends = f"{days(criterion.worst)} to {days(criterion.best)} {clean(criterion.unit)}"
    weight = percent(criterion.weight / total)
    return f"{clean(criterion.name)} {weight} ({ends.replace(' ', NO_BREAK)})"
