"""A picture before it becomes a chart: its marks in pixels, its words, and what they stand for.

A drawing is plain data. It becomes Vega-Lite by itself, in a millisecond or so, and an altair
chart for whoever wants to go on from there. What a study says travels in rows only, never as a
field name, expression or format.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt

    from cx_workbench.charts.theme import Look

Style: TypeAlias = tuple[tuple[str, object], ...]
Row: TypeAlias = dict[str, object]
Channel: TypeAlias = dict[str, object]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_TITLE_GAP = 24
#: Room around a picture with its title, and around one that stands in a page of its own words.
_MARGIN, _EDGE = 24, 8


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


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind and style, by a name that is theirs within the drawing.

    Attributes
    ----------
    name
        Name of the data set that Vega knows the rows by.
    kind
        ``box``, ``line``, ``text`` ...
    is_said
        Whether screen readers say the marks one by one.
    style
        What all the marks have in common.
    rows
        One row a mark: where it is in pixels, what it says, the ids and figures it stands for.
    """

    name: str
    kind: str
    is_said: bool
    style: Style
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture, laid out.

    Made by the functions in ``DRAWINGS`` and by ``draw_frontier``. On a screen that changes,
    hand ``to_spec(title=False)`` to Vega once and keep ``key``; as long as the next drawing has
    the same key, its ``data`` are all that is new: ``view.data(name, rows)`` for each data set,
    and the words beside the picture.

    Attributes
    ----------
    width, height
        Size in pixels, without title and margins.
    look
        The colours, sizes and font that it is drawn with.
    layers
        The marks, from the ground up.
    message
        What it says in words.
    scales
        How pixels become figures and back, where marks may be dragged: by axis, the ``pixels``
        of two points and the ``figures`` that they stand for. Pixels are counted from the
        drawing's upper left corner, margins not included.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.charts import DRAWINGS
    >>> drawing = DRAWINGS["matrix"](cx.rank(cx.example(), draws=0))
    >>> drawing.message.finding
    '... leads the TOP 5: ...'
    >>> sorted(drawing.scales)
    ['effort', 'impact']
    >>> sorted(drawing.data)
    ['datasets', 'description', 'drawn', 'finding', 'scales']
    """

    width: float
    height: float
    look: Look
    layers: tuple[Layer, ...]
    message: Message
    scales: Mapping[str, Mapping[str, list[float]]] = field(default_factory=dict)

    def to_spec(self, *, title: bool = True) -> dict[str, Any]:
        """Return the picture as Vega-Lite.

        Parameters
        ----------
        title
            Whether finding and subtitle stand above the picture, within a margin of 24 px. If
            they do not, 8 px are left around it: the whole is 16 px wider than ``width``.
        """
        spec = self.structure
        if title:
            spec |= {"title": self._title(), "padding": _MARGIN}
        return spec | {"description": self.message.description, "datasets": self._datasets()}

    def chart(self) -> alt.LayerChart:
        """Return the picture as an altair chart."""
        from cx_workbench.charts.altair_chart import chart_of

        return chart_of(self)

    @property
    def structure(self) -> dict[str, Any]:
        """The picture as Vega-Lite without rows and words."""
        return {
            "$schema": _SCHEMA,
            "width": self.width,
            "height": self.height,
            "background": self.look.paper,
            "padding": _EDGE,
            "config": {"view": {"stroke": None}},
            "layer": [self._drawn(layer) for layer in self.layers],
        }

    @property
    def key(self) -> str:
        """A name of the structure: equal for two drawings that differ in their data only."""
        written = json.dumps(self.structure, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @property
    def data(self) -> dict[str, Any]:
        """What may change while the structure stays: the rows by data set, words and scales."""
        return {
            "datasets": self._datasets(),
            "finding": self.message.finding,
            "drawn": self.message.drawn,
            "description": self.message.description,
            "scales": dict(self.scales),
        }

    def _datasets(self) -> dict[str, list[Row]]:
        return {layer.name: list(layer.rows) for layer in self.layers}

    def _title(self) -> dict[str, object]:
        look = self.look
        return {
            "text": wrap(self.message.finding, self.width, look.lead, bold=True),
            "subtitle": wrap(self.message.drawn, self.width, look.body),
            "anchor": "start",
            "align": "left",
            "frame": "group",
            "offset": _TITLE_GAP,
            "font": look.fonts,
            "fontSize": look.lead,
            "fontWeight": "bold",
            "lineHeight": line_height(look.lead),
            "color": look.ink,
            "subtitleFont": look.fonts,
            "subtitleFontSize": look.body,
            "subtitleFontWeight": "normal",
            "subtitleLineHeight": line_height(look.body),
            "subtitleColor": look.quiet,
            "subtitlePadding": 8,
        }

    def _drawn(self, layer: Layer) -> dict[str, object]:
        mark, channels = KINDS[layer.kind]
        encoding = {
            **channels,
            "x": _position("x", 0, self.width),
            "y": _position("y", self.height, 0),
        }
        if layer.is_said:
            encoding["description"] = {"field": "said", "type": "nominal"}
        style = {
            key: list(value) if isinstance(value, tuple) else value for key, value in layer.style
        }
        return {
            "data": {"name": layer.name},
            "mark": {"type": mark, "aria": layer.is_said, **style},
            "encoding": encoding,
        }


def _position(field: str, start: float, end: float) -> Channel:
    scale = {"domain": [start, end], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _as_it_is(field: str, measure: str = "nominal") -> Channel:
    return {"field": field, "type": measure, "scale": None, "legend": None}


_ENDS: dict[str, Channel] = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
_FILL, _STROKE = {"fill": _as_it_is("fill")}, {"stroke": _as_it_is("stroke")}
_AREA = {"size": _as_it_is("area", "quantitative")}
_RUN: dict[str, Channel] = {"detail": {"field": "run", "type": "nominal"}}
#: How Vega-Lite draws each kind of mark, from the ground up: its mark, and its channels beside
#: x and y.
KINDS: dict[str, tuple[str, dict[str, Channel]]] = {
    "box": ("rect", {**_ENDS, **_FILL}),
    "area": ("area", {"x2": _ENDS["x2"], **_RUN}),
    "line": ("rule", {**_ENDS, **_STROKE}),
    "path": ("line", {**_RUN, "order": {"field": "step", "type": "quantitative"}}),
    "mark": ("point", {**_AREA, **_FILL}),
    "outline": ("rect", {**_ENDS, **_STROKE}),
    "ring": ("point", {**_AREA, **_STROKE}),
    "leader": ("rule", {**_ENDS, **_STROKE}),
    "dot": ("point", {**_AREA, **_FILL}),
    "plate": ("rect", {**_ENDS, **_FILL}),
    "text": ("text", {"text": {"field": "text", "type": "nominal"}, **_FILL}),
}
