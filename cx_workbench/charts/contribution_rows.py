"""The rows of the picture of contributions: names and figures, and where their bars stand."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from itertools import pairwise
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import basis, cells_of, items_of, parts_of, top_name
from cx_workbench.charts.layout import is_stacked
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import NO_BREAK, amount, clean, days, listed, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cx_workbench.charts.canvas import Point
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Item, Part
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Criterion, Ranking

_WIDTH, _GUTTER, _SCORE = 920.0, 24.0, 96.0
#: Share of the width that the names take beside the bars.
_NAMES = 320 / 920
#: Height of a bar, room between two improvements, and between words and the bars below them.
BAR, BETWEEN, _ABOVE = 26.0, 22.0, 6.0


class Rows(ABC):
    """Bars while they are laid out: names and figures on the left, scores on the right."""

    #: What the subtitle calls a bar.
    bar = ""

    def __init__(self, ranking: Ranking, look: Look, selected: str | None) -> None:
        self.ranking = ranking
        self.look = look
        self.selected = selected
        every = items_of(ranking)
        self.items = [item for item in every if item.in_top]
        # Why one is not among them shows beside them, and is no part of the finding.
        self.shown = [item for item in every if item.in_top or item.improvement == selected]
        self.criteria = {clean(each.name): each for each in ranking.criteria}
        self.units = {name: clean(each.unit) for name, each in self.criteria.items()}
        self.parts = self._parts(parts_of(ranking, [item.improvement for item in self.shown]))
        self.decimals = _decimals([item.score for item in self.items])
        self.width = look.width or _WIDTH
        self.stacked = is_stacked(look)
        self.names = self.width if self.stacked else _NAMES * self.width
        self.left = 0.0 if self.stacked else self.names + _GUTTER
        self.bars = self.width - self.left - _SCORE

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look = self.look
        blocks = [self._block(item) for item in self.shown]
        body, small = line_height(look.body), line_height(look.small)
        texts = [len(name) * body + len(line) * small for name, line in blocks]
        bars = [self.bars_height(item) for item in self.shown]
        pairs = list(zip(texts, bars, strict=True))
        heights = [text + _ABOVE + bar if self.stacked else max(text, bar) for text, bar in pairs]
        heading = self.heading_height()
        bottom = heading + sum(heights) + BETWEEN * max(0, len(heights) - 1)
        canvas = Canvas(self.width, bottom, look)
        self.draw_heading(canvas, heading, bottom)
        y, name_type, quiet = heading, Type(look.body), Type(look.small, colour=look.quiet)
        outlined = []
        rows = zip(self.shown, blocks, heights, bars, strict=True)
        for item, (name, lines), height, bar in rows:
            about = {"improvement": item.improvement}
            canvas.words((0, y), name, name_type, about)
            canvas.words((0, y + len(name) * body), lines, quiet, about)
            self.draw_bars(canvas, item, y + height - bar / 2 if self.stacked else y + height / 2)
            if item.improvement == self.selected:
                outlined.append(Box(-6, y - 6, self.width + 6, y + height + 6))
            y += height + BETWEEN
        canvas.outline(outlined)
        return canvas.drawing(self._message())

    def bars_height(self, item: Item) -> float:
        """Return how much room an improvement's bars take."""
        del item
        return BAR

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
        return self.parts.get(item.improvement, [])

    def draw_score(self, canvas: Canvas, item: Item, place: Point) -> None:
        """Write the score beside its bars, and say what it is with the first."""
        if math.isfinite(item.score):
            what = "score " if item is self.shown[0] else ""
            text = f"{what}{number(item.score, self.decimals)}"
            left, middle = place
            upper = (left, middle - line_height(self.look.body) / 2)
            about = {"improvement": item.improvement}
            canvas.words(upper, [text], Type(self.look.body, bold=True), about)

    def group(self) -> str:
        """Return what the chosen are called together, or the one's name."""
        return top_name(self.items) if len(self.items) > 1 else self.items[0].title

    def praised(self, criterion: str) -> str:
        """Return what is good about a criterion: ``low effort``, where less is better."""
        yardstick = self.criteria[criterion]
        return f"low {criterion}" if yardstick.best < yardstick.worst else criterion

    def _parts(self, parts: Mapping[str, list[Part]]) -> dict[str, list[Part]]:
        order = {name: place for place, name in enumerate(self.criteria)}
        return {
            improvement: sorted(
                (part for part in own if part.criterion in order),
                key=lambda part: order[part.criterion],
            )
            for improvement, own in parts.items()
        }

    def _block(self, item: Item) -> tuple[list[str], list[str]]:
        name = wrap(f"{item.rank}{NO_BREAK} {item.title}", self.names, self.look.body)
        return name, wrap(self._figures(item), self.names, self.look.small, even=False)

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


def _decimals(scores: Sequence[float]) -> int:
    """Return how many decimals tell neighbours apart, within reason."""
    pairs = [pair for pair in pairwise(scores) if pair[0] != pair[1]]
    enough = (n for n in (2, 3) if all(round(a, n) != round(b, n) for a, b in pairs))
    return next(enough, 4)


def _yardstick(criterion: Criterion, total: float) -> str:
    ends = f"{days(criterion.worst)} to {days(criterion.best)} {clean(criterion.unit)}"
    weight = percent(criterion.weight / total)
    return f"{clean(criterion.name)} {weight} ({ends.replace(' ', NO_BREAK)})"
