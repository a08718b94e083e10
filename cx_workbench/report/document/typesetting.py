"""From the content to the file: typst, its fonts, and nothing from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_workbench.report.document.content import content_of
from cx_workbench.report.document.pictures import placed

if TYPE_CHECKING:
    from cx_workbench.report.model import Report

_TEMPLATE = Path(__file__).with_name("report.typ")
#: The standard that makes readers with a screen reader equal.
_FOR_EVERYBODY = "ua-1"


def typeset(report: Report) -> bytes:
    """Write a report as PDF (see `cx_workbench.report.document.render`)."""
    pictures = {figure.name: placed(figure) for figure in report.figures}
    content = content_of(report, pictures)
    files = {
        "main": _TEMPLATE.read_bytes(),
        # The client's words are data here, never source: what typst obeys, they cannot be.
        "report.json": json.dumps(content, ensure_ascii=False, allow_nan=False).encode(),
    }
    files |= {f"{name}.svg": picture.svg.encode() for name, picture in pictures.items()}
    return _compiled(files)


def _compiled(files: dict[str, bytes]) -> bytes:
    import typst

    from cx_workbench.charts.lettering import typst_fonts

    fonts = typst_fonts()
    # It takes files in memory, which its type hints do not know.
    compiled: Any = typst.compile
    try:
        return bytes(compiled(files, font_paths=fonts, pdf_standards=_FOR_EVERYBODY))
    except typst.TypstError:
        # A letter that no font has may stand in no accessible file, but in a plain one.
        return bytes(compiled(files, font_paths=fonts))
