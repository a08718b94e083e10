"""The first sheet: the message, the TOP N as the inputs have it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import method, words
from cx_workbench.report.workbook import native_charts
from cx_workbench.report.workbook.book import BODY, NOTED, READING_ROW, TITLE_ROW
from cx_workbench.report.workbook.inputs_sheet import highest_label, label_of, score_format
from cx_workbench.report.workbook.lettering import height, plain
from cx_workbench.report.workbook.styles import decimals

if TYPE_CHECKING:
    from cx_workbench.report.model import Report
    from cx_workbench.report.workbook.book import Book, Sheet
    from cx_workbench.report.workbook.plan import Plan

#: Pixels.
_WIDE = {"mark": 8, "rank": 50, "title": 250, "why": 450, "score": 72, "sure": 110, "moved": 84}
_FIGURE = 86
_MARGIN = 16
_MATRIX_HIGH, _SECTION = 300, 40
_LIVE = (
    "The list and the charts follow the inputs: weights on the sheet Inputs, estimates, pins and "
    "vetoes on the sheet Model."
)
_MATRIX_SAYS = (
    "Further up gains more, further left takes less. The numbers are the ranks in the list above; "
    "blue is the TOP N."
)
_NOTHING_RANKED = "No improvement touches a measured cell. See the sheet Not measured."


def write(book: Book, plan: Plan) -> None:
    """Write the first sheet."""
    table = plan.top
    widths = [_MARGIN, *(_WIDE.get(name, _FIGURE) for name in table.columns)]
    sheet = book.sheet(table.sheet, widths, inputs=True)
    last = len(table.columns)
    note = plan.note(on=table.sheet)
    sheet.head(plan.report.headline, _reading(plan), last=last, note=note)
    _headline(sheet, plan, last)
    _headings(sheet, plan)
    for place in plan.made.places:
        _place(sheet, plan, place)
    _quiet(sheet, plan)
    end = _charts(book, sheet, plan)
    sheet.done(last=(end, last), head=(READING_ROW, 0), repeat=None)
    sheet.pages([table.end + 1], last=last)


def write_nothing(book: Book, report: Report) -> None:
    """Write the first sheet of a report in which nothing is ranked."""
    sheet = book.sheet(report.top, [_MARGIN, *([140] * 7)])
    sheet.head(report.headline, report.summary, last=7)
    sheet.words(BODY, 1, 7, _NOTHING_RANKED, "lead")
    for row, (kind, names) in enumerate(report.scope, start=BODY + 1):
        sheet.words(row, 1, 7, f"Only the {kind} {names}.", "reading")
    sheet.done(last=(BODY + 1 + len(report.scope), 7), head=(0, 0), repeat=None)


def _reading(plan: Plan) -> str:
    """Say what was ranked and what of it is to be taken with care."""
    report = plan.report
    said = [report.summary, *(f"Only the {kind} {names}." for kind, names in report.scope)]
    if report.warnings:
        things = words.counted(len(report.warnings), "thing")
        said.append(f"{things} to know before relying on it: see the sheet Method.")
    return " ".join([*said, _LIVE])


def _headline(sheet: Sheet, plan: Plan, last: int) -> None:
    """Let the message follow the inputs."""
    on = sheet.name
    impacts, numbers = (plan.model.all(name, on=on) for name in ("figure:impact", "number"))
    titles = plan.model.all("title", on=on)
    # Whoever heads the list: a pin may leave no place in it for the one that ranks first.
    first = f'"Pilot first: "&INDEX({titles},{plan.order.fixed("row", 0, on=on)})'
    gained = f"SUMPRODUCT(({numbers}>0)*({impacts}>0))>0"
    ranked = (
        f'IF(MAX({numbers})=0,"Nothing is ranked",IF({gained},{first},"There is no gap to close"))'
    )
    sheet.page.write_formula(
        TITLE_ROW, 1, f"={ranked}", sheet.style("title"), plain(plan.report.headline)
    )
    width = sum(sheet.widths[1 : last + 1])
    for improvement in plan.report.improvements:
        said = f"Pilot first: {plain(improvement.title)}"
        sheet.at_least(TITLE_ROW, height(said, width, LOOK.title, bold=True))


def _headings(sheet: Sheet, plan: Plan) -> None:
    table, row = plan.top, plan.top.first - 1
    size = plan.size.fixed("value", 0, on=sheet.name)
    is_short = len(plan.made.places) > plan.report.ranking.top
    after = ", and who comes next" if is_short else ""
    says = f"The {plan.report.top}{after}"
    sheet.formula((row - 1, 1), f'"The TOP "&{size}&"{after}"', says, "section")
    sheet.at_least(row - 1, _SECTION)
    heads = {
        "mark": ("", ""),
        "rank": ("Rank", ""),
        "title": ("Improvement", ""),
        "why": ("Why", "as it was made"),
        "score": ("Score", ""),
        "sure": (f"In the {plan.report.top}", "as it was made"),
        "moved": ("Moved", "since made"),
    }
    for criterion in plan.made.criteria:
        unit = criterion.unit if criterion.unit != criterion.name else ""
        heads[f"figure:{criterion.name}"] = (method.criterion_name(criterion.name), unit)
    for name, place in table.columns.items():
        right = name not in {"title", "why"}
        sheet.heading(row, place, *heads[name], right=right)


def _place(sheet: Sheet, plan: Plan, place: int) -> None:
    """Write one place of the list: whoever has it now."""
    table, made, on = plan.top, plan.made, plan.top.sheet
    row, found = table.first + place, int(made.listed[place])
    improvement = plan.report.improvements[found]
    at = plan.order.fixed("row", place, on=on)

    def of(column: str) -> str:
        return f'IF({at}=0,"",INDEX({plan.model.all(column, on=on)},{at}))'

    order = {name: plan.order.at(name, place, on=on) for name in ("in_top", "rank", "label")}
    sheet.formula((row, table.columns["mark"]), order["in_top"], int(improvement.in_top), "mark")
    sheet.formula((row, table.columns["rank"]), order["rank"], improvement.rank, "rank")
    sheet.formula((row, table.columns["title"]), order["label"], label_of(plan, place), "name")
    why = f'IF({at}=0,"",INDEX({plan.why.all("list", on=on)},{at}))'
    sheet.formula((row, table.columns["why"]), why, reasons(plan, found), "text")
    score = score_format(plan)
    sheet.formula((row, table.columns["score"]), of("score"), improvement.score, "figure", score)
    for name, figure, shown in zip(made.names, improvement.figures, improvement.shown, strict=True):
        column = f"figure:{name}"
        figures = decimals(len(shown.partition(".")[2]))
        sheet.formula((row, table.columns[column]), of(column), figure, "figure", figures)
    if plan.sure is not None:
        sure = f'IF({at}=0,"",INDEX({plan.sure.all("words", on=on)},{at}))'
        chance = words.of_100_draws(improvement.p_top)
        sheet.formula((row, table.columns["sure"]), sure, chance, "chance")
    was = f"INDEX({plan.model.all('made_rank', on=on)},{at})"
    now = order["rank"]
    moved = f'IF({at}=0,"",IF({was}={now},"–",IF({was}>{now},"▲ from ","▼ from ")&{was}))'
    sheet.formula((row, table.columns["moved"]), moved, "–", "moved")
    sheet.at_least(row, _high(sheet, plan))


def _high(sheet: Sheet, plan: Plan) -> int:
    """Return how high a row must be that any improvement may move into."""
    title_room, why_room = (sheet.room(plan.top.columns[name]) for name in ("title", "why"))
    title = highest_label(plan, title_room, LOOK.body, bold=True)
    why = max(
        height(plain(reasons(plan, record)), why_room, LOOK.small)
        for record in range(plan.model.count)
    )
    return max(title, why)


def reasons(plan: Plan, record: int) -> str:
    """Return why an improvement is where it is, and what people decided about it."""
    improvement = plan.report.improvements[record]
    return ". ".join([improvement.why, *improvement.decided])


def _quiet(sheet: Sheet, plan: Plan) -> None:
    """Mark the TOP N; let the others step back, and what no longer holds."""
    table, last = plan.top, len(plan.top.columns)
    mark = f"${table.at('mark', 0, on=sheet.name)}"
    bar, rank = table.columns["mark"], table.columns["rank"]
    ends = table.first, table.end - 1
    blue = {"bg_color": LOOK.chosen, "font_color": LOOK.chosen}
    sheet.when((ends[0], bar, ends[1], bar), f"{mark}=1", **blue)
    for name in ("why", *(("sure",) if plan.sure is not None else ())):
        place = table.columns[name]
        quiet = {"font_color": LOOK.quiet, "italic": True}
        sheet.when((ends[0], place, ends[1], place), NOTED, **quiet)
    quiet = {"font_color": LOOK.quiet, "bold": False}
    sheet.when((ends[0], rank, ends[1], last), f"{mark}=0", **quiet)


def _charts(book: Book, sheet: Sheet, plan: Plan) -> int:
    """Put the charts below the list; return the row where they end."""
    width = sum(sheet.widths[1:])
    bars = native_charts.bars_height(min(len(plan.made.places), 30))
    made = (
        (
            "What it gains against what it takes",
            _MATRIX_SAYS,
            native_charts.matrix(book, plan, (width, _MATRIX_HIGH)),
            _MATRIX_HIGH,
        ),
        (
            "What the scores are made of" if plan.adds_up else "The scores",
            "What each criterion adds to the score." if plan.adds_up else _score_in_words(plan),
            native_charts.scores(book, plan, (width, bars)),
            bars,
        ),
    )
    row = plan.top.end + 1
    for heading, reading, chart, high in made:
        sheet.section(row, heading)
        sheet.words(row + 1, 1, len(plan.top.columns), reading, "reading")
        row = sheet.chart(row + 2, chart, high, f"{heading}. {reading}") + 1
    return row


def _score_in_words(plan: Plan) -> str:
    return next(text for name, text in plan.report.steps if name == "Score")
