"""The journey: outcomes, gaps from the first touchpoint to the last, and whose way one likes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import words
from cx_workbench.report.workbook import native_charts
from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.lettering import plain
from cx_workbench.report.workbook.places import Table, columns
from cx_workbench.report.workbook.plan import JOURNEY
from cx_workbench.report.workbook.styles import POINTS, SIGNED_POINTS

if TYPE_CHECKING:
    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.plan import Plan

_HOW = (
    "The whole journey as customers answered for it, then the gap of every persona at every "
    "touchpoint: reference minus reality, in index points. Orange: reality is below; green: above. "
    "Hatched: not measured."
)
_NO_OUTCOMES = "The study has no answers about the journey as a whole."
_CHOOSE = "Choose a persona in the blue cell; the ranking stays as it is."
_ALL, _ALL_HOW = "All personas", "by weight and reach"
_TOUCHPOINT, _STAGE, _CHANNEL, _OWNER, _GAPS = 1, 2, 3, 4, 5
_WIDTHS = (16, 220, 150, 110, 110)
_GAP_WIDE, _LINE_WIDE, _LABEL_WIDE = 104, 84, 200
_DEEPEST = 0.6
#: Beside fewer personas the words of an outcome would have no room.
_LEAST_GAPS = 3
_CHART_WIDE = 1000
_SILENT = " (not measured)"


@dataclass(frozen=True, slots=True)
class Map:
    """Where the sheet has its map of the gaps, and beside it what the chart reads.

    Attributes
    ----------
    plan
        Where everything else stands.
    first
        Row of the first touchpoint.
    """

    plan: Plan
    first: int

    @property
    def names(self) -> list[str]:
        """Whose gaps have a column: all personas together if there are several, then each."""
        people = [name for name, _ in self.plan.report.personas]
        return [_ALL, *people] if len(people) > 1 else people

    @property
    def places(self) -> Table:
        """Columns of the map, by the place of the name."""
        count = len(self.plan.report.touchpoints)
        ends = {str(place): _GAPS + place for place in range(len(self.names))}
        return Table(JOURNEY, self.first, count, {"touchpoint": _TOUCHPOINT, **ends})

    @property
    def lines(self) -> Table:
        """What the chart reads: the way of whoever is chosen."""
        start = _GAPS + len(self.names) + 1
        names = columns("reality", "reference", "label", start=start)
        return Table(JOURNEY, self.first, self.places.count, names)

    @property
    def choices(self) -> Table:
        """Who can be chosen."""
        place = _GAPS + len(self.names) + 4
        return Table(JOURNEY, self.first, len(self.names), {"who": place})

    def person(self, place: int) -> int:
        """Return which persona a name stands for; -1 for all."""
        return place - (len(self.names) - len(self.plan.report.personas))

    def choice(self, place: int) -> str:
        """Name a choice; numbered, since a spreadsheet runs a chosen ``=...`` as a formula."""
        person, name = self.person(place), self.names[place]
        return name if person < 0 else f"{person + 1}  {plain(name)}"

    def mean(self, column: str, touchpoint: int) -> str:
        """Mean of a column of the cells at a touchpoint, by persona weight and reach."""
        cells, count = self.plan.cells, self.places.count
        records = range(touchpoint, len(self.plan.report.personas) * count, count)
        at = [(cells.at("mass", each, on=JOURNEY), each) for each in records]
        total = "+".join(mass for mass, _ in at)
        # Where nothing is measured words stand, which no spreadsheet multiplies.
        figures = "+".join(f"{mass}*N({cells.at(column, each, on=JOURNEY)})" for mass, each in at)
        return f'IF({total}>0,({figures})/({total}),"")'


def write(book: Book, plan: Plan) -> None:
    """Write the journey."""
    outcomes = len(plan.report.ranking.outcomes)
    map_ = Map(plan, BODY + max(outcomes, 1) + 4)
    gaps = [_GAP_WIDE for _ in map_.names]
    widths = [*_WIDTHS, *gaps, 24, _LINE_WIDE, _LINE_WIDE, _LABEL_WIDE, _LABEL_WIDE]
    sheet = book.sheet(JOURNEY, widths)
    # What only the chart reads is not printed.
    last = _GAPS + max(len(map_.names) - 1, _LEAST_GAPS)
    sheet.head("The journey", _HOW, last=last)
    _outcomes(sheet, plan, last)
    _gap_map(sheet, map_)
    _lines(sheet, map_)
    end = _way(book, sheet, map_)
    sheet.done(last=(end, last), head=(BODY, 2), repeat=None)
    sheet.pages([map_.places.end + 1], last=last)


def _outcomes(sheet: Sheet, plan: Plan, last: int) -> None:
    outcomes = plan.report.ranking.outcomes
    sheet.section(BODY, "The whole journey")
    if not outcomes:
        sheet.words(BODY + 1, 1, last, _NO_OUTCOMES, "reading")
        return
    heads = ("Outcome", "Figure", "Answers", "Weighted")
    for place, head in enumerate(heads, start=1):
        sheet.heading(BODY + 1, place, head, right=place > 1)
    sheet.heading(BODY + 1, _GAPS, "Counted as", right=False)
    for row, outcome in enumerate(outcomes, start=BODY + 2):
        called = f"{words.metric_name(outcome.metric)}, {outcome.kind}"
        sheet.text(row, 1, called, "text")
        sheet.text(row, 2, words.outcome(outcome), "chance")
        sheet.number(row, 3, outcome.n, "small_figure", "#,##0")
        sheet.text(row, 4, words.outcome(outcome, weighted=True), "chance")
        sheet.words(row, _GAPS, last, outcome.definition, "text")


def _gap_map(sheet: Sheet, map_: Map) -> None:
    """Write the gaps, each as the sheet of the cells has it."""
    report, table = map_.plan.report, map_.places
    head = table.first - 1
    sheet.section(head - 1, "Where the gaps are")
    for place, name in enumerate(("Touchpoint", "Stage and phase", "Channel", "Led by"), start=1):
        sheet.heading(head, place, name, right=False)
    for place, name in enumerate(map_.names):
        sheet.heading(head, _GAPS + place, name, _ALL_HOW if name is _ALL else "", right=True)
    for row, touchpoint in zip(table.rows, report.touchpoints, strict=True):
        stage = " · ".join(filter(None, (touchpoint.stage, touchpoint.phase)))
        sheet.text(row, _TOUCHPOINT, touchpoint.name, "name")
        sheet.text(row, _STAGE, stage, "text")
        sheet.text(row, _CHANNEL, touchpoint.channel, "text")
        sheet.text(row, _OWNER, touchpoint.owner, "text")
        for place in range(len(map_.names)):
            _gap(sheet, map_, row - table.first, place)
    _coloured(sheet, map_)


def _gap(sheet: Sheet, map_: Map, record: int, place: int) -> None:
    """Write the gap of a persona, or of all of them, at a touchpoint."""
    plan, person = map_.plan, map_.person(place)
    touchpoint, at = plan.report.touchpoints[record], (map_.first + record, _GAPS + place)
    cells = touchpoint.cells if person < 0 else touchpoint.cells[person : person + 1]
    if not any(cell.measured for cell in cells):
        sheet.text(*at, "not measured", "missing")
    elif person < 0:
        gap = touchpoint.reference - touchpoint.reality
        says: float | str = "" if math.isnan(gap) else gap
        sheet.formula(at, map_.mean("gap", record), says, "figure", SIGNED_POINTS)
    else:
        there = plan.cells.at("gap", person * map_.places.count + record, on=JOURNEY)
        sheet.formula(at, there, touchpoint.cells[person].gap, "figure", SIGNED_POINTS)


def _coloured(sheet: Sheet, map_: Map) -> None:
    widest = float(abs(map_.plan.made.cell("gap")).max(initial=1.0))
    table = map_.places
    sheet.page.conditional_format(
        table.first,
        _GAPS,
        table.end - 1,
        _GAPS + len(map_.names) - 1,
        {
            "type": "3_color_scale",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": -widest,
            "mid_value": 0,
            "max_value": widest,
            "min_color": LOOK.tint(LOOK.over, _DEEPEST),
            "mid_color": LOOK.paper,
            "max_color": LOOK.tint(LOOK.gap, _DEEPEST),
        },
    )


def _lines(sheet: Sheet, map_: Map) -> None:
    """Read reality and reference of whoever is chosen, and say whose way can be."""
    lines, choices = map_.lines, map_.choices
    heads = {"reality": "Reality", "reference": "Held against", "label": "As the chart says it"}
    for name, head in heads.items():
        is_words = name == "label"
        sheet.heading(lines.first - 1, lines.columns[name], head, "as chosen", right=not is_words)
    sheet.heading(lines.first - 1, choices.columns["who"], "Whose way", "to choose", right=False)
    for place, row in enumerate(choices.rows):
        sheet.text(row, choices.columns["who"], map_.choice(place), "quiet_text")
    for record in range(lines.count):
        _line(sheet, map_, record)


def _line(sheet: Sheet, map_: Map, record: int) -> None:
    plan, lines = map_.plan, map_.lines
    touchpoint, row = plan.report.touchpoints[record], lines.first + record
    chosen = f"MATCH({_chosen(map_)},{map_.choices.all('who', on=JOURNEY)},0)"
    several = int(map_.person(0) < 0)
    first = touchpoint if several else touchpoint.cells[0]
    for name in ("reality", "reference"):
        found = f"({chosen}-{1 + several})*{lines.count}+{record + 1}"
        there = f"INDEX({plan.cells.all(name, on=JOURNEY)},{found})"
        formula = f'IF(ISNUMBER({there}),{there},"")'
        if several:
            formula = f"IF({chosen}=1,{map_.mean(name, record)},{formula})"
        figure = getattr(first, name)
        says: float | str = "" if math.isnan(figure) else figure
        sheet.formula((row, lines.columns[name]), formula, says, "quiet_figure", POINTS)
    both = [lines.at(name, record, on=JOURNEY) for name in ("reality", "reference")]
    name = map_.places.at("touchpoint", record, on=JOURNEY)
    silent = math.isnan(first.reality) or math.isnan(first.reference)
    says = f"{touchpoint.name}{_SILENT if silent else ''}"
    label = f'{name}&IF(COUNT({",".join(both)})<2,"{_SILENT}","")'
    sheet.formula((row, lines.columns["label"]), label, says, "quiet_text")


def _chosen(map_: Map) -> str:
    cell: str = xl_rowcol_to_cell(map_.places.end + 3, 1, row_abs=True, col_abs=True)
    return cell


def _way(book: Book, sheet: Sheet, map_: Map) -> int:
    """Draw the way of whoever is chosen; return the row where it ends."""
    report, lines, row = map_.plan.report, map_.lines, map_.places.end + 1
    sheet.section(row, "The way that customers go")
    sheet.words(row + 1, 1, _OWNER, _CHOOSE, "reading")
    sheet.words(row + 2, 1, _OWNER, map_.choice(0), "input_text")
    source = f"={map_.choices.all('who', on=JOURNEY)}"
    sheet.valid((row + 2, 1, row + 2, 1), {"validate": "list", "source": source})
    high = native_charts.bars_height(2 * lines.count) * 2 // 3
    labels = [f"{touchpoint.name}{_SILENT}" for touchpoint in report.touchpoints]
    chart = native_charts.journey(book, lines, labels, (_CHART_WIDE, high))
    what = "Reality and what it is held against, from the first touchpoint to the last."
    return sheet.chart(row + 4, chart, high, what)
