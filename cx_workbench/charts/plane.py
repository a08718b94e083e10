"""A plot with two axes, and the names of the marks in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from cx_workbench.charts.canvas import Box, Type
from cx_workbench.charts.labels import is_led, nearest, place_labels
from cx_workbench.charts.layout import every
from cx_workbench.charts.lettering import block_width, text_width, wrap
from cx_workbench.charts.theme import Look, line_height
from cx_workbench.charts.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.charts.canvas import Align, Canvas
    from cx_workbench.charts.label_geometry import Disc

#: The plot begins this far from the left edge, and grows by this much for its names.
LEFT, _TALLER = 52.0, 80.0
#: Share of the plot that names may fill at most.
_FULL = 0.5


class Label(NamedTuple):
    """The name of a mark: its lines, their size, the mark, colour, and whom it stands for."""

    lines: list[str]
    size: int
    mark: Disc
    colour: str = ""
    improvement: str = ""

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height."""
        high = len(self.lines) * line_height(self.size)
        return block_width(self.lines, self.size), float(high)


class Plane:
    """A plot in pixels, with round figures along both of its axes.

    Parameters
    ----------
    look
        Colours, sizes and width.
    box
        Where the plot lies.
    across, up
        The figures at the axes, in rising order; the first and the last bound the plot.
    inset
        How far the bounds keep from the plot's edges, in pixels.
    """

    def __init__(
        self,
        look: Look,
        box: Box,
        across: Sequence[float],
        up: Sequence[float],
        *,
        inset: float = 0.0,
    ) -> None:
        self.look = look
        self.box = box
        self.across = across
        self.up = up
        self.inset = inset

    def x(self, figure: float) -> float:
        """Return where a figure lies from left to right."""
        low, high = self.across[0], self.across[-1]
        inner = self.box.right - self.box.left - 2 * self.inset
        return self.box.left + self.inset + inner * (figure - low) / (high - low)

    def y(self, figure: float) -> float:
        """Return where a figure lies from top to bottom."""
        low, high = self.up[0], self.up[-1]
        inner = self.box.bottom - self.box.top - 2 * self.inset
        return self.box.bottom - self.inset - inner * (figure - low) / (high - low)

    def scale(self, axis: str) -> dict[str, list[float]]:
        """Return two points of an axis, ``x`` or ``y``, in pixels and as figures."""
        ticks, place = (self.across, self.x) if axis == "x" else (self.up, self.y)
        ends = [float(ticks[0]), float(ticks[-1])]
        return {"pixels": [round(place(end), 2) for end in ends], "figures": ends}

    def title_below(self, text: str) -> list[str]:
        """Break the title of the lower axis into lines."""
        return wrap(text, self.box.right, self.look.small)

    def below(self, text: str) -> float:
        """Return the height of what stands below the plot."""
        return (1 + len(self.title_below(text))) * line_height(self.look.small) + 12.0

    def draw(self, canvas: Canvas, below: str, *, align_last: Align = "center") -> None:
        """Draw lines and figures, and the title of the lower axis."""
        look, box, small = self.look, self.box, self.look.small
        half, places = line_height(small) / 2, decimals(self.up)
        right = Type(small, colour=look.quiet, align="right")
        for figure in self.up:
            y = self.y(figure)
            canvas.line((box.left, y), (box.right, y), look.line)
            canvas.words((box.left - 8, y - half), [number(figure, places)], right)
        texts = [number(figure, decimals(self.across)) for figure in self.across]
        apart = (self.x(self.across[-1]) - self.x(self.across[0])) / (len(texts) - 1)
        each = every(texts, apart, small) if look.width else 1
        for place, (figure, text) in enumerate(zip(self.across, texts, strict=True)):
            x = self.x(figure)
            canvas.line((x, box.bottom), (x, box.bottom + 4), look.line)
            if place % each == 0:
                align: Align = align_last if figure == self.across[-1] else "center"
                lettering = Type(small, colour=look.quiet, align=align)
                canvas.words((x, box.bottom + 6), [text], lettering)
        title = (box.right, box.bottom + 8 + line_height(small))
        canvas.words(title, self.title_below(below), Type(small, align="right"))


def placed(
    labels: Sequence[Label], others: Sequence[Disc], plot: Box, look: Look
) -> list[Box] | None:
    """Find places for the names; ``None`` if the plot is too small for them."""
    marks, sizes = [label.mark for label in labels], [label.extent for label in labels]
    return place_labels(marks, sizes, others, plot, hasty=look.width is not None)


def height_for(labels: Sequence[Label], width: float) -> float:
    """Return the least height in which names may find room: there is no need to try less."""
    return sum(wide * high for wide, high in (each.extent for each in labels)) / (_FULL * width)


def taller(box: Box) -> Box:
    """Return the plot with more height."""
    return Box(box.left, box.top, box.right, box.bottom + _TALLER)


def draw_label(canvas: Canvas, label: Label, box: Box, others: Sequence[Disc]) -> None:
    """Write a name in its place, and lead to its mark from far or between others."""
    mark, high = label.mark, line_height(label.size)
    about = {"improvement": label.improvement} if label.improvement else {}
    if is_led(mark, box, others):
        canvas.leader((mark.x, mark.y), nearest(mark, box), about)
    for row, line in enumerate(label.lines):
        top = box.top + row * high
        right = box.left + text_width(line, label.size)
        canvas.plate(Box(box.left - 2, top, right + 2, top + high))
    canvas.words((box.left, box.top), label.lines, Type(label.size, label.colour), about)


def decimals(ticks: Sequence[float]) -> int:
    """Return how many decimals the ticks need.

    Examples
    --------
    >>> decimals([0.0, 0.25, 0.5])
    1
    """
    return max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
