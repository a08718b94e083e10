"""Charts as files: SVG and PNG, made on this machine, with the shipped font."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import vl_convert

from cx_workbench.charts.drawing import Drawing
from cx_workbench.charts.lettering import FONTS, font_face_css

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

#: The version of Vega-Lite that a picture asks for.
_VERSION = re.compile(r"/v(\d+\.\d+)")


def to_svg(chart: alt.TopLevelMixin | Drawing, *, embed_font: bool = False) -> str:
    """Draw a chart as SVG, with its finding and description for screen readers.

    Nothing is fetched from outside. The letters stay text: a page that shows the picture
    needs ``font_face_css`` once, a picture that goes out alone ``embed_font``.

    Parameters
    ----------
    chart
        Any altair chart, or a drawing.
    embed_font
        Put the shipped font into the file (50 kB).

    Returns
    -------
    str
        One ``svg`` element, without an XML declaration, so that it also stands in a page.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_point().encode(x="a:Q")
    >>> to_svg(chart)[:4]
    '<svg'
    """
    _register_font()
    spec = chart.to_spec() if isinstance(chart, Drawing) else chart.to_dict()
    wanted = _VERSION.search(spec["$schema"])
    svg = vl_convert.vegalite_to_svg(
        spec, vl_version=wanted[1] if wanted else None, allowed_base_urls=[]
    )
    return _described(svg, spec, font_face_css() if embed_font else "")


def to_png(chart: alt.TopLevelMixin | Drawing, scale: float = 2) -> bytes:
    """Draw a chart as PNG; ``scale`` is how many dots a pixel of the layout gets.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_point().encode(x="a:Q")
    >>> to_png(chart)[1:4]
    b'PNG'
    """
    return bytes(vl_convert.svg_to_png(to_svg(chart), scale=scale))


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _described(svg: str, spec: dict[str, Any], css: str) -> str:
    """Add what Vega leaves out of a file: role, name and description of the picture."""
    description = spec.get("description", "")
    finding = _title(spec) or description
    identity = "cx-" + hashlib.sha256(svg.encode()).hexdigest()[:12]
    attributes = (
        f' role="graphics-document" aria-roledescription="visualization"'
        f' aria-label={quoteattr(finding)} aria-describedby="{identity}"'
    )
    style = f"<style>{css}</style>" if css else ""
    head, body = svg.split(">", 1)
    return f'{head}{attributes}><desc id="{identity}">{escape(description)}</desc>{style}{body}'


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text: str | Sequence[str] = title.get("text", "") if isinstance(title, dict) else title
    return text if isinstance(text, str) else " ".join(text)
