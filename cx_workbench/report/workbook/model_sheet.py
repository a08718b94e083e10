"""The model: estimates in, scores and ranks out; one row an improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import method
from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.checks import check, usable
from cx_workbench.report.workbook.formulas import BEST, WEIGHT, WORST, Row
from cx_workbench.report.workbook.inputs_sheet import changed, score_format
from cx_workbench.report.workbook.plan import MODEL
from cx_workbench.report.workbook.styles import FINE_PERCENT, PERCENT, decimals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.plan import Plan

_HOW = (
    "One row an improvement, in the order in which it was made. Blue cells are inputs; an orange "
    "one is not as it was: what it was stands far right, under When made. Pinned holds a place in "
    "the TOP N whatever the score, vetoed takes out."
)
#: Pixels.
_WIDE = {"title": 250, "rank": 64, "in_top": 56, "decision": 80, "check": 140}
_USUAL = 76
_CHECK_HIGH = 40
_LAST_PRINTED = "score"
_SHARE = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
_NOT_BELOW_0 = {"validate": "decimal", "criteria": ">=", "value": 0}
_FIGURE = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
#: A column, its formula, what that gives now, and its format.
Follows: TypeAlias = tuple[str, str, float, str]
_HEADS = {
    "rank": ("Rank", ""),
    "title": ("Improvement", ""),
    "in_top": ("In the TOP N", ""),
    "decision": ("Decided", ""),
    "effort_low": ("Effort, low", "person-days"),
    "effort_likely": ("Effort, likely", "person-days"),
    "effort_high": ("Effort, high", "person-days"),
    "closes_low": ("Closes, low", "of the gap"),
    "closes": ("Closes, likely", "of the gap"),
    "closes_high": ("Closes, high", "of the gap"),
    "check": ("Check", ""),
    "to_best": ("Distance to the best", ""),
    "to_worst": ("Distance to the worst", ""),
    "score": ("Score", ""),
    "usable": ("Inputs usable", "1 = yes"),
    "in_play": ("In play", "1 = yes"),
    "score_key": ("Score to order by", "12 decimals"),
    "impact_key": ("Impact to order by", "12 decimals"),
    "effort_key": ("Effort to order by", "12 decimals"),
    "by_id": ("Place by id", ""),
    "line": ("Place in line for fronts", ""),
    "number": ("Rank as a number", "0 = none"),
    "place": ("Place in the list", ""),
    "made_rank": ("When made: rank", ""),
}


def write(book: Book, plan: Plan) -> None:
    """Write the model."""
    table = plan.model
    widths = [16, *(_WIDE.get(name, _USUAL) for name in table.columns)]
    sheet = book.sheet(MODEL, widths, inputs=True)
    last = table.columns["check"]
    note = plan.note(on=MODEL)
    sheet.head("Model", _HOW, last=last, note=note)
    _groups(sheet, plan)
    _headings(sheet, plan)
    for record in range(table.count):
        _record(sheet, plan, record)
    _rules(sheet, plan)
    _marks(sheet, plan)
    printed = max(
        place
        for name, place in table.columns.items()
        if name == _LAST_PRINTED or name.startswith("adds:")
    )
    head = (table.first, table.columns["in_top"])
    sheet.done(last=(table.end - 1, printed), head=head, repeat=table.first - 1)


def _groups(sheet: Sheet, plan: Plan) -> None:
    """Say what the columns below belong to, and what weighs and anchors them."""
    table, row = plan.model, BODY
    first = {
        "decision": "Inputs: your estimates",
        "figure:gap": "What follows",
        f"worth:{plan.made.names[0]}": "Worth between the anchors, 0 to 1",
        "score": "Score",
        "usable": "What puts them in order",
        "made_rank": "When made",
    }
    if plan.adds_up:
        first[f"adds:{plan.made.names[0]}"] = "What each adds"
    for name, words in first.items():
        sheet.page.write_string(row, table.columns[name], words, sheet.style("group"))
    lines = ((WEIGHT, "Share of all weights"), (WORST, "Worth 0 at"), (BEST, "Worth 1 at"))
    before = table.columns[f"worth:{plan.made.names[0]}"] - 1
    for line, words in lines:
        sheet.page.write_string(table.first + line, before, words, sheet.style("quiet_figure"))
    for record, criterion in enumerate(plan.made.criteria):
        place = table.columns[f"worth:{criterion.name}"]
        known: tuple[tuple[int, str, float, str], ...] = (
            (WEIGHT, "share", float(plan.made.shares[record]), FINE_PERCENT),
            (WORST, "worst", criterion.worst, ""),
            (BEST, "best", criterion.best, ""),
        )
        for line, column, value, figures in known:
            there = plan.criteria.fixed(column, record, on=MODEL)
            sheet.formula((table.first + line, place), there, value, "quiet_figure", figures)


def _headings(sheet: Sheet, plan: Plan) -> None:
    for name, place in plan.model.columns.items():
        right = name not in {"title", "check", "decision"}
        sheet.heading(plan.model.first - 1, place, *_head(plan, name), right=right)


def _head(plan: Plan, name: str) -> tuple[str, str]:
    """Name a column and its unit."""
    if name in _HEADS:
        return _HEADS[name]
    kind, _, which = name.partition(":")
    if kind == "made":
        head, unit = _head(plan, which)
        return f"When made: {head[0].lower()}{head[1:]}", unit
    if kind == "part":
        return which.replace("_", " ").capitalize(), "as the method counts it"
    units = {criterion.name: criterion.unit for criterion in plan.made.criteria}
    said = method.criterion_name(which)
    unit = units[which] if units[which] != which else ""
    return said, unit if kind == "figure" else ""


def _record(sheet: Sheet, plan: Plan, record: int) -> None:
    """Write one improvement: words, inputs, then what follows from them."""
    table, made, row = plan.model, plan.made, Row(plan, record)
    at = table.first + record
    improvement = plan.report.improvements[record]
    sheet.text(at, table.columns["title"], improvement.title, "name")
    number, vetoed = row.at("number"), f'{row.at("decision")}="vetoed"'
    ranked = f'IF({number}>0,{number},IF({vetoed},"vetoed","–"))'
    sheet.formula((at, table.columns["rank"]), ranked, improvement.rank, "figure", "0")
    _decision(sheet, plan, record)
    for name, figures in _inputs(plan).items():
        figure = float(figures[record])
        shown = _input_format(name, figures)
        sheet.number(at, table.columns[name], figure, "input", shown)
        sheet.number(at, table.columns[f"made:{name}"], figure, "quiet_figure", shown)
    sheet.formula((at, table.columns["check"]), check(row), "", "text")
    sheet.at_least(at, _CHECK_HIGH)
    for name, formula, value, shown in _follows(plan, row):
        kind = "quiet_figure" if table.columns[name] >= table.columns["usable"] else "figure"
        sheet.formula((at, table.columns[name]), formula, value, kind, shown)
    sheet.number(at, table.columns["by_id"], float(made.by_id[record]), "quiet_figure", "0")
    sheet.number(at, table.columns["made_rank"], improvement.rank, "quiet_figure", "0")


def _decision(sheet: Sheet, plan: Plan, record: int) -> None:
    improvement, table = plan.report.improvements[record], plan.model
    decided = "pinned" if improvement.id in plan.report.ranking.pinned else ""
    row = table.first + record
    sheet.text(row, table.columns["decision"], decided, "input_text")
    sheet.text(row, table.columns["made:decision"], decided, "quiet_text")


def _inputs(plan: Plan) -> Mapping[str, NDArray[np.float64]]:
    """Figures of each input column of the model, as they are when made."""
    made = plan.made
    proposed = {
        name: made.proposed[name].to_numpy(dtype=float)
        for name in ("effort_low", "effort_likely", "effort_high", "closes_low", "closes_high")
    }
    proposed["closes"] = made.proposed["closes_likely"].to_numpy(dtype=float)
    found = {}
    for name in plan.figures:
        kind, _, which = name.partition(":")
        if kind == "figure":
            found[name] = made.column(which)
        else:
            found[name] = made.parts[which] if kind == "part" else proposed[name]
    return found


def _input_format(name: str, figures: NDArray[np.float64]) -> str:
    scale = 100 if name.startswith("closes") else 1
    whole = bool(np.allclose(figures * scale, np.round(figures * scale), atol=1e-9))
    if scale != 1:
        return PERCENT if whole else FINE_PERCENT
    if name.startswith("effort"):
        return decimals(0 if whole else 1)
    return ""


def _follows(plan: Plan, row: Row) -> Iterator[Follows]:
    """Yield what follows from the inputs of a row, from its figures to its place."""
    made, record = plan.made, row.record
    improvement = plan.report.improvements[record]
    shown = dict(zip(made.names, improvement.shown, strict=True))
    for name, formula in (("gap", row.gap()), ("impact", row.impact()), ("effort", row.effort())):
        places = decimals(len(shown[name].partition(".")[2]))
        yield f"figure:{name}", formula, float(made.column(name)[record]), places
    for name, column in made.part_names.items():
        if plan.part(column) not in plan.inputs:
            part = float(made.parts[column][record])
            yield plan.part(column), row.part(name), part, "#,##0.00"
    for name in made.names:
        yield f"worth:{name}", row.worth(name), float(made.worth[name][record]), "0.00"
    if plan.method == "topsis":
        for end, value in zip(("best", "worst"), _distances(plan, record), strict=True):
            yield f"to_{end}", row.distance(end), value, "0.000"
    yield "score", row.score(), improvement.score, score_format(plan)
    if plan.adds_up:
        for name, added in zip(made.names, improvement.adds, strict=True):
            yield f"adds:{name}", row.adds(name), added, "0.000"
    yield from _order(plan, row)


def _order(plan: Plan, row: Row) -> Iterator[Follows]:
    """Yield what puts the improvements in order, and the place that comes of it."""
    made, record = plan.made, row.record
    improvement = plan.report.improvements[record]
    unfit = f'{plan.fault(on=MODEL)}<>""'
    play = f'IF({unfit},0,IF({row.at("decision")}="vetoed",0,1))'
    yield "usable", usable(row), 1, "0"
    yield "in_play", play, 1, "0"
    for name in ("score", "impact", "effort"):
        column = name if name == "score" else f"figure:{name}"
        yield f"{name}_key", row.key(column), round(float(made.column(name)[record]), 12), "0.000"
    if plan.fronts is not None:
        for place, name in enumerate(made.names):
            compared = float(made.compared[record, place])
            yield f"compared:{name}", row.compared(name), compared, "0.00"
        yield "line", row.line(), int(made.lines[record]), "0"
    yield "number", row.number(), improvement.rank, "0"
    yield "in_top", row.in_top(), int(improvement.in_top), '"●";;""'
    yield "place", row.place(), int(np.flatnonzero(made.listed == record)[0]) + 1, "0"


def _distances(plan: Plan, record: int) -> tuple[float, float]:
    made = plan.made
    worth = np.array([made.worth[name][record] for name in made.names]).clip(0, 1)
    return (
        float(np.linalg.norm((1 - worth) * made.shares)),
        float(np.linalg.norm(worth * made.shares)),
    )


def _rules(sheet: Sheet, plan: Plan) -> None:
    """Let every input take only what can be reckoned with."""
    table = plan.model

    def rule(column: str, taken: Mapping[str, Any], words: str) -> None:
        place = table.columns[column]
        said = {"error_title": "Not a usable input", "error_message": words}
        sheet.valid((table.first, place, table.end - 1, place), {**taken, **said})

    choice = {"validate": "list", "source": ["pinned", "vetoed"]}
    rule("decision", choice, "Choose pinned or vetoed, or leave it empty.")
    for column in plan.figures:
        if column.startswith("effort"):
            rule(column, _NOT_BELOW_0, "Person-days: a number of 0 or more.")
        elif column.startswith("closes"):
            rule(column, _SHARE, "A share of the gap: from 0 % to 100 %.")
        else:
            rule(column, _FIGURE, "A number.")


def _marks(sheet: Sheet, plan: Plan) -> None:
    """Show which inputs were changed and who is in the TOP N now."""
    table = plan.model
    for column in plan.inputs:
        changed(sheet, table, column, f"made:{column}")
    flag = table.columns["in_top"]
    cell = table.at("in_top", 0, on=MODEL)
    for place in (table.columns["rank"], flag):
        block = (table.first, place, table.end - 1, place)
        sheet.when(block, f"${cell}=1", font_color=LOOK.chosen, bold=True)
