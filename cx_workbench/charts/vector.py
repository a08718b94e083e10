"""A drawing as SVG: its marks are in pixels already, so that nothing is left to work out.

Vega draws the same (the tests hold one against the other, dot by dot), but takes a second to start
and a quarter of a second for each of the seven pictures of a report.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cx_workbench.charts.drawing import Drawing, Layer, Row

_SPACE = "http://www.w3.org/2000/svg"
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
#: From the middle of a line down to the foot of its letters, and from their top, by font size.
_FOOT, _TOP = 0.29, 0.79
_HALF_ROOT_OF_3 = math.sqrt(3) / 2


def svg_text(drawing: Drawing, css: str = "", *, lower: float = 0, in_html: bool = False) -> str:
    """Draw it, with finding and subtitle above.

    Parameters
    ----------
    drawing
        Any drawing.
    css
        Its font, if it is to go out alone.
    lower
        Pixels by which the picture is to be less high than it is.
    in_html
        Leave its namespace to HTML.

    Returns
    -------
    str
        One ``svg`` element that loads nothing, named and described for screen readers. Its only
        id is made of its description, so that it stands beside others on a page.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.charts import DRAWINGS
    >>> svg_text(DRAWINGS["matrix"](cx.rank(cx.example(), draws=0)))[:5]
    '<svg '
    """
    spec = drawing.to_spec()
    title, margin = _Title.of(spec["title"]), spec["padding"]
    top = margin + title.height + spec["title"]["offset"]
    width = _number(drawing.width + 2 * margin)
    height = _number(drawing.height + top + margin - lower)
    size = {"width": width, "height": height}
    above = {"class": "title", "transform": _move(margin, margin)}
    below = {"fill": "none", "stroke-miterlimit": "10", "transform": _move(margin, top)}
    message = drawing.message
    description = message.description
    identity = f"cx-{hashlib.sha256(description.encode()).hexdigest()[:12]}"
    # The picture says what it is, its finding and all of its words.
    named = {
        "role": "graphics-document",
        "aria-roledescription": "visualization",
        "aria-label": message.finding,
        "aria-describedby": identity,
    }
    space = {} if in_html else {"xmlns": _SPACE}
    return _element(
        "svg",
        {**space, **size, "viewBox": f"0 0 {width} {height}", **named},
        _element("desc", {"id": identity}, escape(description)),
        _element("style", {}, escape(css)) if css else "",
        _element("rect", {**size, "fill": drawing.look.paper}),
        _element("g", above, *title.texts),
        _element("g", below, *(_layer(layer) for layer in drawing.layers if layer.rows)),
    )


def _element(name: str, attributes: Mapping[str, str], *inside: str) -> str:
    """Write an element; what is inside is markup already."""
    written = "".join([f" {key}={_quoted(value)}" for key, value in attributes.items()])
    if not inside:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(inside)}</{name}>"


#: Colours, sizes and fonts are few, and each stands in a picture hundreds of times.
_quoted = lru_cache(65_536)(quoteattr)


@lru_cache(65_536)
def _number(value: object) -> str:
    """Write pixels to the thousandth, and no zeros behind."""
    return f"{round(_float(value), 3) + 0.0:.10g}"


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # rows hold what is drawn as plain values


@dataclass(frozen=True, slots=True)
class _Title:
    """Finding and subtitle, set as Vega sets them."""

    texts: tuple[str, ...]
    height: float

    @classmethod
    def of(cls, title: Mapping[str, Any]) -> _Title:
        finding = _Block(
            title["text"], title["font"], title["fontSize"], title["lineHeight"], title["color"]
        )
        subtitle = _Block(
            title["subtitle"],
            title["subtitleFont"],
            title["subtitleFontSize"],
            title["subtitleLineHeight"],
            title["subtitleColor"],
        )
        below = finding.height + title["subtitlePadding"]
        return cls(
            (finding.text(0, title["fontWeight"]), subtitle.text(below, "normal")),
            below + subtitle.height,
        )


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of the title or the subtitle."""

    lines: Sequence[str]
    font: str
    size: float
    line_height: float
    colour: str

    @property
    def height(self) -> float:
        return self.line_height * (len(self.lines) - 1) + self.size

    def text(self, top: float, weight: str) -> str:
        style = {"font": self.font, "fontSize": self.size, "fontWeight": weight, "align": "left"}
        place = (0, top + _half_up(_TOP * self.size))
        return _words(self.lines, place, style | {"lineHeight": self.line_height}, self.colour)


def _layer(layer: Layer) -> str:
    style = dict(layer.style)
    group = {"class": layer.kind}
    # Words are read as they stand, unless they only say again what a mark says.
    is_read = style.get("aria", False) if layer.kind == "text" else layer.is_said
    if not is_read:
        group["aria-hidden"] = "true"
    return _element("g", group, *_KINDS[layer.kind](layer, style))


def _said(layer: Layer, row: Row) -> dict[str, str]:
    """Return what a screen reader says of a mark."""
    said = row.get("said") if layer.is_said else ""
    return {"role": "img", "aria-label": str(said)} if said else {}


