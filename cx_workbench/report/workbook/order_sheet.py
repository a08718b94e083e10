"""The order as the inputs have it: what the first sheet and its charts show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report import method
from cx_workbench.report.workbook.inputs_sheet import PINNED, label_of
from cx_workbench.report.workbook.plan import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.plan import Plan

_HOW = (
    "What the first sheet and its charts read: the list as it stands now, then the marks of all "
    "others. #N/A means that a chart draws nothing there."
)
#: So many places of the list have marks with a number of their own in the matrix.
NUMBERED = 20
_NOTHING = "#N/A"
_WORDS = {"title", "label", "numbered"}
_HEADS = {
    "place": "Place in the list",
    "row": "Row in the model",
    "in_top": "In the TOP N",
    "rank": "Rank",
    "label": "Improvement",
    "numbered": "With its rank",
    "effort": "Effort",
    "top": "Impact, TOP N",
    "next": "Impact, next",
    "score": "Score",
    "title": "Improvement",
    "rest": "Impact, not in the list",
    "beyond": "Impact, TOP N further down",
}


def numbered(plan: Plan) -> range:
    """Places whose marks have a number."""
    return plan.made.places[:NUMBERED]


def write(book: Book, plan: Plan) -> None:
    """Write the order."""
    order, others = plan.order, plan.others
    widths = [16, *([96] * len(order.columns))]
    widths[order.columns["label"]] = widths[order.columns["numbered"]] = 330
    widths[others.columns["title"]] = 330
    sheet = book.sheet(ORDER, widths)
    last = len(order.columns)
    sheet.head("The order as it is now", _HOW, last=last)
    for table in (order, others):
        for name, place in table.columns.items():
            sheet.heading(table.first - 1, place, _head(name), right=name not in _WORDS)
    for place in plan.made.places:
        _place(sheet, plan, place)
    for record in range(others.count):
        _other(sheet, plan, record)
    sheet.done(last=(others.end - 1, last), head=(order.first, 0), repeat=None)


def _head(name: str) -> str:
    if name in _HEADS:
        return _HEADS[name]
    return f"Adds: {method.criterion_name(name.partition(':')[2]).lower()}"


def _place(sheet: Sheet, plan: Plan, place: int) -> None:
    table, row = plan.order, plan.order.first + place
    found = int(plan.made.listed[place])
    sheet.number(row, table.columns["place"], place + 1, "quiet_figure", "0")
    own = table.at("place", place, on=ORDER)
    match = f"IFERROR(MATCH({own},{plan.model.all('place', on=ORDER)},0),0)"
    sheet.formula((row, table.columns["row"]), match, found + 1, "quiet_figure", "0")
    at = table.at("row", place, on=ORDER)
    for name, formula, value in _shown(plan, place):
        kind = "text" if name in _WORDS else "small_figure"
        nothing = '""' if name in {"rank", *_WORDS} else "0" if name == "in_top" else "NA()"
        full = f"IF({at}=0,{nothing},{formula})"
        figures = "0" if name in {"rank", "in_top"} else "0.000"
        sheet.formula((row, table.columns[name]), full, value, kind, figures)


def _shown(plan: Plan, place: int) -> Iterator[tuple[str, str, float | str]]:
    """Yield what is read of the improvement at a place: column, formula, what it is now."""
    table, found = plan.order, int(plan.made.listed[place])
    at, in_top = (table.at(name, place, on=ORDER) for name in ("row", "in_top"))
    improvement = plan.report.improvements[found]
    impact = float(plan.made.column("impact")[found])

    def of(column: str) -> str:
        return f"INDEX({plan.model.all(column, on=ORDER)},{at})"

    chosen = improvement.in_top
    tag = f'IF({of("decision")}="pinned","{PINNED}","")'
    yield "in_top", of("in_top"), int(chosen)
    yield "rank", of("number"), improvement.rank
    yield "label", f"{of('title')}&{tag}", label_of(plan, place)
    rank, label = (table.at(name, place, on=ORDER) for name in ("rank", "label"))
    with_rank = f"{improvement.rank}  {label_of(plan, place)}"
    yield "numbered", f'{rank}&"  "&{label}', with_rank
    yield "effort", of("figure:effort"), float(plan.made.column("effort")[found])
    mark = of("figure:impact")
    yield "top", f"IF({in_top}=1,{mark},NA())", impact if chosen else _NOTHING
    yield "next", f"IF({in_top}=1,NA(),{mark})", _NOTHING if chosen else impact
    if plan.adds_up:
        for name, added in zip(plan.made.names, improvement.adds, strict=True):
            yield f"adds:{name}", of(f"adds:{name}"), added
    else:
        yield "score", of("score"), improvement.score


def _other(sheet: Sheet, plan: Plan, record: int) -> None:
    """Write the mark of an improvement that has no number of its own."""
    table, model = plan.others, plan.model
    row = table.first + record
    improvement = plan.report.improvements[record]
    title, effort, impact, in_top, play, place = (
        model.at(name, record, on=ORDER)
        for name in ("title", "figure:effort", "figure:impact", "in_top", "in_play", "place")
    )
    days, gained = (float(plan.made.column(name)[record]) for name in ("effort", "impact"))
    further = record not in plan.made.listed[: len(numbered(plan))]
    sheet.formula((row, table.columns["title"]), title, improvement.title, "text")
    sheet.formula((row, table.columns["effort"]), effort, days, "small_figure", "0.000")
    for name, side in (("rest", 0), ("beyond", 1)):
        own = f"IF({place}>{len(numbered(plan))},IF({in_top}={side},{impact},NA()),NA())"
        shown = f"IF({play}=1,{own},NA())"
        value = gained if further and int(improvement.in_top) == side else _NOTHING
        sheet.formula((row, table.columns[name]), shown, value, "small_figure", "0.000")
