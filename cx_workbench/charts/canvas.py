"""A sheet of paper in pixels, on which the pictures are laid out and which becomes one drawing.

Pictures with words in them need to know where every word ends, and Vega decides that only
while it draws. So the geometry is worked out here, by the letter widths of the shipped font,
and Vega-Lite gets marks in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from cx_workbench.charts.drawing import KINDS, Drawing, Layer
from cx_workbench.charts.lettering import block_width, wrap
from cx_workbench.charts.theme import LOOK, Look, line_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cx_workbench.charts.drawing import Message, Row, Style

Align: TypeAlias = Literal["left", "center", "right"]
Point: TypeAlias = tuple[float, float]
#: The improvement, persona or touchpoint that a mark stands for: their ids by these names.
About: TypeAlias = "Mapping[str, str]"

#: What stands where there is no figure.
NOT_MEASURED = "not measured"

#: Hatching: distance of the strokes, and their slope of 45 degrees.
_HATCH = 7
_NOTHING: About = MappingProxyType({})
_ORDER = {kind: place for place, kind in enumerate(KINDS)}
_LEADING_DOT = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; ``top`` is less than ``bottom``.

    Examples
    --------
    >>> Box(0, 0, 10, 10).overlaps(Box(8, 8, 20, 20))
    True
    """

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two have an area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether the other lies inside, edges included."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol such as ``circle``, ``diamond``, ``triangle-up``; its area in square pixels."""

    shape: str
    area: float
    fill: str
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set; ``spoken`` is whether screen readers read them."""

    size: int
    colour: str = ""
    bold: bool = False
    align: Align = "left"
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mark says to screen readers, and the figures that it stands for."""

    said: str
    figures: Mapping[str, object] = field(default_factory=dict)


