"""The page: everything that a reader needs to trust a TOP N, or not to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import visible
from cx_workbench.report import live, method, words
from cx_workbench.report.bars import lengths
from cx_workbench.report.sparkline import sparkline

if TYPE_CHECKING:
    from jinja2 import Template

    from cx_workbench.report.model import Figure, Report

_HERE = Path(__file__).parent
#: What no page may hold, and no eye can see.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render(report: Report) -> str:
    """Write the page of a report (see `cx_workbench.report.page`)."""
    scripts = live.scripts() if report.figures else ()
    return _template().render(
        report=report,
        ranking=report.ranking,
        css=(_HERE / "page.css").read_text(encoding="utf-8"),
        fonts=_fonts(),
        scripts=scripts,
        policy=live.policy(scripts),
        data=live.data,
        words=words,
        method=method,
        sparkline=sparkline,
        bars=lengths,
        svg=_svg,
        left_out=[
            *([("vetoed", "Vetoed", report.vetoed)] if report.vetoed else []),
            ("not-measured", "Not measured", report.not_measured),
            ("out-of-scope", "Out of scope", report.out_of_scope),
        ],
    )


def prepare() -> None:
    """Make what all pages have in common, once in a process."""
    _template()
    _fonts()
    live.scripts()


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")


def _readable(value: object) -> object:
    """Put a sign for what cannot be seen; markup of ours stays as it is."""
    if type(value) is not str:
        return value
    return _UNSEEN.sub(lambda found: visible(found[0]), value)


@cache
def _fonts() -> str:
    from cx_workbench.charts import font_face_css

    return font_face_css()


def _svg(figure: Figure) -> str:
    from cx_workbench.charts.vector import svg_text

    return svg_text(figure.drawing, in_html=True)
