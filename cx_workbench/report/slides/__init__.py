"""The report as slides: native charts and tables, a message a slide, the evidence in the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.report.model import Report

__all__ = ["render"]


def render(report: Report, template: Path | None = None) -> bytes:
    """Write a report as a PowerPoint presentation.

    Every chart and table can be edited in PowerPoint, LibreOffice Impress or Keynote. The title
    of each slide is its message; its notes hold the evidence. What does not fit goes on to a
    further slide, so nothing is cut.

    Parameters
    ----------
    report
        What is handed over.
    template
        A client's own presentation (``.pptx``) or template (``.potx``). Its slides are left out;
        its layouts, fonts, colours and size are used. ``None``: our own look, 13.333 x 7.5 in,
        in Arial, which has Latin, Central European and Cyrillic letters and is found, or
        replaced by a font as wide, wherever slides are opened.

    Returns
    -------
    bytes
        The file; equal for equal reports.

    Raises
    ------
    SettingError
        The template is not there, is no presentation, or has no layout with a title and enough
        room beneath it.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.report.decided import Log
    >>> from cx_workbench.report.composing import compose
    >>> render(compose(cx.rank(cx.example(), draws=0), Log()))[:2]
    b'PK'
    """
    from cx_workbench.report.slides.story import tell

    return tell(report, template)