class Canvas:
    """Collects shapes and words in pixels, and piles them up by kind.

    From the ground up: boxes, bands, lines, paths, marks, outlines, plates (clear ground under
    words), words. Within a kind, the style that was used first lies lowest.

    Parameters
    ----------
    width, height
        Size of the picture without title and margins, in pixels.
    look
        Colours, sizes and font.
    """

    def __init__(self, width: float, height: float, look: Look = LOOK) -> None:
        self.width = width
        self.height = height
        self.look = look
        self._layers: dict[tuple[str, bool, Style], list[Row]] = {}
        self._runs = 0

    def box(
        self, box: Box, fill: str, meaning: Meaning | None = None, about: About = _NOTHING
    ) -> None:
        """Draw a rectangle."""
        self._add("box", (), {**_edges(box), "fill": fill, **about}, meaning)

    def plate(self, box: Box) -> None:
        """Clear the ground under words that stand on something."""
        self._add("plate", (), {**_edges(box), "fill": self.look.paper})

    def line(self, start: Point, end: Point, colour: str, *, width: float = 1) -> None:
        """Draw a straight line."""
        self._add("line", (("strokeWidth", width),), _from_to(start, end, colour))

    def leader(self, start: Point, end: Point, about: About = _NOTHING) -> None:
        """Lead from a mark to its name, over other marks, with a dot on the mark."""
        look = self.look
        self._add("leader", (("strokeWidth", 1),), _from_to(start, end, look.ink))
        symbol = Symbol("circle", _LEADING_DOT, look.ink)
        self._add("dot", _outlined(symbol.shape, look.paper, 1), {**_at(start, symbol), **about})

    def path(self, points: Sequence[Point], colour: str, *, dash: tuple[int, ...] = ()) -> None:
        """Draw a line through several points."""
        self._runs += 1
        style: Style = (("stroke", colour), ("strokeWidth", 2), ("strokeDash", dash))
        for step, (x, y) in enumerate(points):
            row: Row = {"x": round(x, 2), "y": round(y, 2), "run": self._runs, "step": step}
            self._add("path", style, row)

    def band(self, edges: Sequence[tuple[float, float, float]], fill: str) -> None:
        """Fill between two edges that run down the page: (y, left, right) from top to bottom."""
        self._runs += 1
        style: Style = (("orient", "horizontal"), ("fill", fill))
        for y, left, right in edges:
            row: Row = {"x": round(left, 2), "x2": round(right, 2), "y": round(y, 2)}
            self._add("area", style, {**row, "run": self._runs})

    def mark(
        self,
        place: Point,
        symbol: Symbol,
        meaning: Meaning | None = None,
        about: About = _NOTHING,
    ) -> None:
        """Draw a symbol around a point."""
        style = _outlined(symbol.shape, symbol.outline or self.look.paper, 1.5)
        self._add("mark", style, {**_at(place, symbol), **about}, meaning)

    def outline(self, boxes: Sequence[Box]) -> None:
        """Outline what is selected; its layer is there even if nothing is.

        Selecting something then changes the data of a drawing, not its structure.
        """
        rows = self._layer("outline", (("filled", False), ("strokeWidth", 2)))
        rows += [{**_edges(box), "stroke": self.look.ink} for box in boxes]

    def ring(self, discs: Sequence[tuple[Point, float]]) -> None:
        """Draw rings around what is selected, by centre and radius, as `outline` does."""
        style: Style = (("shape", "circle"), ("filled", False), ("strokeWidth", 2), ("opacity", 1))
        for (x, y), radius in discs:
            area = round(math.pi * radius**2, 2)
            row: Row = {"x": round(x, 2), "y": round(y, 2), "area": area, "stroke": self.look.ink}
            self._layer("ring", style).append(row)
        self._layer("ring", style)

    def words(
        self, place: Point, lines: Sequence[str], lettering: Type, about: About = _NOTHING
    ) -> None:
        """Write lines; ``place`` is the upper end of the first, at the side of ``align``."""
        # A blank at the end keeps the words of two lines apart for searching and reading aloud;
        # in other than left-aligned lines it would be counted into the width.
        text = (" \n" if lettering.align == "left" else "\n").join(lines)
        colour = lettering.colour or self.look.ink
        row: Row = {"x": round(place[0], 2), "y": round(place[1], 2), "text": text, "fill": colour}
        self._add("text", _lettered(lettering, self.look.fonts), {**row, **about})

    def hatch(self, box: Box) -> None:
        """Hatch a rectangle: what is not measured."""
        wide, high = box.right - box.left, box.bottom - box.top
        offset = float(_HATCH)
        while offset < wide + high:
            start = (box.left + max(0, offset - high), box.top + min(offset, high))
            end = (box.left + min(offset, wide), box.top + max(0, offset - wide))
            self.line(start, end, self.look.line)
            offset += _HATCH

    def missing(self, box: Box, said: str, about: About = _NOTHING) -> None:
        """Hatch a rectangle and write in it that nothing is measured there."""
        look = self.look
        self.box(box, look.paper, Meaning(said), about)
        self.hatch(box)
        lines = wrap(NOT_MEASURED, box.right - box.left - 8, look.small)
        wide, high = block_width(lines, look.small), len(lines) * line_height(look.small)
        left, top = (box.left + box.right - wide) / 2, (box.top + box.bottom - high) / 2
        self.plate(Box(left - 4, top, left + wide + 4, top + high))
        align: Align = "left" if len(lines) == 1 else "center"
        place = (left if align == "left" else left + wide / 2, top)
        self.words(place, lines, Type(look.small, look.quiet, align=align, spoken=False), about)

    def drawing(
        self, message: Message, scales: Mapping[str, Mapping[str, list[float]]] | None = None
    ) -> Drawing:
        """Make the drawing: the layers from the ground up, and what they say."""
        piled = sorted(self._layers.items(), key=lambda layer: _ORDER[layer[0][0]])
        layers = tuple(
            Layer(f"{kind}-{number}", kind, is_said, style, tuple(rows))
            for number, ((kind, is_said, style), rows) in enumerate(piled)
        )
        return Drawing(self.width, self.height, self.look, layers, message, scales or {})

    def _add(self, kind: str, style: Style, row: Row, meaning: Meaning | None = None) -> None:
        """Put a mark on the layer of its style; one without a meaning is not read aloud."""
        if meaning is not None:
            row.update(meaning.figures, said=meaning.said)
        self._layer(kind, style, is_said=meaning is not None).append(row)

    def _layer(self, kind: str, style: Style, *, is_said: bool = False) -> list[Row]:
        return self._layers.setdefault((kind, is_said, style), [])


def _edges(box: Box) -> Row:
    return {
        "x": round(box.left, 2),
        "y": round(box.top, 2),
        "x2": round(box.right, 2),
        "y2": round(box.bottom, 2),
    }


def _from_to(start: Point, end: Point, colour: str) -> Row:
    return {**_edges(Box(*start, *end)), "stroke": colour}


def _at(place: Point, symbol: Symbol) -> Row:
    area = round(symbol.area, 2)
    return {"x": round(place[0], 2), "y": round(place[1], 2), "area": area, "fill": symbol.fill}


@lru_cache
def _outlined(shape: str, colour: str, width: float) -> Style:
    return (("shape", shape), ("stroke", colour), ("strokeWidth", width), ("opacity", 1))


@lru_cache
def _lettered(lettering: Type, fonts: str) -> Style:
    return (
        ("align", lettering.align),
        ("aria", lettering.spoken),
        ("baseline", "line-top"),
        ("font", fonts),
        ("fontSize", lettering.size),
        ("fontWeight", "bold" if lettering.bold else "normal"),
        ("lineBreak", "\n"),
        ("lineHeight", line_height(lettering.size)),
    )
