"""A sheet of paper in pixels, on which the pictures are laid out and which becomes one chart.

Pictures with words in them need to know where every word ends, and Vega decides that only
while it draws. So the geometry is worked out here, by the letter widths of the shipped font,
and Vega-Lite gets marks in pixels. What a study says travels as data values only, never as a
field name, expression or format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import altair as alt

from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.theme import LOOK, Look, line_height

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Align: TypeAlias = Literal["left", "center", "right"]
Point: TypeAlias = tuple[float, float]
#: Kind of mark, whether screen readers say it, and its style.
_Layer: TypeAlias = tuple[str, bool, tuple[tuple[str, object], ...]]

#: What stands where there is no figure.
NOT_MEASURED = "not measured"

_MARGIN = 24
_TITLE_GAP = 24
#: Hatching: distance of the strokes, and their slope of 45 degrees.
_HATCH = 7


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


@dataclass(frozen=True, slots=True)
class Message:
    """What a picture says in words.

    Attributes
    ----------
    finding
        The finding as a sentence, computed from the figures: the title.
    drawn
        What is drawn, of how many answers, and what the interval is: the subtitle.
    details
        The main figures as sentences, for people who cannot see the picture.
    """

    finding: str
    drawn: str
    details: str

    @property
    def description(self) -> str:
        """Everything that the picture says, for screen readers."""
        return f"{self.finding}. {self.drawn} {self.details}".strip()


class Canvas:
    """Collects shapes and words in pixels, and piles them up by kind.

    From the ground up: boxes, bands, lines, paths, marks, plates (clear ground under
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
        self._layers: dict[_Layer, list[dict[str, object]]] = {}
        self._runs = 0

    def box(self, box: Box, fill: str, meaning: Meaning | None = None) -> None:
        """Draw a rectangle."""
        place = {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}
        self._add("box", {**place, "fill": fill}, {}, meaning)

    def plate(self, box: Box) -> None:
        """Clear the ground under words that stand on something."""
        place = {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}
        self._add("plate", {**place, "fill": self.look.paper}, {})

    def line(self, start: Point, end: Point, colour: str, *, width: float = 1) -> None:
        """Draw a straight line."""
        place = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        self._add("line", {**place, "stroke": colour}, {"strokeWidth": width})

    def leader(self, start: Point, end: Point) -> None:
        """Lead from a mark to its name, over other marks, with a dot on the mark."""
        place = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        self._add("leader", {**place, "stroke": self.look.ink}, {"strokeWidth": 1})
        dot = {"x": start[0], "y": start[1], "area": 14, "fill": self.look.ink}
        style = {"shape": "circle", "opacity": 1, "stroke": self.look.paper, "strokeWidth": 1}
        self._add("dot", dot, style)

    def path(self, points: Sequence[Point], colour: str, *, dash: tuple[int, ...] = ()) -> None:
        """Draw a line through several points."""
        self._runs += 1
        for step, (x, y) in enumerate(points):
            row = {"x": x, "y": y, "run": self._runs, "step": step}
            style = {"stroke": colour, "strokeWidth": 2, "strokeDash": dash}
            self._add("path", row, style)

    def band(self, edges: Sequence[tuple[float, float, float]], fill: str) -> None:
        """Fill between two edges that run down the page: (y, left, right) from top to bottom."""
        self._runs += 1
        for y, left, right in edges:
            row = {"x": left, "x2": right, "y": y, "run": self._runs}
            self._add("area", row, {"orient": "horizontal", "fill": fill})

    def mark(self, place: Point, symbol: Symbol, meaning: Meaning | None = None) -> None:
        """Draw a symbol around a point."""
        row = {"x": place[0], "y": place[1], "area": symbol.area, "fill": symbol.fill}
        outline = symbol.outline or self.look.paper
        style = {"shape": symbol.shape, "stroke": outline, "strokeWidth": 1.5, "opacity": 1}
        self._add("mark", row, style, meaning)

    def words(self, place: Point, lines: Sequence[str], lettering: Type) -> None:
        """Write lines; ``place`` is the upper end of the first, at the side of ``align``."""
        # A blank at the end keeps the words of two lines apart for searching and reading aloud;
        # in other than left-aligned lines it would be counted into the width.
        text = (" \n" if lettering.align == "left" else "\n").join(lines)
        colour = lettering.colour or self.look.ink
        row = {"x": place[0], "y": place[1], "text": text, "fill": colour}
        style: dict[str, object] = {
            "align": lettering.align,
            "aria": lettering.spoken,
            "baseline": "line-top",
            "font": self.look.fonts,
            "fontSize": lettering.size,
            "fontWeight": "bold" if lettering.bold else "normal",
            "lineBreak": "\n",
            "lineHeight": line_height(lettering.size),
        }
        self._add("text", row, style)

    def hatch(self, box: Box) -> None:
        """Hatch a rectangle: what is not measured."""
        wide, high = box.right - box.left, box.bottom - box.top
        offset = float(_HATCH)
        while offset < wide + high:
            start = (box.left + max(0, offset - high), box.top + min(offset, high))
            end = (box.left + min(offset, wide), box.top + max(0, offset - wide))
            self.line(start, end, self.look.line)
            offset += _HATCH

    def missing(self, box: Box, said: str) -> None:
        """Hatch a rectangle and write in it that nothing is measured there."""
        look = self.look
        self.box(box, look.paper, Meaning(said))
        self.hatch(box)
        wide, high = text_width(NOT_MEASURED, look.small), line_height(look.small)
        left, top = (box.left + box.right - wide) / 2, (box.top + box.bottom - high) / 2
        self.plate(Box(left - 4, top, left + wide + 4, top + high))
        self.words((left, top), [NOT_MEASURED], Type(look.small, colour=look.quiet, spoken=False))

    def chart(self, message: Message) -> alt.LayerChart:
        """Make the chart: the layers, the finding above them, and the description."""
        order = list(_KINDS)
        piled = sorted(self._layers, key=lambda layer: order.index(layer[0]))
        names = {layer: f"{layer[0]}-{number}" for number, layer in enumerate(piled)}
        layers = [self._drawn(layer, name) for layer, name in names.items()]
        chart = alt.LayerChart(layer=layers).properties(
            width=self.width,
            height=self.height,
            title=self._title(message),
            description=message.description,
            background=self.look.paper,
            padding=_MARGIN,
        )
        configured: alt.LayerChart = chart.configure_view(stroke=None)
        # Set last, and once for all layers: altair copies and checks whatever it is handed.
        configured["datasets"] = {name: self._layers[layer] for layer, name in names.items()}
        return configured

    def _title(self, message: Message) -> alt.Title:
        look = self.look
        return alt.Title(
            wrap(message.finding, self.width, look.lead, bold=True),
            subtitle=wrap(message.drawn, self.width, look.body),
            anchor="start",
            align="left",
            frame="group",
            offset=_TITLE_GAP,
            font=look.fonts,
            fontSize=look.lead,
            fontWeight="bold",
            lineHeight=line_height(look.lead),
            color=look.ink,
            subtitleFont=look.fonts,
            subtitleFontSize=look.body,
            subtitleFontWeight="normal",
            subtitleLineHeight=line_height(look.body),
            subtitleColor=look.quiet,
            subtitlePadding=8,
        )

    def _add(
        self,
        kind: str,
        row: Mapping[str, object],
        style: Mapping[str, object],
        meaning: Meaning | None = None,
    ) -> None:
        """Put a mark on the layer of its style; one without a meaning is not read aloud."""
        exact = {name: _rounded(value) for name, value in row.items()}
        if meaning is not None:
            exact |= {**meaning.figures, "said": meaning.said}
        layer = (kind, meaning is not None, tuple(style.items()))
        self._layers.setdefault(layer, []).append(exact)

    def _drawn(self, layer: _Layer, name: str) -> alt.Chart:
        kind, said, style = layer
        draw, channels = _KINDS[kind]
        encodings = {name: channel() for name, channel in channels.items()}
        encodings["x"] = alt.X("x:Q", axis=None, scale=_pixels(0, self.width))
        encodings["y"] = alt.Y("y:Q", axis=None, scale=_pixels(self.height, 0))
        if said:
            encodings["description"] = alt.Description("said:N")
        options: dict[str, Any] = {"aria": said, **dict(style)}
        chart: alt.Chart = getattr(alt.Chart(alt.NamedData(name)), draw)(**options)
        return chart.encode(**encodings)


def _pixels(start: float, end: float) -> alt.Scale:
    return alt.Scale(domain=[start, end], nice=False, zero=False)


def _rounded(value: object) -> object:
    return round(value, 2) if isinstance(value, float) else value


def _fill() -> alt.Fill:
    return alt.Fill("fill:N", scale=None, legend=None)


def _stroke() -> alt.Stroke:
    return alt.Stroke("stroke:N", scale=None, legend=None)


_ENDS = {"x2": lambda: alt.X2("x2"), "y2": lambda: alt.Y2("y2")}
#: How Vega-Lite draws each kind of mark, from the ground up: its method in altair, and its
#: channels beside x and y.
_KINDS: dict[str, tuple[str, dict[str, Callable[[], Any]]]] = {
    "box": ("mark_rect", {**_ENDS, "fill": _fill}),
    "area": ("mark_area", {"x2": _ENDS["x2"], "detail": lambda: alt.Detail("run:N")}),
    "line": ("mark_rule", {**_ENDS, "stroke": _stroke}),
    "path": (
        "mark_line",
        {"detail": lambda: alt.Detail("run:N"), "order": lambda: alt.Order("step:Q")},
    ),
    "mark": (
        "mark_point",
        {"size": lambda: alt.Size("area:Q", scale=None, legend=None), "fill": _fill},
    ),
    "leader": ("mark_rule", {**_ENDS, "stroke": _stroke}),
    "dot": (
        "mark_point",
        {"size": lambda: alt.Size("area:Q", scale=None, legend=None), "fill": _fill},
    ),
    "plate": ("mark_rect", {**_ENDS, "fill": _fill}),
    "text": ("mark_text", {"text": lambda: alt.Text("text:N"), "fill": _fill}),
}
