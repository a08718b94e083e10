"""Charts as files: SVG and PNG, made on this machine, with the shipped font."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from cx_workbench.charts.drawing import Drawing
from cx_workbench.charts.lettering import FONTS, font_face_css, typst_fonts
from cx_workbench.charts.vector import svg_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    import altair as alt

#: The version of Vega-Lite that a picture asks for.
_VERSION = re.compile(r"/v(\d+\.\d+)")
#: typst draws the same dots as vl-convert, in a third of the time and of the bytes, and finds
#: fonts for letters that ours lacks.
_ONLY_THE_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image("picture.svg")"""
_PIXELS_AN_INCH = 96
_A_HAIR = 0.001


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
    css = font_face_css() if embed_font else ""
    if isinstance(chart, Drawing):
        return svg_text(chart, css)
    vl_convert = _converter()
    spec = chart.to_dict()
    wanted = _VERSION.search(spec["$schema"])
    svg = vl_convert.vegalite_to_svg(
        spec, vl_version=wanted[1] if wanted else None, allowed_base_urls=[]
    )
    description = spec.get("description", "")
    return _described(svg, _title(spec) or description, description, css)


def to_png(chart: alt.TopLevelMixin | Drawing, scale: float = 2) -> bytes:
    """Draw a chart as PNG; ``scale`` is how many dots a pixel of the layout gets.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_point().encode(x="a:Q")
    >>> to_png(chart)[1:4]
    b'PNG'
    """
    if not isinstance(chart, Drawing):
        return bytes(_converter().svg_to_png(to_svg(chart), scale=scale))
    import typst

    # Several of them may be made at once, in threads.
    compiled: Any = typst.compile
    # It reckons the size in 32 bits: 892.0001 dots would be 893, and all of them blurred.
    picture = svg_text(chart, lower=_A_HAIR).encode()
    files = {"main": _ONLY_THE_PICTURE, "picture.svg": picture}
    ppi = scale * _PIXELS_AN_INCH * (1 - 1e-6)
    return bytes(compiled(files, font_paths=typst_fonts(), format="png", ppi=ppi))


@cache
def _converter() -> ModuleType:
    """Load a whole JavaScript engine, which our own drawings do without."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _described(svg: str, finding: str, description: str, css: str) -> str:
    """Add what is not drawn: role, name and description of the picture, and its font."""
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
