"""Our own SVG against Vega's, dot by dot: the same picture, drawn a hundred times as fast."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import vl_convert
from PIL import Image

from cx_workbench.charts import DARK, Look, to_png, to_svg
from tests.charts.conftest import ranking_of
from tests.charts.further import EVERY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.charts import Drawing

_PLACE = re.compile(r'<g fill="none" stroke-miterlimit="10" transform="translate\((\d+),(\d+)\)"')
_MARGIN = 24
#: Dots that may differ where two programs round an edge, out of a million, and by how much.
_FEW, _SLIGHTLY = 20, 40


def _dots(png: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int64)


def _by_vega(drawing: Drawing) -> tuple[NDArray[np.int64], int]:
    """Draw by Vega; return the dots and how far down the marks begin.

    Where marks stand out on the left Vega moves all to the right: that is cut off.
    """
    svg = vl_convert.vegalite_to_svg(drawing.to_spec(), allowed_base_urls=[])
    place = _PLACE.search(svg)
    assert place is not None
    return _dots(vl_convert.svg_to_png(svg, scale=1))[:, int(place[1]) - _MARGIN :], int(place[2])


def _ours(drawing: Drawing) -> tuple[NDArray[np.int64], int]:
    moved = re.search(r'stroke-miterlimit="10" transform="translate\(24,(\d+)\)"', to_svg(drawing))
    assert moved is not None
    return _dots(to_png(drawing, scale=1)), int(moved[1])


def _differ(drawing: Drawing) -> float:
    """Dots out of a million that differ, in the words above and in the marks."""
    (ours, top), (vegas, vegas_top) = _ours(drawing), _by_vega(drawing)
    above = min(top, vegas_top) - _MARGIN
    pairs = ((ours[:above], vegas[:above]), (ours[above:], vegas[above + vegas_top - top :]))
    return sum(_apart(*pair) for pair in pairs)


def _apart(ours: NDArray[np.int64], vegas: NDArray[np.int64]) -> float:
    high, wide = (min(a, b) for a, b in zip(ours.shape[:2], vegas.shape[:2], strict=True))
    apart = np.abs(ours[:high, :wide] - vegas[:high, :wide]).max(axis=2)
    return float((apart > _SLIGHTLY).mean() * 1e6)


@pytest.mark.parametrize("chart", EVERY)
def test_it_is_the_picture_that_vega_draws(chart: str) -> None:
    assert _differ(EVERY[chart](ranking_of("common"))) <= _FEW


@pytest.mark.parametrize("chart", ["matrix", "gap_map", "journey"])
def test_so_it_is_with_missing_cells_in_the_dark(chart: str) -> None:
    drawing = EVERY[chart](ranking_of("many_missing"), look=DARK)
    assert _differ(drawing) <= _FEW


def test_so_it_is_with_something_selected() -> None:
    ranking = ranking_of("common")
    chosen = str(ranking.table["improvement"].iloc[1])
    assert _differ(EVERY["matrix"](ranking, selected=chosen)) <= _FEW
    assert _differ(EVERY["contributions"](ranking, selected=chosen)) <= _FEW


def test_another_picture_is_told_apart() -> None:
    """The comparison can fail: one colour is enough."""
    ranking = ranking_of("common")
    ours = _dots(to_png(EVERY["matrix"](ranking), scale=1))
    other = _dots(to_png(EVERY["matrix"](ranking, look=Look(chosen="#7A1FA2")), scale=1))
    assert _apart(ours, other) > _FEW


def test_marks_say_their_figures_and_words_stand_for_themselves() -> None:
    drawing = EVERY["matrix"](ranking_of("common"))
    root = ET.fromstring(to_svg(drawing))  # noqa: S314  (the picture is our own)
    said = {str(row["said"]) for layer in drawing.layers if layer.is_said for row in layer.rows}
    assert {each.get("aria-label") for each in root.iter() if each.get("role") == "img"} == said
    assert said
    assert not [
        each for each in root.iter("{http://www.w3.org/2000/svg}text") if len(each.attrib) > 6
    ]
