"""The inputs: what counts how much, and beside it the order that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.theme import LOOK
from cx_workbench.rank.methods import METHODS
from cx_workbench.report import method
from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.checks import fault
from cx_workbench.report.workbook.lettering import height, plain
from cx_workbench.report.workbook.plan import INPUTS
from cx_workbench.report.workbook.styles import CHANGED, FINE_PERCENT

if TYPE_CHECKING:
    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.places import Table
    from cx_workbench.report.workbook.plan import Plan

_WIDTHS = (16, 220, 82, 82, 82, 82, 140, 80, 80, 80, 24, 56, 380, 76)
_UNIT, _LAST, _RANK, _TITLE, _SCORE = 6, 9, 11, 12, 13
_HOW = (
    "Blue cells are inputs: change one and everything else in this workbook follows. A cell turns "
    "orange once it is not as it was; beside it stands what it was when made. Effort, what is "
    "closed, pins and vetoes are on the sheet Model."
)
_A_NUMBER = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
_NOT_BELOW_0 = {"validate": "decimal", "criteria": ">=", "value": 0}


def write(book: Book, plan: Plan) -> None:
    """Write the sheet of inputs."""
    sheet = book.sheet(INPUTS, _WIDTHS, inputs=True)
    note = plan.note(on=INPUTS)
    sheet.head("Inputs", _HOW, last=_LAST, note=note)
    _criteria(sheet, plan)
    _size(sheet, plan)
    _people(sheet, plan)
    if plan.targets is not None:
        _targets(sheet, plan, plan.targets)
    _checks(sheet, plan)
    _list(sheet, plan)
    end = max(plan.checks.end, plan.order.count + BODY + 2)
    sheet.done(last=(end, _SCORE), head=(BODY - 1, 0), repeat=None)


def changed(sheet: Sheet, table: Table, column: str, made: str) -> None:
    """Let inputs turn orange once they are not as they were."""
    place = table.columns[column]
    own = table.at(column, 0, on=sheet.name)
    was = table.at(made, 0, on=sheet.name)
    block = (table.first, place, table.end - 1, place)
    sheet.when(block, f"{own}<>{was}", bg_color=CHANGED, bold=True)


def _block(table: Table, first: str, last: str | None = None) -> tuple[int, int, int, int]:
    return (
        table.first,
        table.columns[first],
        table.end - 1,
        table.columns[last or first],
    )


def _rule(rule: dict[str, object], message: str) -> dict[str, object]:
    return {**rule, "error_title": "Not a usable input", "error_message": message}


def _criteria(sheet: Sheet, plan: Plan) -> None:
    table, ranking = plan.criteria, plan.report.ranking
    sheet.section(table.first - 2, "What counts, and how much")
    heads = ("Weight", "Share of all weights", "Worth 0 at", "Worth 1 at")
    sheet.heading(table.first - 1, 1, "Criterion", right=False)
    for place, head in enumerate(heads, start=2):
        sheet.heading(table.first - 1, place, head, right=True)
    sheet.heading(table.first - 1, _UNIT, "Unit", right=False)
    for place, head in enumerate(("Weight", "Worth 0 at", "Worth 1 at"), start=7):
        sheet.heading(table.first - 1, place, f"When made: {head.lower()}", right=True)
    total = f"SUM({table.all('weight', on=INPUTS)})"
    for record, (row, criterion) in enumerate(zip(table.rows, ranking.criteria, strict=True)):
        sheet.text(row, 1, method.criterion_name(criterion.name), "name")
        own = table.at("weight", record, on=INPUTS)
        for column in ("weight", "worst", "best"):
            figure = getattr(criterion, column)
            sheet.number(row, table.columns[column], figure, "input")
            sheet.number(row, table.columns[f"made_{column}"], figure, "quiet_figure")
        share = f"IF({total}>0,N({own})/{total},0)"
        sheet.formula((row, 3), share, plan.made.shares[record], "figure", FINE_PERCENT)
        sheet.text(row, _UNIT, criterion.unit, "text")
    for column in ("weight", "worst", "best"):
        changed(sheet, table, column, f"made_{column}")
    sheet.valid(_block(table, "weight"), _rule(_NOT_BELOW_0, "A weight is a number of 0 or more."))
    sheet.valid(
        _block(table, "worst", "best"),
        _rule(_A_NUMBER, "An anchor is a number, in the unit of its criterion."),
    )
    sheet.words(table.end, 1, _LAST, _weights_in_words(plan), "reading")


def _weights_in_words(plan: Plan) -> str:
    known = METHODS[plan.method]
    if known.weighted:
        return "Weights count in proportion: 3, 4 and 3 are the same as 0.3, 0.4 and 0.3."
    if plan.method == "pareto":
        return "In this method only whether a weight is above 0 counts."
    return f"The weights play no part in this method ({known.title}); the anchors may."


def _size(sheet: Sheet, plan: Plan) -> None:
    table, made = plan.size, plan.made
    row, most = table.first, made.most
    sheet.section(row - 2, "How many to name")
    sheet.heading(row - 1, 1, "The TOP", right=False)
    sheet.heading(row - 1, 2, "N", right=True)
    sheet.heading(row - 1, 3, "When made", right=True)
    sheet.text(row, 1, f"A whole number from 1 to {most}", "name")
    sheet.number(row, 2, plan.report.ranking.top, "input", "0")
    sheet.number(row, 3, plan.report.ranking.top, "quiet_figure", "0")
    changed(sheet, table, "value", "made")
    rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": most}
    sheet.valid(_block(table, "value"), _rule(rule, f"Give a whole number from 1 to {most}."))


def _people(sheet: Sheet, plan: Plan) -> None:
    table = plan.people
    sheet.section(table.first - 2, "Whose gaps count how much")
    sheet.heading(table.first - 1, 1, "Persona", right=False)
    for place, head in enumerate(("Weight", "Share of all weights", "When made"), start=2):
        sheet.heading(table.first - 1, place, head, right=True)
    whole = table.all("weight", on=INPUTS)
    for record, (row, (name, weight)) in enumerate(
        zip(table.rows, plan.report.personas, strict=True)
    ):
        sheet.text(row, 1, name, "name")
        sheet.number(row, 2, weight, "input", FINE_PERCENT)
        own = table.at("weight", record, on=INPUTS)
        share = f"IF(SUM({whole})>0,N({own})/SUM({whole}),1/{table.count})"
        sheet.formula((row, 3), share, weight, "figure", FINE_PERCENT)
        sheet.number(row, 4, weight, "quiet_figure", FINE_PERCENT)
    changed(sheet, table, "weight", "made_weight")
    sheet.valid(_block(table, "weight"), _rule(_NOT_BELOW_0, "A weight is a number of 0 or more."))
    alike = f'IF(SUM({whole})=0,"All weights are 0, so all personas count alike.","")'
    sheet.merged_formula((table.end, 1, 4), alike, "", "reading")


def _targets(sheet: Sheet, plan: Plan, table: Table) -> None:
    sheet.section(table.first - 2, "What reality is held against")
    sheet.heading(table.first - 1, 1, "Touchpoint", right=False)
    sheet.heading(table.first - 1, 2, "Target", "index points", right=True)
    sheet.heading(table.first - 1, 3, "When made", "index points", right=True)
    cells = plan.made.cells
    for row, place in zip(table.rows, plan.aims, strict=True):
        here = cells.loc[cells["touchpoint_at"] == place, "reference"]
        target = float(here.dropna().iloc[0])
        sheet.text(row, 1, plan.report.touchpoints[place].name, "name")
        sheet.number(row, 2, target, "input")
        sheet.number(row, 3, target, "quiet_figure")
    changed(sheet, table, "target", "made_target")
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.valid(_block(table, "target"), _rule(rule, "A target lies from 0 to 100 index points."))


def _checks(sheet: Sheet, plan: Plan) -> None:
    table = plan.checks
    sheet.section(table.first - 2, "What the workbook finds")
    names = ("What stops the ranking", "Inputs changed since made", "Note on the other sheets")
    for row, name in zip(table.rows, names, strict=True):
        sheet.text(row, 1, name, "name")
    stops, count, note = table.rows
    sheet.merged_formula((stops, 2, _UNIT), fault(plan), "", "text")
    sheet.formula((count, 2), _count(plan), 0, "figure", "0")
    sheet.merged_formula((note, 2, _UNIT), _note(plan), "", "text")
    sheet.at_least(note, 2 * 16 + 8)


def _count(plan: Plan) -> str:
    """Count the inputs that are not as they were."""
    pairs = [(plan.criteria, name, f"made_{name}") for name in ("weight", "worst", "best")]
    pairs += [(plan.size, "value", "made"), (plan.people, "weight", "made_weight")]
    if plan.targets is not None:
        pairs.append((plan.targets, "target", "made_target"))
    pairs += [(plan.model, name, f"made:{name}") for name in plan.inputs]
    return "+".join(
        f"SUMPRODUCT(--({table.all(name, on=INPUTS)}<>{table.all(was, on=INPUTS)}))"
        for table, name, was in pairs
    )


def _note(plan: Plan) -> str:
    stops, count = plan.fault(on=INPUTS), plan.changed(on=INPUTS)
    many = f'{count}&IF({count}=1," input was"," inputs were")'
    words = (
        " changed since this was made. Order, scores and charts follow; reasons and how sure it "
        "is stay as they were made."
    )
    return f'IF({stops}<>"","Nothing is ranked. "&{stops},IF({count}=0,"",{many}&"{words}"))'


def _list(sheet: Sheet, plan: Plan) -> None:
    """Show at once what an input does."""
    made, order = plan.made, plan.order
    first = BODY + 2
    sheet.section(first - 2, "The order that comes of it", _RANK)
    sheet.heading(first - 1, _RANK, "Rank", right=True)
    sheet.heading(first - 1, _TITLE, "Improvement", right=False)
    sheet.heading(first - 1, _SCORE, "Score", right=True)
    scores = plan.model.all("score", on=INPUTS)
    tallest = highest_label(plan, sheet.room(_TITLE), LOOK.small)
    for place in made.places:
        found, row = made.listed[place], first + place
        at = order.at("row", place, on=INPUTS)
        improvement = plan.report.improvements[found]
        rank, label = (order.at(name, place, on=INPUTS) for name in ("rank", "label"))
        sheet.formula((row, _RANK), rank, improvement.rank, "figure", "0")
        sheet.formula((row, _TITLE), label, label_of(plan, place), "text")
        sheet.at_least(row, tallest)
        score = f'IF({at}=0,"",INDEX({scores},{at}))'
        sheet.formula((row, _SCORE), score, improvement.score, "figure", score_format(plan))
    size = plan.size.fixed("value", 0, on=INPUTS)
    block = (first, _RANK, first + len(made.places) - 1, _SCORE)
    sheet.when(block, f"ROW()-{first}>{size}", font_color=LOOK.quiet)


def label_of(plan: Plan, place: int) -> str:
    """Return what the list calls an improvement when it is made."""
    improvement = plan.report.improvements[plan.made.listed[place]]
    pinned = improvement.id in plan.report.ranking.pinned
    return f"{improvement.title}{PINNED if pinned else ''}"


def highest_label(plan: Plan, width: int, size: int, *, bold: bool = False) -> int:
    """Return the height of a row in which any improvement may come to stand, in pixels."""
    return max(
        height(f"{plain(each.title)}{PINNED}", width, size, bold=bold)
        for each in plan.report.improvements
    )


def score_format(plan: Plan) -> str:
    """Return the format in which scores can be told apart."""
    scores = plan.made.column("score")
    return "0.000" if abs(scores).max(initial=0.0) < _COARSE_FROM else "#,##0.0"


PINNED = " · pinned"
_COARSE_FROM = 10
