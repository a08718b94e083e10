"""Contributions that add up to the score."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Meaning, Type
from cx_workbench.charts.contribution_rows import BAR, BETWEEN, Rows
from cx_workbench.charts.figures import top_name
from cx_workbench.charts.layout import flow
from cx_workbench.charts.lettering import text_width
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import capital, number

if TYPE_CHECKING:
    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.figures import Item, Part

_SWATCH = 14.0
#: Share of the colour that the first and the last criterion get: one hue, told apart in grey.
_DARKEST, _PALEST = 1.0, 0.2


class Stacks(Rows):
    """Contributions that add up: one bar for each improvement, a segment for each criterion."""

    bar = "What each criterion adds to the score, with its weight and its worst and best figure"

    def heading_height(self) -> float:
        """Return the room that the key takes."""
        rows = 1 + max((row for _, row, _ in self._key()), default=0)
        return rows * BETWEEN + 14

    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw the key and the zero line."""
        look = self.look
        for x, row, name in self._key():
            y = row * BETWEEN
            canvas.box(Box(x, y + 1, x + _SWATCH, y + 1 + _SWATCH), self._shade(name))
            canvas.words((x + _SWATCH + 6, y), [name], Type(look.small))
        if not self.stacked:
            self._draw_zero(canvas, top - 8, bottom + 8)

    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Stack the segments: what adds to the right of zero, what takes away to the left."""
        ends = {True: 0.0, False: 0.0}
        if self.stacked:
            self._draw_zero(canvas, middle - BAR / 2 - 3, middle + BAR / 2 + 3)
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

    def _draw_zero(self, canvas: Canvas, top: float, bottom: float) -> None:
        zero, look = self._x(0), self.look
        colour = look.ink if self._domain[0] < 0 else look.line
        canvas.line((zero, top), (zero, bottom), colour)

    def _draw_segment(
        self, canvas: Canvas, item: Item, part: Part, ends: tuple[float, float], middle: float
    ) -> None:
        left, right = sorted((self._x(ends[0]), self._x(ends[1])))
        shade, text = self._shade(part.criterion), number(part.contribution, 2)
        # A gap of one pixel keeps neighbours apart, in grey too.
        box = Box(left, middle - BAR / 2, max(left, right - 1), middle + BAR / 2)
        said = f"{item.title}: {self.said(part)}"
        about = {"improvement": item.improvement}
        figures = {"contribution": part.contribution, "value": part.value}
        canvas.box(box, shade, Meaning(said, figures), about)
        if right - left > text_width(text, self.look.small) + 6:
            place = ((left + right) / 2, middle - line_height(self.look.small) / 2)
            ink = self.look.ink_on(shade)
            lettering = Type(self.look.small, colour=ink, align="center", spoken=False)
            canvas.words(place, [text], lettering, about)

    def _key(self) -> list[tuple[float, int, str]]:
        """Return x, row and name of each entry, in as many rows as they take."""
        small = self.look.small
        widths = [_SWATCH + 6 + text_width(name, small) + 20 for name in self.criteria]
        places = flow(widths, self.bars)
        return [
            (self.left + x, row, name) for name, (x, row) in zip(self.criteria, places, strict=True)
        ]

    def _shade(self, criterion: str) -> str:
        place = list(self.criteria).index(criterion) / max(1, len(self.criteria) - 1)
        return self.look.tint(self.look.chosen, _DARKEST + (_PALEST - _DARKEST) * place)

    @cached_property
    def _domain(self) -> tuple[float, float]:
        parts = [[part.contribution for part in self.of(item)] for item in self.shown]
        low = min((sum(min(0.0, each) for each in own) for own in parts), default=0.0)
        high = max((sum(max(0.0, each) for each in own) for own in parts), default=0.0)
        return low, high if high > low else low + 1.0

    def _x(self, contribution: float) -> float:
        low, high = self._domain
        return self.left + self.bars * (contribution - low) / (high - low)
