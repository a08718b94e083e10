"""Steps in between that have no room in the model: paths of personas, fronts of improvements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.report.workbook.plan import FRONTS, PATHS
from cx_workbench.report.workbook.styles import FINE_PERCENT

if TYPE_CHECKING:
    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.places import Table
    from cx_workbench.report.workbook.plan import Plan

_PATHS_HOW = (
    "How many of 100 journeys have no disappointment, step by step multiplied: as it is, and with "
    "each improvement. Impact on the sheet Model is the mean difference, by the weight of the "
    "personas."
)
_FRONTS_HOW = (
    "Improvements in an order in which nobody stands behind one that it beats. The front is one "
    "more than that of the last front among those that beat it in every criterion with a weight."
)
_WEIGHT_LINE, _BEFORE_LINE = -3, -2


def write_paths(book: Book, plan: Plan, table: Table) -> None:
    """Write each persona's joint satisfaction, as it is and with each improvement."""
    people = plan.report.personas
    sheet = book.sheet(PATHS, [16, 330, *(130 for _ in people)])
    sheet.head("What is left after all steps", _PATHS_HOW, last=len(people) + 1)
    head, weights, before = table.first - 1, table.first + _WEIGHT_LINE, table.first + _BEFORE_LINE
    sheet.text(weights, 1, "Share of all weights", "quiet_text")
    sheet.text(before, 1, "As it is", "name")
    sheet.heading(head, 1, "With this improvement", right=False)
    kept, with_each = plan.made.path(), plan.made.paths()
    for person, (name, weight) in enumerate(people):
        place = table.columns[str(person)]
        sheet.heading(head, place, name, right=True)
        share = plan.people.fixed("share", person, on=PATHS)
        sheet.formula((weights, place), share, weight, "quiet_figure", FINE_PERCENT)
        cells = _own(plan, "kept", person)
        sheet.formula(
            (before, place), f"PRODUCT({cells})", float(kept[person]), "figure", FINE_PERCENT
        )
    for record, row in enumerate(table.rows):
        sheet.text(row, 1, plan.report.improvements[record].title, "text")
        for person in range(len(people)):
            _path(sheet, plan, (record, person), float(with_each[record, person]))
    sheet.done(last=(table.end - 1, len(people) + 1), head=(table.first, 2), repeat=head)


def _own(plan: Plan, column: str, person: int) -> str:
    """Point at the cells of one persona."""
    count = len(plan.report.touchpoints)
    return plan.cells.part(column, person * count, (person + 1) * count - 1, on=PATHS)


def _path(sheet: Sheet, plan: Plan, place: tuple[int, int], value: float) -> None:
    record, person = place
    count = len(plan.report.touchpoints)
    works = plan.touches.part(str(record), person * count, (person + 1) * count - 1, on=PATHS)
    closes = plan.model.at("closes", record, on=PATHS)
    kept, lift = _own(plan, "kept", person), _own(plan, "lift", person)
    if plan.paths is None:  # pragma: no cover - this sheet is theirs
        return
    # The product of a sum of columns needs an array formula, in Excel as in LibreOffice.
    row, column = plan.paths.first + record, plan.paths.columns[str(person)]
    sheet.page.write_array_formula(
        row,
        column,
        row,
        column,
        f"{{=PRODUCT({kept}+{works}*{lift}*N({closes})/100)}}",
        sheet.style("figure", FINE_PERCENT),
        value,
    )


def write_fronts(book: Book, plan: Plan, table: Table) -> None:
    """Write the fronts, one improvement after the other."""
    names = plan.made.names
    sheet = book.sheet(FRONTS, [16, 80, 96, 330, *(110 for _ in names), 80])
    sheet.head("Who is beaten by whom", _FRONTS_HOW, last=len(names) + 4)
    head = table.first - 1
    for place, words in ((1, "In line"), (2, "Row in the model")):
        sheet.heading(head, place, words, right=True)
    sheet.heading(head, 3, "Improvement", right=False)
    for name in names:
        sheet.heading(head, table.columns[f"compared:{name}"], f"Worth: {name}", right=True)
    sheet.heading(head, table.columns["front"], "Front", right=True)
    for line in range(table.count):
        _front(sheet, plan, table, line)
    last = (table.end - 1, table.columns["front"])
    sheet.done(last=last, head=(table.first, 4), repeat=head)


def _front(sheet: Sheet, plan: Plan, table: Table, line: int) -> None:
    made, row = plan.made, table.first + line
    record = int(np.flatnonzero(made.lines == line + 1)[0])
    sheet.number(row, 1, line + 1, "quiet_figure", "0")
    found = table.at("row", line, on=FRONTS)
    match = f"MATCH({table.at('line', line, on=FRONTS)},{plan.model.all('line', on=FRONTS)},0)"
    sheet.formula((row, 2), match, record + 1, "quiet_figure", "0")
    titles = plan.model.all("title", on=FRONTS)
    title = plan.report.improvements[record].title
    sheet.formula((row, 3), f"INDEX({titles},{found})", title, "text")
    for place, name in enumerate(made.names):
        column = f"compared:{name}"
        there = f"INDEX({plan.model.all(column, on=FRONTS)},{found})"
        value = float(made.compared[record, place])
        sheet.formula((row, table.columns[column]), there, value, "figure", "0.000")
    front = round(1 / plan.report.improvements[record].score)
    sheet.formula((row, table.columns["front"]), _beaten(plan, table, line), front, "figure", "0")


def _beaten(plan: Plan, table: Table, line: int) -> str:
    """One more than the last front among those before that beat it."""
    if line == 0:
        return "1"
    no_worse, better = [], []
    for name in plan.made.names:
        column = f"compared:{name}"
        before = table.part(column, 0, line - 1, on=FRONTS)
        own = table.at(column, line, on=FRONTS)
        no_worse.append(f"({before}>={own})")
        better.append(f"({before}>{own})")
    fronts = table.part("front", 0, line - 1, on=FRONTS)
    return f"1+SUMPRODUCT(MAX({fronts}*{'*'.join(no_worse)}*(({'+'.join(better)})>0)))"
