"""Pictures laid out for paper: as large as their letters can be on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.model import Figure

#: Points a pixel: a letter of 12 px is one of 9 pt.
POINTS = 0.75
#: What a page has room for, in points: 174 mm across, and all below the headings.
WIDTH, HEIGHT = 493.0, 612.0
#: Margin that a picture brings along, in pixels. It may lie in the margin of the page.
MARGIN = 24.0
#: Widths that are tried, in pixels; ``None`` is the one that suits the picture on a screen.
_WIDTHS = (640, 700, 760, 820, 880, 940, 1000, None)


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture for a page.

    Attributes
    ----------
    svg
        The drawing, whose letters need the shipped font.
    width, height
        Size with its margin, in points.
    scale
        Points a pixel.
    """

    svg: str
    width: float
    height: float
    scale: float


def placed(figure: Figure) -> Placed:
    """Lay a picture out anew for a page: the layout in which letters can be largest.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.report.decided import Log
    >>> from cx_workbench.report.composing import compose
    >>> report = compose(cx.rank(cx.example(), draws=0), Log())
    >>> placed(report.figures[0]).scale
    0.75
    """
    return max(_layouts(figure), key=lambda each: each.scale)


def _layouts(figure: Figure) -> Iterator[Placed]:
    from cx_workbench.charts import LOOK, to_svg

    for width in _WIDTHS:
        drawing = figure.draw(replace(LOOK, width=width))
        svg = to_svg(drawing)
        across, down = _size(svg)
        fits_across = min(POINTS, WIDTH / (across - 2 * MARGIN))
        scale = min(fits_across, HEIGHT / (down - 2 * MARGIN))
        yield Placed(svg, across * scale, down * scale, scale)
        # Once height is no trouble, a wider one would only be smaller.
        if scale == fits_across:
            return


def _size(svg: str) -> tuple[float, float]:
    # Drawn by our own charts, not brought by a client.
    root = ET.fromstring(svg)  # noqa: S314
    return float(root.attrib["width"]), float(root.attrib["height"])