def _rectangles(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    for row in layer.rows:
        (left, right), (top, bottom) = (
            sorted((_float(row[one]), _float(row[other]))) for one, other in _EDGES
        )
        corner = {"x": _number(left), "y": _number(top)}
        size = {"width": _number(right - left), "height": _number(bottom - top)}
        yield _element("rect", corner | size | _paint(row, style) | _said(layer, row))


_EDGES = (("x", "x2"), ("y", "y2"))


def _lines(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    for row in layer.rows:
        ends = {f"{axis}1": _number(row[axis]) for axis in "xy"}
        ends |= {f"{axis}2": _number(row[f"{axis}2"]) for axis in "xy"}
        yield _element("line", ends | _paint(row, style) | _said(layer, row))


def _bands(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    for _, run in groupby(layer.rows, key=lambda row: row["run"]):
        edge = list(run)
        there = [(row["x"], row["y"]) for row in edge]
        back = [(row["x2"], row["y"]) for row in reversed(edge)]
        path = f"{_through([*there, *back])}Z"
        yield _element("path", {"d": path} | _paint({}, style))


def _paths(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    for _, run in groupby(layer.rows, key=lambda row: row["run"]):
        path = _through([(row["x"], row["y"]) for row in run])
        yield _element("path", {"d": path} | _paint({}, style))


def _symbols(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    shape = _SHAPES[style["shape"]]
    for row in layer.rows:
        half = math.sqrt(_float(row["area"])) / 2
        place = {"transform": _move(row["x"], row["y"]), "d": shape(half)}
        yield _element("path", place | _paint(row, style) | _said(layer, row))


def _texts(layer: Layer, style: Mapping[str, Any]) -> Iterator[str]:
    foot = _half_up(_FOOT * style["fontSize"] + style["lineHeight"] / 2)
    for row in layer.rows:
        lines = str(row["text"]).split("\n")
        place = (_float(row["x"]), _float(row["y"]) + foot)
        yield _words(lines, place, style, str(row["fill"]))


_KINDS: dict[str, Callable[[Layer, Mapping[str, Any]], Iterator[str]]] = {
    "box": _rectangles,
    "area": _bands,
    "line": _lines,
    "path": _paths,
    "mark": _symbols,
    "outline": _rectangles,
    "ring": _symbols,
    "leader": _lines,
    "dot": _symbols,
    "plate": _rectangles,
    "text": _texts,
}

#: Outlines of symbols around a point, by half of the root of their nominal area, as Vega has them.
_SHAPES: dict[str, Callable[[float], str]] = {
    "circle": lambda r: f"M{_number(r)},0{_arc(r, -r)}{_arc(r, r)}Z",
    "diamond": lambda r: f"{_through([(-r, 0), (0, -r), (r, 0), (0, r)])}Z",
    "triangle-up": lambda r: f"{_triangle(r, _HALF_ROOT_OF_3 * r)}Z",
    "triangle-down": lambda r: f"{_triangle(r, -_HALF_ROOT_OF_3 * r)}Z",
}


def _arc(radius: float, to: float) -> str:
    return f"A{_number(radius)},{_number(radius)},0,1,1,{_number(to)},0"


def _triangle(half: float, high: float) -> str:
    return _through([(0, -high), (-half, high), (half, high)])


def _words(
    lines: Sequence[str], place: tuple[float, float], style: Mapping[str, Any], colour: str
) -> str:
    attributes = {
        "text-anchor": _ANCHORS[style["align"]],
        "transform": _move(*place),
        "font-family": str(style["font"]),
        "font-size": f"{_number(style['fontSize'])}px",
        "font-weight": str(style["fontWeight"]),
        "fill": colour,
    }
    if len(lines) == 1:
        return _element("text", attributes, escape(lines[0]))
    below = {"x": "0", "dy": _number(style["lineHeight"])}
    spans = (
        _element("tspan", below if number else {}, escape(line))
        for number, line in enumerate(lines)
    )
    return _element("text", attributes, *spans)


#: What paints a mark: in its row or, for all marks of a layer, in the style.
_PAINT = {
    "fill": "fill",
    "stroke": "stroke",
    "strokeWidth": "stroke-width",
    "strokeDash": "stroke-dasharray",
}


def _paint(row: Row, style: Mapping[str, Any]) -> dict[str, str]:
    given = {**style, **row}
    painted = {svg: given[ours] for ours, svg in _PAINT.items() if given.get(ours)}
    return {name: _painted(value) for name, value in painted.items()}


def _painted(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_number, value))
    return value if isinstance(value, str) else _number(value)


def _through(points: Iterable[tuple[object, object]]) -> str:
    return "M" + "L".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _move(x: object, y: object) -> str:
    return f"translate({_number(x)},{_number(y)})"


def _half_up(value: float) -> int:
    """Round as JavaScript does, by which Vega places letters."""
    return math.floor(value + 0.5)
