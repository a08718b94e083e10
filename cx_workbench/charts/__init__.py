"""Pictures of a ranking: one function, one picture, offline, readable in grey.

The names are loaded when they are first used, since altair takes seconds to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.charts.contribution_bars import contributions
    from cx_workbench.charts.effort_impact import matrix
    from cx_workbench.charts.gap_heat_map import gap_map
    from cx_workbench.charts.journey_curve import journey
    from cx_workbench.charts.lettering import FONTS, font_face_css
    from cx_workbench.charts.picture import to_png, to_svg
    from cx_workbench.charts.registry import CHARTS
    from cx_workbench.charts.theme import LOOK, Look

__all__ = [
    "CHARTS",
    "FONTS",
    "LOOK",
    "Look",
    "contributions",
    "font_face_css",
    "gap_map",
    "journey",
    "matrix",
    "to_png",
    "to_svg",
]

_MODULES = {
    "CHARTS": "registry",
    "FONTS": "lettering",
    "LOOK": "theme",
    "Look": "theme",
    "contributions": "contribution_bars",
    "font_face_css": "lettering",
    "gap_map": "gap_heat_map",
    "journey": "journey_curve",
    "matrix": "effort_impact",
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
