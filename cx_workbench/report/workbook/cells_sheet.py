"""The evidence: every persona at every touchpoint, and which improvement works where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import words
from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.lettering import height, plain
from cx_workbench.report.workbook.plan import CELLS, TOUCHES
from cx_workbench.report.workbook.styles import FINE_PERCENT, POINTS, SIGNED_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.plan import Plan

_HOW = (
    "One row a persona at a touchpoint, with the answers as measured. Hatched: not measured, it "
    "counts nowhere."
)
_LIVE = "The weight of a persona, and what is reckoned with it, follow the sheet Inputs."
_WORKS = (
    "A dot: the improvement works on this persona at this touchpoint, and something is measured "
    "there. The rows are those of the sheet Cells; gap and impact are sums over the dots."
)
_POINTS = "index points"
#: Heading, unit, width in pixels.
_COLUMNS = {
    "persona": ("Persona", "", 170),
    "touchpoint": ("Touchpoint", "", 200),
    "metric": ("Metric", "", 60),
    "n": ("Answers", "", 72),
    "reality": ("Reality", _POINTS, 72),
    "low": ("95 % from", _POINTS, 72),
    "high": ("95 % to", _POINTS, 72),
    "reference": ("Reference", _POINTS, 78),
    "gap": ("Gap", _POINTS, 100),
    "reach": ("Reach", "of journeys", 76),
    "importance": ("Importance", "of touch-points", 84),
    "weight": ("Weight", "of the persona", 76),
    "counted": ("Gap that counts", _POINTS, 76),
    "mass": ("Weight × reach", "", 70),
    "gain": ("Gain if closed", "points of the index", 84),
    "kept": ("Left satisfied", "of journeys", 76),
    "lift": ("Gap × reach", _POINTS, 76),
    "known": ("Importance", "0 to 10", 84),
}
#: Pixels: height of upright titles, and the least width of a column of dots.
_UPRIGHT, _DOT = 220, 32
_TEXTS = {"persona", "touchpoint", "metric"}
_FORMATS = {
    "n": "#,##0",
    "gap": SIGNED_POINTS,
    "reach": FINE_PERCENT,
    "importance": FINE_PERCENT,
    "weight": FINE_PERCENT,
    "mass": "0.000",
    "gain": "0.000",
    "kept": FINE_PERCENT,
}


def write_cells(book: Book, plan: Plan) -> None:
    """Write every persona at every touchpoint."""
    table = plan.cells
    widths = [16, *(_COLUMNS[name][2] for name in table.columns)]
    sheet = book.sheet(CELLS, widths)
    reading = f"{_HOW} {_LIVE}" if plan.is_live else _HOW
    sheet.head("Every persona at every touchpoint", reading, last=10)
    for name, place in table.columns.items():
        head, unit, _ = _COLUMNS[name]
        sheet.heading(table.first - 1, place, head, unit, right=name not in _TEXTS)
    for record in range(table.count):
        _cell(sheet, plan, record)
    last = (table.end - 1, len(table.columns))
    sheet.done(last=last, head=(table.first, 3), repeat=table.first - 1)


def _cell(sheet: Sheet, plan: Plan, record: int) -> None:
    table, row = plan.cells, plan.cells.first + record
    cell = plan.made.cells.iloc[record]
    shown = plan.cell(record)
    texts = (shown.persona, shown.touchpoint, shown.metric)
    for name, text in zip(("persona", "touchpoint", "metric"), texts, strict=True):
        sheet.text(row, table.columns[name], text, "text")
    if shown.fewer_than and not shown.n:
        sheet.text(row, table.columns["n"], words.answers(0, shown.fewer_than), "missing")
    else:
        sheet.number(row, table.columns["n"], shown.n, "small_figure", _FORMATS["n"])
    for name in ("reality", "low", "high"):
        _measured(sheet, (row, table.columns[name]), float(cell[name]), POINTS)
    _reference(sheet, plan, record)
    sheet.number(row, table.columns["reach"], float(cell["reach"]), "small_figure", FINE_PERCENT)
    _weight(sheet, plan, record)
    if not cell["measured"]:
        _silent(sheet, plan, record)
        return
    sheet.number(
        row, table.columns["importance"], float(cell["importance"]), "small_figure", FINE_PERCENT
    )
    for name, formula, value in _reckoned(plan, record):
        sheet.formula(
            (row, table.columns[name]), formula, value, "small_figure", _FORMATS.get(name, POINTS)
        )
    if "known" in table.columns:
        known = float(plan.made.importance_known[record])
        sheet.number(row, table.columns["known"], known, "small_figure", POINTS)


def _weight(sheet: Sheet, plan: Plan, record: int) -> None:
    """Write the weight of the persona, as the inputs have it."""
    row, place = plan.cells.first + record, plan.cells.columns["weight"]
    known = float(plan.made.weight[record])
    if plan.is_live:
        person = int(plan.made.cells["persona_at"].iloc[record])
        share = plan.people.fixed("share", person, on=CELLS)
        sheet.formula((row, place), share, known, "quiet_figure", FINE_PERCENT)
    else:
        sheet.number(row, place, known, "quiet_figure", FINE_PERCENT)


def _reference(sheet: Sheet, plan: Plan, record: int) -> None:
    cell, place = plan.made.cells.iloc[record], plan.cells.columns["reference"]
    row, figure = plan.cells.first + record, float(cell["reference"])
    is_input = plan.is_live and cell["touchpoint_at"] in plan.aims
    if plan.targets is None or not is_input:
        _measured(sheet, (row, place), figure, POINTS)
        return
    target = plan.targets.fixed("target", plan.aims.index(cell["touchpoint_at"]), on=CELLS)
    sheet.formula((row, place), f"N({target})", figure, "small_figure", POINTS)


def _measured(sheet: Sheet, place: tuple[int, int], figure: float, figures: str) -> None:
    """Write a figure, or hatch its cell: what is not measured is no number."""
    if figure == figure:  # noqa: PLR0124  NaN alone is not itself
        sheet.number(*place, figure, "small_figure", figures)
    else:
        sheet.text(*place, "", "missing")


def _silent(sheet: Sheet, plan: Plan, record: int) -> None:
    """Say that a cell counts nowhere; the zeros are what sums take."""
    table, row = plan.cells, plan.cells.first + record
    sheet.text(row, table.columns["gap"], "not measured", "missing")
    sheet.text(row, table.columns["importance"], "", "missing")
    for name in ("counted", "mass", "gain", "lift", "known"):
        if name in table.columns:
            sheet.number(row, table.columns[name], 0, "missing", '"–"')
    if "kept" in table.columns:
        sheet.number(row, table.columns["kept"], 1, "missing", '"–"')


def _reckoned(plan: Plan, record: int) -> Iterator[tuple[str, str, Any]]:
    """Yield what follows from reality, reference and weights: column, formula, what it is now."""
    made, table = plan.made, plan.cells
    at = {name: table.at(name, record, on=CELLS) for name in table.columns}
    weight, reach = made.weight[record], made.cell("reach")[record]
    counted, importance = made.counted[record], made.cell("importance")[record]
    yield "gap", f"{at['reference']}-{at['reality']}", made.cell("gap")[record]
    yield "counted", f"MAX({at['gap']},0)", counted
    yield "mass", f"{at['weight']}*{at['reach']}", weight * reach
    gain = f"{at['weight']}*{at['importance']}*{at['counted']}"
    yield "gain", gain, weight * importance * counted
    if plan.paths is not None:
        yield "kept", f"1-{at['reach']}*(1-{at['reality']}/100)", made.kept[record]
        yield "lift", f"{at['reach']}*{at['counted']}", reach * counted


def write_touches(book: Book, plan: Plan) -> None:
    """Write which improvement works on which cells."""
    table = plan.touches
    titles = [plain(improvement.title) for improvement in plan.report.improvements]
    upright = [max(height(title, _UPRIGHT, LOOK.small) + 2, _DOT) for title in titles]
    widths = [16, 170, 210, *upright]
    sheet = book.sheet(TOUCHES, widths)
    sheet.head("Which improvement works where", _WORKS, last=min(20, len(widths) - 1))
    head = table.first - 1
    sheet.heading(head, 1, "Persona", right=False)
    sheet.heading(head, 2, "Touchpoint", right=False)
    sheet.at_least(head, _UPRIGHT + 10)
    for place, title in enumerate(titles):
        sheet.text(head, table.columns[str(place)], title, "heading_upright")
    for record, (row, touched) in enumerate(zip(table.rows, plan.made.touched.T, strict=True)):
        cell = plan.cell(record)
        sheet.text(row, 1, cell.persona, "text")
        sheet.text(row, 2, cell.touchpoint, "text")
        for improvement, works in enumerate(touched):
            sheet.number(row, table.columns[str(improvement)], float(works), "dot")
    last = (table.end - 1, len(widths) - 1)
    sheet.done(last=last, head=(BODY + 1, 3), repeat=head)
