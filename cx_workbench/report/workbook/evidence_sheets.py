"""Why each improvement is where it is, and how sure that is: as it was when made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import words
from cx_workbench.report.workbook import native_charts
from cx_workbench.report.workbook.book import NOTED
from cx_workbench.report.workbook.plan import SURE, WHY
from cx_workbench.report.workbook.styles import PERCENT, POINTS
from cx_workbench.report.workbook.top_sheet import reasons

if TYPE_CHECKING:
    from cx_workbench.report.model import Improvement
    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.places import Table
    from cx_workbench.report.workbook.plan import Plan

_WHY_HOW = (
    "As it was when made: these words do not follow the inputs. Each sentence names the persona "
    "for whom the improvement gains most, and its share of the persona weight. Reality and "
    "reference are over all its personas; where reality is above the reference, the gap counts "
    "as 0."
)
_SURE_HOW = (
    "As it was when made: this comes from draws of all that is uncertain and does not follow the "
    "inputs. A rank range holds the ranks of the middle 90 of 100 draws."
)
_POINTS_UNIT = "index points"
_WHY_COLUMNS = {
    "rank": ("Rank", "when made", 76),
    "title": ("Improvement", "", 190),
    "why": ("Why", "", 260),
    "hypothesis": ("What is believed", "", 190),
    "where": ("Where", "", 130),
    "whom": ("For whom", "", 120),
    "reality": ("Reality", _POINTS_UNIT, 76),
    "reference": ("Held against", _POINTS_UNIT, 76),
    "n": ("Answers", "", 72),
    "pain": ("Pain", "", 88),
    "owner": ("Led by", "", 90),
    "decided": ("Decided", "", 180),
    "list": ("As the first sheet says it", "", 300),
}
_FIGURES = {"rank", "reality", "reference", "n"}
_SURE_WIDTHS = (16, 76, 330, 190, 190, 90, 90, 96, 96)
_BAR_TINT = 0.45
#: More would not be told apart on a page.
_MOST_BARS = 30


def write_why(book: Book, plan: Plan) -> None:
    """Write what speaks for each improvement."""
    table = plan.why
    sheet = book.sheet(WHY, [16, *(_WHY_COLUMNS[name][2] for name in table.columns)])
    note = plan.note(on=WHY)
    sheet.head("Why they are where they are", _WHY_HOW, last=table.columns["n"], note=note)
    for name, place in table.columns.items():
        head, unit, _ = _WHY_COLUMNS[name]
        sheet.heading(table.first - 1, place, head, unit, right=name in _FIGURES)
    for record in range(table.count):
        _why(sheet, plan, record)
    printed = (table.end - 1, table.columns["list"] - 1)
    sheet.done(last=printed, head=(table.first, 3), repeat=table.first - 1)


def _why(sheet: Sheet, plan: Plan, record: int) -> None:
    table, improvement = plan.why, plan.report.improvements[record]
    row = table.first + record
    sheet.number(row, table.columns["rank"], improvement.rank, "figure", "0")
    sheet.text(row, table.columns["title"], improvement.title, "name")
    said = {
        "why": improvement.why,
        "hypothesis": improvement.hypothesis,
        "where": improvement.where,
        "whom": improvement.whom,
        "pain": improvement.pain_type,
        "owner": improvement.owner,
        "decided": ". ".join(improvement.decided),
        "list": reasons(plan, record),
    }
    for name, text in said.items():
        if name in table.columns:
            kind = "quiet_text" if name == "list" else "text"
            sheet.text(row, table.columns[name], text, kind)
    sheet.number(row, table.columns["reality"], improvement.reality, "small_figure", POINTS)
    sheet.number(row, table.columns["reference"], improvement.reference, "small_figure", POINTS)
    sheet.number(row, table.columns["n"], improvement.n, "small_figure", "#,##0")


def write_sure(book: Book, plan: Plan, table: Table) -> None:
    """Write how sure the places are."""
    report = plan.report
    sheet = book.sheet(SURE, _SURE_WIDTHS)
    last = len(_SURE_WIDTHS) - 1
    note = plan.note(on=SURE)
    sheet.head(f"How sure the {report.top} is", _SURE_HOW, last=last, note=note)
    heads = (
        ("rank", "Rank", "when made"),
        ("low", "Rank from", ""),
        ("high", "Rank to", ""),
        ("before", "Before the range", "for the chart"),
        ("span", "Ranks in it", "for the chart"),
    )
    row = table.first - 1
    for name, head, unit in heads:
        sheet.heading(row, table.columns[name], head, unit, right=True)
    sheet.heading(row, table.columns["title"], "Improvement", right=False)
    sheet.heading(row, table.columns["words"], f"In the {report.top}", right=False)
    sheet.heading(row, table.columns["p_top"], "Share of the draws", "0 to all", right=False)
    for record in range(table.count):
        _sure(sheet, plan, table, record)
    _dressed(sheet, table)
    drawn = min(table.count, _MOST_BARS)
    high = native_charts.bars_height(drawn)
    sheet.section(table.end + 1, "Between which ranks they lie")
    few = f" Only the first {drawn} are drawn." if drawn < table.count else ""
    reading = f"The ranks of the middle 90 of 100 draws, the first on the left.{few}"
    sheet.words(table.end + 2, 1, last, reading, "reading")
    size = (sum(_SURE_WIDTHS[1:]), high)
    bars = [(each.title, _range(each)) for each in report.improvements[:drawn]]
    chart = native_charts.rank_ranges(book, table, bars, size)
    end = sheet.chart(table.end + 3, chart, high, reading)
    sheet.done(last=(end, last), head=(table.first, 3), repeat=None)
    sheet.pages([table.end + 1], last=last)


def _sure(sheet: Sheet, plan: Plan, table: Table, record: int) -> None:
    improvement = plan.report.improvements[record]
    row = table.first + record
    sheet.number(row, table.columns["rank"], improvement.rank, "figure", "0")
    sheet.text(row, table.columns["title"], improvement.title, "name")
    sheet.number(row, table.columns["p_top"], improvement.p_top, "figure", PERCENT)
    sheet.text(row, table.columns["words"], words.of_100_draws(improvement.p_top), "text")
    sheet.number(row, table.columns["low"], improvement.rank_low, "figure", "0")
    sheet.number(row, table.columns["high"], improvement.rank_high, "figure", "0")
    low, high = (table.at(name, record, on=SURE) for name in ("low", "high"))
    before, span = improvement.rank_low - 0.5, improvement.rank_high - improvement.rank_low + 1
    # The range of rank 3 is drawn from 2.5 to 3.5.
    sheet.formula((row, table.columns["before"]), f"{low}-0.5", before, "quiet_figure", "0.0")
    sheet.formula((row, table.columns["span"]), f"{high}-{low}+1", span, "quiet_figure", "0")


def _range(improvement: Improvement) -> str:
    low, high = (words.number(rank, 0) for rank in (improvement.rank_low, improvement.rank_high))
    return low if low == high else f"{low}–{high}"


def _dressed(sheet: Sheet, table: Table) -> None:
    place, page = table.columns["p_top"], sheet.page
    page.conditional_format(
        table.first,
        place,
        table.end - 1,
        place,
        {
            "type": "data_bar",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0,
            "max_value": 1,
            "bar_color": LOOK.tint(LOOK.chosen, _BAR_TINT),
            "bar_solid": True,
            # Next to it stand the words: 99.9 % is not to be read as 100 %.
            "bar_only": True,
            "bar_border_color": LOOK.tint(LOOK.chosen, _BAR_TINT),
        },
    )
    whole = (table.first, 1, table.end - 1, len(table.columns))
    sheet.when(whole, NOTED, font_color=LOOK.quiet, italic=True)
