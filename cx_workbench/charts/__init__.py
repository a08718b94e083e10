"""Pictures of a ranking: one function, one picture, offline, readable in grey.

Each picture is first a `Drawing`, plain data in pixels, and then an altair chart. The names are
loaded when they are first used, and altair, which takes seconds, with the first chart.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.charts.acceptability_map import acceptability
    from cx_workbench.charts.budget_frontier import draw_frontier, frontier
    from cx_workbench.charts.contribution_bars import contributions
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.driver_bars import drivers
    from cx_workbench.charts.effort_impact import matrix
    from cx_workbench.charts.gap_heat_map import gap_map
    from cx_workbench.charts.journey_curve import journey
    from cx_workbench.charts.lettering import FONTS, font_face_css
    from cx_workbench.charts.measure_next_bars import measure_next
    from cx_workbench.charts.method_slopes import slope
    from cx_workbench.charts.path_steps import path
    from cx_workbench.charts.picture import to_png, to_svg
    from cx_workbench.charts.rank_range_bars import rank_ranges
    from cx_workbench.charts.registry import CHARTS, DRAWINGS, charts_of
    from cx_workbench.charts.stated_derived import stated_against_derived
    from cx_workbench.charts.theme import DARK, LOOK, Look

__all__ = [
    "CHARTS",
    "DARK",
    "DRAWINGS",
    "FONTS",
    "LOOK",
    "Drawing",
    "Look",
    "acceptability",
    "charts_of",
    "contributions",
    "draw_frontier",
    "drivers",
    "font_face_css",
    "frontier",
    "gap_map",
    "journey",
    "matrix",
    "measure_next",
    "path",
    "rank_ranges",
    "slope",
    "stated_against_derived",
    "to_png",
    "to_svg",
]

_MODULES = {
    "CHARTS": "registry",
    "DARK": "theme",
    "DRAWINGS": "registry",
    "Drawing": "drawing",
    "FONTS": "lettering",
    "LOOK": "theme",
    "Look": "theme",
    "acceptability": "acceptability_map",
    "charts_of": "registry",
    "contributions": "contribution_bars",
    "draw_frontier": "budget_frontier",
    "drivers": "driver_bars",
    "font_face_css": "lettering",
    "frontier": "budget_frontier",
    "gap_map": "gap_heat_map",
    "journey": "journey_curve",
    "matrix": "effort_impact",
    "measure_next": "measure_next_bars",
    "path": "path_steps",
    "rank_ranges": "rank_range_bars",
    "slope": "method_slopes",
    "stated_against_derived": "stated_derived",
    "to_png": "picture",
    "to_svg": "picture",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
