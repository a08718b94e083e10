"""The report as a document to print: A4, typeset by typst, with the pictures as vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.report.model import Report

__all__ = ["render"]


def render(report: Report) -> bytes:
    """Write a report as PDF.

    It says what the page says, in the same order, and is tagged for screen readers (PDF/UA-1,
    unless the study has letters that no font on this machine can show). Nothing is fetched and
    nothing is written on the way.

    Parameters
    ----------
    report
        What is handed over.

    Returns
    -------
    bytes
        The file; equal for equal reports.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.report.decided import Log
    >>> from cx_workbench.report.composing import compose
    >>> render(compose(cx.rank(cx.example(), draws=0), Log()))[:5]
    b'%PDF-'
    """
    from cx_workbench.report.document.typesetting import typeset

    return typeset(report)
