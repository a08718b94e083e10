"""The workbook: a live model of a ranking, for people who trust what they can recalculate.

Weights, anchors, estimates, pins and vetoes are input cells; gaps, impacts, scores, ranks and
the TOP N follow by formulas that Excel and LibreOffice reckon alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.report.model import Report


def render(report: Report) -> bytes:
    """Write a report as an XLSX file.

    Every formula comes with what it gives now, so that viewers which do not calculate show the
    same figures. A text of the study is always text: never a formula, never a link.

    Parameters
    ----------
    report
        What `cx_workbench.report.model.compose` settled.

    Returns
    -------
    bytes
        The file; the same report gives the same bytes.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.report.decided import Log
    >>> from cx_workbench.report.composing import compose
    >>> render(compose(cx.rank(cx.example(), draws=0), Log()))[:2]
    b'PK'
    """
    from cx_workbench.report.workbook import (
        cells_sheet,
        evidence_sheets,
        inputs_sheet,
        journey_sheet,
        model_sheet,
        order_sheet,
        steps_sheets,
        top_sheet,
        words_sheets,
    )
    from cx_workbench.report.workbook.book import Book
    from cx_workbench.report.workbook.made import Made
    from cx_workbench.report.workbook.plan import plan

    book, made = Book(report), Made(report.ranking)
    places = plan(report, made)
    if not places.is_live:
        top_sheet.write_nothing(book, report)
    else:
        top_sheet.write(book, places)
        inputs_sheet.write(book, places)
        model_sheet.write(book, places)
        evidence_sheets.write_why(book, places)
    if places.sure is not None:
        evidence_sheets.write_sure(book, places, places.sure)
    journey_sheet.write(book, places)
    cells_sheet.write_cells(book, places)
    words_sheets.write_left_out(book, report)
    if report.log:
        words_sheets.write_decisions(book, report)
    if report.history is not None:
        words_sheets.write_moved(book, report, report.history)
    words_sheets.write_method(book, report, live=places.is_live)
    if places.is_live:
        cells_sheet.write_touches(book, places)
        order_sheet.write(book, places)
    if places.paths is not None:
        steps_sheets.write_paths(book, places, places.paths)
    if places.fronts is not None:
        steps_sheets.write_fronts(book, places, places.fronts)
    return book.close()
