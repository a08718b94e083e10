"""Pictures of a ranking: one function, one picture, offline, readable in grey.

Each picture is first a `Drawing`, plain data in pixels (`draw_matrix`), and from it an altair
chart, to be changed or put beside others (`matrix`). The names are loaded when they are first
used, and altair, which takes seconds, with the first chart.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.charts.acceptability_map import acceptability, draw_acceptability
    from cx_workbench.charts.budget_frontier import draw_frontier, frontier
    from cx_workbench.charts.contribution_bars import contributions, draw_contributions
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.driver_bars import draw_drivers, drivers
    from cx_workbench.charts.effort_impact import draw_matrix, matrix
    from cx_workbench.charts.gap_heat_map import draw_gap_map, gap_map
    from cx_workbench.charts.journey_curve import draw_journey, journey
    from cx_workbench.charts.lettering import FONTS, font_face_css
    from cx_workbench.charts.measure_next_bars import draw_measure_next, measure_next
    from cx_workbench.charts.method_slopes import draw_slope, slope
    from cx_workbench.charts.path_steps import draw_path, path
    from cx_workbench.charts.picture import to_png, to_svg
    from cx_workbench.charts.rank_moves import draw_rank_moves, rank_moves
    from cx_workbench.charts.rank_range_bars import draw_rank_ranges, rank_ranges
    from cx_workbench.charts.registry import CHARTS, DRAWINGS, charts_of
    from cx_workbench.charts.stated_derived import (
        draw_stated_against_derived,
        stated_against_derived,
    )
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
    "draw_acceptability",
    "draw_contributions",
    "draw_drivers",
    "draw_frontier",
    "draw_gap_map",
    "draw_journey",
    "draw_matrix",
    "draw_measure_next",
    "draw_path",
    "draw_rank_moves",
    "draw_rank_ranges",
    "draw_slope",
    "draw_stated_against_derived",
    "drivers",
    "font_face_css",
    "frontier",
    "gap_map",
    "journey",
    "matrix",
    "measure_next",
    "path",
    "rank_moves",
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
    "draw_acceptability": "acceptability_map",
    "draw_contributions": "contribution_bars",
    "draw_drivers": "driver_bars",
    "draw_frontier": "budget_frontier",
    "draw_gap_map": "gap_heat_map",
    "draw_journey": "journey_curve",
    "draw_matrix": "effort_impact",
    "draw_measure_next": "measure_next_bars",
    "draw_path": "path_steps",
    "draw_rank_moves": "rank_moves",
    "draw_rank_ranges": "rank_range_bars",
    "draw_slope": "method_slopes",
    "draw_stated_against_derived": "stated_derived",
    "drivers": "driver_bars",
    "font_face_css": "lettering",
    "frontier": "budget_frontier",
    "gap_map": "gap_heat_map",
    "journey": "journey_curve",
    "matrix": "effort_impact",
    "measure_next": "measure_next_bars",
    "path": "path_steps",
    "rank_moves": "rank_moves",
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
