"""Values of the criteria that do not add up to the score."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Meaning, Type
from cx_workbench.charts.contribution_rows import BAR, Rows
from cx_workbench.charts.figures import top_name
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import number

if TYPE_CHECKING:
    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.figures import Item, Part

#: Room for the figure at the end of a bar.
_LABEL = 44.0
#: Width that a column needs for its name, or for saying that it is not measured.
_LEAST = 96.0
#: In lines, the share of their width that the names of criteria take, and the height of a bar.
_NAMES, _THIN = 0.3, 16.0


class _Values(Rows):
    """Values of the criteria from 0 (the worst anchor) to 1 (the best)."""

    bar = "Value of each criterion from 0 to 1, with its weight and its worst and best figure"

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

    @cached_property
    def domain(self) -> tuple[float, float]:
        """The least and the greatest value that is drawn, 0 and 1 at least."""
        parts = [part.value for item in self.shown for part in self.of(item)]
        values = [value for value in parts if math.isfinite(value)]
        return min([0.0, *values]), max([1.0, *values])

    def draw_value(self, canvas: Canvas, item: Item, part: Part, box: Box) -> None:
        """Draw a bar and its figure, or say at its left end that it is not measured."""
        look, about = self.look, {"improvement": item.improvement}
        upper = (box.top + box.bottom - line_height(look.small)) / 2
        if not math.isfinite(part.value):
            quiet = Type(look.small, colour=look.quiet)
            canvas.words((box.left, upper), [NOT_MEASURED], quiet, about)
            return
        said = f"{item.title}: {self.said(part)}"
        canvas.box(box, look.chosen, Meaning(said, {"value": part.value}), about)
        figure = [number(part.value, 2)]
        canvas.words((box.right + 6, upper), figure, Type(look.small, spoken=False), about)


class Columns(_Values):
    """A column of bars for each criterion."""

    @property
    def is_narrow(self) -> bool:
        """Whether a given width leaves a column too little for its words."""
        return self.look.width is not None and self._step() < _LEAST

    def heading_height(self) -> float:
        """Return the room that the names of the columns take."""
        lines = max([1, *(len(self._head(name)) for name in self.criteria)])
        return lines * line_height(self.look.small) + 14.0

    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Name the columns, and draw their zero lines."""
        look = self.look
        for name, left in self._lefts().items():
            lines = self._head(name)
            place = (left, top - 14 - len(lines) * line_height(look.small))
            canvas.words(place, lines, Type(look.small))
            zero = self._x(left, 0)
            colour = look.ink if self.domain[0] < 0 else look.line
            canvas.line((zero, top - 8), (zero, bottom + 8), colour)

    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Draw the value of each criterion in its column."""
        lefts = self._lefts()
        for part in self.of(item):
            left = lefts[part.criterion]
            ends = sorted((self._x(left, 0), self._x(left, part.value)))
            self.draw_value(
                canvas, item, part, Box(ends[0], middle - BAR / 2, ends[1], middle + BAR / 2)
            )
        self.draw_score(canvas, item, (self.left + self.bars, middle))

    def _head(self, name: str) -> list[str]:
        return wrap(name, self._step() - 12, self.look.small, bold=False)

    def _step(self) -> float:
        return self.bars / max(1, len(self.criteria))

    def _lefts(self) -> dict[str, float]:
        return {name: self.left + self._step() * place for place, name in enumerate(self.criteria)}

    def _x(self, left: float, value: float) -> float:
        low, high = self.domain
        return left + (self._step() - _LABEL) * (value - low) / (high - low)


class Lines(_Values):
    """The criteria one below the other, where there is no room for columns."""

    def heading_height(self) -> float:
        """Return no room: each bar is named beside it."""
        return 0.0

    def draw_heading(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw nothing above the bars."""

    def bars_height(self, item: Item) -> float:
        """Return the room that the lines take."""
        return sum(self._height(part) for part in self.of(item))

    def draw_bars(self, canvas: Canvas, item: Item, middle: float) -> None:
        """Draw a line for each criterion: its name, its bar, its value."""
        look, y = self.look, middle - self.bars_height(item) / 2
        about = {"improvement": item.improvement}
        for part in self.of(item):
            name, centre = self._name(part), y + self._height(part) / 2
            upper = centre - len(name) * line_height(look.small) / 2
            canvas.words((self.left, upper), name, Type(look.small), about)
            ends = sorted((self._x(0), self._x(part.value)))
            self.draw_value(
                canvas, item, part, Box(ends[0], centre - _THIN / 2, ends[1], centre + _THIN / 2)
            )
            y += self._height(part)
        self.draw_score(canvas, item, (self.left + self.bars, middle))

    def _name(self, part: Part) -> list[str]:
        return wrap(part.criterion, _NAMES * self.bars - 8, self.look.small)

    def _height(self, part: Part) -> float:
        return max(BAR, len(self._name(part)) * line_height(self.look.small) + 4.0)

    def _x(self, value: float) -> float:
        low, high = self.domain
        return self._start + (self._end - self._start) * (value - low) / (high - low)

    @property
    def _start(self) -> float:
        return self.left + _NAMES * self.bars

    @property
    def _end(self) -> float:
        return self.left + self.bars - _LABEL
