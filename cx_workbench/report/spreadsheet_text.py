"""The figures as CSV, for spreadsheets and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.rank.export import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.report.model import Report

#: Excel takes a CSV for UTF-8 only if it begins with this mark.
_MARK = "\ufeff"


def render_csv(report: Report) -> Mapping[str, str]:
    """Write the ranked improvements and the measured cells, safe to open in a spreadsheet.

    Parameters
    ----------
    report
        What `cx_workbench.report.model.compose` settled.

    Returns
    -------
    dict of str to str
        ``improvements.csv`` and ``cells.csv``, figures in full.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.report.decided import Log
    >>> from cx_workbench.report.composing import compose
    >>> sorted(render_csv(compose(cx.rank(cx.example(), draws=0), Log())))
    ['cells.csv', 'improvements.csv']
    """
    return {
        "improvements.csv": _MARK + to_csv(report.ranking),
        "cells.csv": _MARK + to_csv(report.ranking, cells=True),
    }
