"""The sheets of words: what was left out, decided and moved, and how it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report import words
from cx_workbench.report.method import criterion_line
from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.plan import DECISIONS, LEFT_OUT, METHOD, MOVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cx_workbench.report.history import History
    from cx_workbench.report.model import Report, Touchpoint
    from cx_workbench.report.workbook.book import Book, Sheet

_WIDTHS = (16, 230, 330, 430)
_LAST = 3
_LEFT_OUT_HOW = "What has no rank, and why; then the cells that are not measured."
_DECIDED_HOW = (
    "What people decided, from the first to the last. What of it is in the ranking stands on the "
    "sheets Why and Method; the rest was tried out, or is settled otherwise here."
)
_CAUSES = (
    "Behind the colon, how many places up or down each cause made; together they are the whole "
    "move."
)
_AS_MADE = "As it was when made: this does not follow the inputs."
_METHOD_HOW = "How the ranking came about, in words to be checked with a pencil."
_LIVE = {
    "Follows the inputs": "Persona weights, gaps that counted, impact, effort, worth, scores, "
    "ranks, the TOP N, the list and the charts on the first sheet, and the gaps if targets are "
    "inputs. Scores, ranks and the TOP N are those that cx_workbench itself gives for the same "
    "inputs.",
    "Stays as made": "What was answered, its intervals, importance and reach; the anchors, until "
    "an input moves them; the reasons in words; how sure the ranks are, since that takes new "
    "draws.",
    "Parts of a method": "Where a named framework needs what no input moves (such as the reach of "
    "RICE), it is an input itself, on the sheet Model.",
    "Low and high": "A low or high effort that is empty counts as the likely one. What is vetoed "
    "in this workbook leaves the ranking; what was vetoed before is on the sheet Not measured.",
}


def write_left_out(book: Book, report: Report) -> None:
    """Write what has no rank."""
    sheet = book.sheet(LEFT_OUT, _WIDTHS)
    sheet.head("What was not measured", _LEFT_OUT_HOW, last=_LAST)
    row = BODY
    for heading, improvements, none in (
        ("Vetoed", report.vetoed, ""),
        (
            "Improvements not measured",
            report.not_measured,
            "Every improvement touches at least one measured cell.",
        ),
        ("Out of scope", report.out_of_scope, "No improvement was taken out by a filter."),
    ):
        if improvements or none:
            rows = [(each.title, each.where, each.reason) for each in improvements]
            row = _table(sheet, row, (heading, "Improvement", "Where", "Why"), rows, none)
    silent = [row for touchpoint in report.touchpoints for row in _silent(touchpoint)]
    heads = (
        "Cells not measured",
        "Touchpoint",
        "Not measured for",
        "Stage, phase, channel, led by",
    )
    none = "Every persona is measured at every touchpoint."
    row = _table(sheet, row, heads, silent, none)
    sheet.done(last=(row, _LAST), head=(BODY - 1, 0), repeat=None)


def _silent(touchpoint: Touchpoint) -> list[tuple[str, str, str]]:
    """Name whom nothing is known of at a touchpoint, in one row; none where all is measured."""
    silent = [cell.persona for cell in touchpoint.cells if not cell.measured]
    if not silent:
        return []
    everybody = len(silent) == len(touchpoint.cells) > 1
    whom = f"All {len(silent)} personas" if everybody else words.enumeration(silent)
    return [(touchpoint.name, whom, touchpoint.about)]


def write_decisions(book: Book, report: Report) -> None:
    """Write what people decided."""
    log = report.log
    sheet = book.sheet(DECISIONS, (16, 170, 450, 370))
    sheet.head("Decisions", _DECIDED_HOW, last=_LAST)
    said = [
        *([f"Kept with the study in {log.kept_in}."] if log.kept_in else []),
        *([f"Times in {log.zone}."] if log.zone else []),
        *([log.trouble] if log.trouble else []),
    ]
    row = BODY
    for sentence in said:
        sheet.words(row, 1, _LAST, sentence, "lead")
        row += 1
    if not log.trouble:
        row = _table(sheet, row, ("The log", "When", "What", "Why"), log.rows)
    sheet.done(last=(row, _LAST), head=(BODY - 1, 0), repeat=None)


def write_moved(book: Book, report: Report, history: History) -> None:
    """Write what moved since the last ranking, and the ranks in all of them."""
    sheet = book.sheet(MOVED, _WIDTHS)
    causes = history.moves.why_no_causes or _CAUSES
    since = f" since {history.since}" if history.since else ""
    sheet.head(f"What moved{since}", f"{history.finding}. {causes} {_AS_MADE}", last=_LAST)
    row = BODY
    none = f"Nothing in the {report.top} moved."
    row = _sentences(sheet, row, "Who moved, and why", history.sentences or (none,))
    ranks = [(each.title, each.ranks_in_words) for each in report.improvements]
    row = _terms(sheet, row, "Ranks before, and now", ranks)
    sheet.done(last=(row, _LAST), head=(BODY - 1, 0), repeat=None)


def write_method(book: Book, report: Report, *, live: bool) -> None:
    """Write how it was computed, with what settings and from what data."""
    sheet = book.sheet(METHOD, _WIDTHS)
    sheet.head("How it was computed", _METHOD_HOW, last=_LAST)
    row = BODY
    if live:
        row = _terms(sheet, row, "What is live in this workbook", _LIVE.items())
    row = _terms(sheet, row, "Step by step", report.steps)
    criteria = [criterion_line(each) for each in report.ranking.criteria]
    row = _sentences(sheet, row, "Criteria, their weights and their anchors", criteria)
    people = [(name, words.percent(weight)) for name, weight in report.personas]
    row = _terms(sheet, row, "Weight of each persona", people)
    row = _sentences(sheet, row, "Warnings", report.warnings)
    row = _sentences(sheet, row, "Settings and assumptions", report.settings)
    counts = [(name.capitalize(), count) for name, count in report.used.counts]
    row = _terms(sheet, row, "Data used", counts)
    if report.used.files:
        heads = ("Files", "File", "Size", "SHA-256 begins with")
        row = _table(sheet, row, heads, report.used.rows)
    row = _terms(sheet, row, "What leaves with this workbook", report.used.leaves)
    sheet.done(last=(row, _LAST), head=(BODY - 1, 0), repeat=None)


def _table(
    sheet: Sheet, row: int, heads: Sequence[str], rows: Sequence[Sequence[str]], none: str = ""
) -> int:
    """Write a table of words below its heading, the first of the heads; return the row below."""
    heading, *heads = heads
    sheet.section(row, heading)
    if not rows:
        sheet.words(row + 1, 1, _LAST, none, "reading")
        return row + 3
    for place, head in enumerate(heads, start=1):
        sheet.heading(row + 1, place, head, right=False)
    for at, texts in enumerate(rows, start=row + 2):
        for place, text in enumerate(texts, start=1):
            sheet.text(at, place, text, "name" if place == 1 else "text")
    return row + 3 + len(rows)


def _terms(sheet: Sheet, row: int, heading: str, terms: Iterable[tuple[str, str]]) -> int:
    """Write names with what they mean; return the row below."""
    sheet.section(row, heading)
    row += 1
    for name, meaning in terms:
        sheet.text(row, 1, name, "name")
        sheet.words(row, 2, _LAST, meaning, "text")
        row += 1
    return row + 1


def _sentences(sheet: Sheet, row: int, heading: str, sentences: Sequence[str]) -> int:
    sheet.section(row, heading)
    row += 1
    for sentence in sentences or ("None.",):
        sheet.words(row, 1, _LAST, sentence, "text")
        row += 1
    return row + 1
