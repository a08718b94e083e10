"""A drawing as SVG: its marks are in pixels already, so that nothing is left to work out.

Vega draws the same (the tests hold one against the other, dot by dot), but takes a second to start
and a quarter of a second for each of the seven pictures of a report.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cx_workbench.charts.drawing import Drawing, Layer, Message, Row

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
#: From the middle of a line down to the foot of its letters, and from their top, by font size.
_FOOT, _TOP = 0.29, 0.79
_HALF_ROOT_OF_3 = math.sqrt(3) / 2


def svg_element(drawing: Drawing, css: str = "") -> ET.Element:
    """Draw it, with finding and subtitle above.

    Parameters
    ----------
    drawing
        Any drawing.
    css
        Its font, if it is to go out alone.

    Returns
    -------
    xml.etree.ElementTree.Element
        One ``svg`` that loads nothing, named and described for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.charts import DRAWINGS
    >>> element = svg_element(DRAWINGS["matrix"](cx.rank(cx.example(), draws=0)))
    >>> element.tag, element.get("viewBox").split()[:2]
    ('svg', ['0', '0'])
    """
    spec = drawing.to_spec()
    title, margin = _Title.of(spec["title"]), spec["padding"]
    top = margin + title.height + spec["title"]["offset"]
    width, height = _number(drawing.width + 2 * margin), _number(drawing.height + top + margin)
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", width=width, height=height)
    root.set("viewBox", f"0 0 {width} {height}")
    _describe(root, drawing.message)
    if css:
        ET.SubElement(root, "style").text = css
    ET.SubElement(root, "rect", width=width, height=height, fill=drawing.look.paper)
    above = ET.SubElement(root, "g", {"class": "title", "transform": _move(margin, margin)})
    above.extend(title.texts)
    below = ET.SubElement(root, "g", {"fill": "none", "stroke-miterlimit": "10"})
    below.set("transform", _move(margin, top))
    below.extend(_layer(layer) for layer in drawing.layers if layer.rows)
    return root


def _describe(root: ET.Element, message: Message) -> None:
    """Say what the picture is, its finding and all of its words."""
    identity = f"cx-{hashlib.sha256(message.description.encode()).hexdigest()[:12]}"
    root.attrib |= {
        "role": "graphics-document",
        "aria-roledescription": "visualization",
        "aria-label": message.finding,
        "aria-describedby": identity,
    }
    ET.SubElement(root, "desc", id=identity).text = message.description


@dataclass(frozen=True, slots=True)
class _Title:
    """Finding and subtitle, set as Vega sets them."""

    texts: tuple[ET.Element, ...]
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

    def text(self, top: float, weight: str) -> ET.Element:
        style = {"font": self.font, "fontSize": self.size, "fontWeight": weight, "align": "left"}
        place = (0, top + _half_up(_TOP * self.size))
        return _words(self.lines, place, style | {"lineHeight": self.line_height}, self.colour)


def _layer(layer: Layer) -> ET.Element:
    style = dict(layer.style)
    group = ET.Element("g", {"class": layer.kind})
    # Words are read as they stand, unless they only say again what a mark says.
    is_read = style.get("aria", False) if layer.kind == "text" else layer.is_said
    if not is_read:
        group.set("aria-hidden", "true")
    for element, said in _KINDS[layer.kind](layer.rows, style):
        if layer.is_said and said:
            element.attrib |= {"role": "img", "aria-label": said}
        group.append(element)
    return group


def _rectangles(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    for row in rows:
        (left, right), (top, bottom) = (
            sorted((_float(row[one]), _float(row[other]))) for one, other in _EDGES
        )
        corner = {"x": _number(left), "y": _number(top)}
        size = {"width": _number(right - left), "height": _number(bottom - top)}
        yield ET.Element("rect", corner | size | _paint(row, style)), str(row.get("said", ""))


_EDGES = (("x", "x2"), ("y", "y2"))


def _lines(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    for row in rows:
        ends = {f"{axis}1": _number(row[axis]) for axis in "xy"}
        ends |= {f"{axis}2": _number(row[f"{axis}2"]) for axis in "xy"}
        yield ET.Element("line", ends | _paint(row, style)), str(row.get("said", ""))


def _bands(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    for _, run in groupby(rows, key=lambda row: row["run"]):
        edge = list(run)
        there = [(row["x"], row["y"]) for row in edge]
        back = [(row["x2"], row["y"]) for row in reversed(edge)]
        path = f"{_through([*there, *back])}Z"
        yield ET.Element("path", {"d": path} | _paint({}, style)), ""


def _paths(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    for _, run in groupby(rows, key=lambda row: row["run"]):
        path = _through([(row["x"], row["y"]) for row in run])
        yield ET.Element("path", {"d": path} | _paint({}, style)), ""


def _symbols(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    for row in rows:
        half = math.sqrt(_float(row["area"])) / 2
        place = {"transform": _move(row["x"], row["y"]), "d": _SHAPES[style["shape"]](half)}
        yield ET.Element("path", place | _paint(row, style)), str(row.get("said", ""))


def _texts(rows: Iterable[Row], style: Mapping[str, Any]) -> Iterator[tuple[ET.Element, str]]:
    foot = _half_up(_FOOT * style["fontSize"] + style["lineHeight"] / 2)
    for row in rows:
        lines = str(row["text"]).split("\n")
        place = (_float(row["x"]), _float(row["y"]) + foot)
        yield _words(lines, place, style, str(row["fill"])), ""


_KINDS: dict[
    str, Callable[[Iterable[Row], Mapping[str, Any]], Iterator[tuple[ET.Element, str]]]
] = {
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
) -> ET.Element:
    text = ET.Element(
        "text",
        {
            "text-anchor": _ANCHORS[style["align"]],
            "transform": _move(*place),
            "font-family": str(style["font"]),
            "font-size": f"{_number(style['fontSize'])}px",
            "font-weight": str(style["fontWeight"]),
            "fill": colour,
        },
    )
    if len(lines) == 1:
        text.text = lines[0]
        return text
    for number, line in enumerate(lines):
        below = {"x": "0", "dy": _number(style["lineHeight"])} if number else {}
        ET.SubElement(text, "tspan", below).text = line
    return text


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


def _number(value: object) -> str:
    """Write pixels to the thousandth, and no zeros behind."""
    return f"{round(_float(value), 3) + 0.0:.10g}"


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # rows hold what is drawn as plain values


def _half_up(value: float) -> int:
    """Round as JavaScript does, by which Vega places letters."""
    return math.floor(value + 0.5)
