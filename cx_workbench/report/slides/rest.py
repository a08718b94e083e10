"""What is not in the TOP N: the other improvements, what has no rank, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report import words
from cx_workbench.report.slides import evidence, message
from cx_workbench.report.slides.lettering import SMALL
from cx_workbench.report.slides.lists import add_list
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table, paged
from cx_workbench.report.slides.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.report.model import Improvement
    from cx_workbench.report.slides.deck import Deck

#: Over more slides than this, reasons stand in the notes alone.
_MOST_SLIDES = 6
_KEPT = (
    "Kept with the study in {}. What of it is in the ranking stands with each improvement and in "
    "the settings; the rest was tried out, or is settled otherwise here."
)


def add_others(deck: Deck) -> None:
    """Add the improvements below the TOP N, with the reason for each."""
    report = deck.report
    if not report.rest:
        return
    count = len(report.rest)
    things = "improvement is" if count == 1 else "improvements are"
    title = f"{count} other {things} ranked below the {report.top}"
    table = _table(deck, title, with_reasons=True)
    if len(paged(deck, table, deck.room())[0]) > _MOST_SLIDES:
        table = _table(deck, title, with_reasons=False)
    add_table(deck, title, table)


def _table(deck: Deck, title: str, *, with_reasons: bool) -> Table:
    rows = []
    for each in deck.report.rest:
        name = _named(deck, each, [each.why] if with_reasons else [])
        cells = (message.rank_of(each), name, *message.figures(deck, each))
        rows.append(Row(cells, tuple(_notes(deck, each))))
    return Table(message.columns(deck), tuple(rows), title)


def add_unranked(deck: Deck) -> None:
    """Add what was vetoed, not measured or taken out by a filter, and why."""
    report = deck.report
    groups = (
        ("vetoed", report.vetoed),
        ("not measured", report.not_measured),
        ("out of scope", report.out_of_scope),
    )
    rows = tuple(
        Row(
            (
                Cell((paragraph(kind.capitalize()),)),
                Cell((paragraph(each.title, bold=True, language=deck.language),)),
                Cell((paragraph(each.where, language=deck.language),)),
                Cell((paragraph(each.reason),)),
            ),
            (f"{each.title}: {kind}, {each.reason} ({each.where})",),
        )
        for kind, improvements in groups
        for each in improvements
    )
    if not rows:
        return
    counts = {kind: len(some) for kind, some in groups if some}
    kinds = [kind if len(counts) == 1 else f"{count} {kind}" for kind, count in counts.items()]
    things = "candidate improvement has" if len(rows) == 1 else "candidate improvements have"
    title = f"{len(rows)} {things} no rank: {words.enumeration(kinds)}"
    columns = (
        Column("Because it is", most=100),
        Column("Improvement", share=1.4),
        Column("Where", share=1),
        Column("Why", share=1.2),
    )
    add_table(deck, title, Table(columns, rows, title))


def add_decisions(deck: Deck) -> None:
    """Add what people decided, from the first to the last."""
    log = deck.report.log
    if not log:
        return
    if log.trouble:
        add_list(deck, "The decisions kept with the study cannot be shown", [log.trouble])
        return
    rows = tuple(
        Row(
            (
                Cell((paragraph(when, colour=deck.palette.quiet),)),
                Cell((paragraph(what, bold=True),)),
                Cell((paragraph(why),)),
            ),
            (f"{when}: {what}{f'. Why: {why}' if why else ''}",),
        )
        for when, what, why in log.rows
    )
    count, first, last = len(log.rows), log.rows[0][0], log.rows[-1][0]
    when = f"on {first}" if first == last else f"from {first} to {last}"
    title = f"{count} {'decision was' if count == 1 else 'decisions were'} taken, {when}"
    columns = (
        Column("When", log.zone, most=130),
        Column("What", share=1.3),
        Column("Why", share=1),
    )
    kept = [_KEPT.format(log.kept_in)] if log.kept_in else []
    add_table(deck, title, Table(columns, rows, title), kept, kept[0] if kept else "")


def _named(deck: Deck, improvement: Improvement, reasons: Sequence[str]) -> Cell:
    quiet = deck.palette.quiet
    return Cell(
        (
            paragraph(improvement.title, bold=True, language=deck.language),
            *(
                paragraph(each, size=SMALL, colour=quiet, before=2)
                for each in (*reasons, *improvement.decided)
            ),
        )
    )


def _notes(deck: Deck, improvement: Improvement) -> list[str]:
    report = deck.report
    sure = [evidence.of_sureness(report, improvement)] if report.was_drawn else []
    return [f"{improvement.rank}. {improvement.title}: {improvement.why}.", *sure]
