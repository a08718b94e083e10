"""The first slides: the headline, and the TOP N at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report import method, words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.lettering import SMALL
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table, paged
from cx_workbench.report.slides.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.model import Improvement, Report
    from cx_workbench.report.slides.deck import Deck

#: Width of "96 of 100 draws", in points.
_DRAWS = 112.0
_SURE = "How often it is there when scores and estimates are drawn anew, within what they allow."


def add_opening(deck: Deck) -> None:
    """Add the headline with what was ranked, and what the filters left of it."""
    report = deck.report
    things = words.counted(len(report.warnings), "thing")
    care = [f"{things} to know before relying on it: see the last slide."] * bool(report.warnings)
    scope = [f"Only the {kind} {names}." for kind, names in report.scope]
    sentences = [report.study, report.summary, *scope, *care]
    deck.open(report.headline, sentences, [*sentences, *report.warnings])


def add_top(deck: Deck) -> None:
    """Add the TOP N in one table."""
    report = deck.report
    if not report.chosen:
        return
    table = top_table(deck, with_places=True)
    room = deck.room(_under(report))
    if len(paged(deck, table, room)[0]) > 1:
        table = top_table(deck, with_places=False)
    add_table(deck, _title(report), table, under=_under(report))


def top_table(deck: Deck, *, with_places: bool) -> Table:
    """Return the TOP N as a table, with where and for whom if asked."""
    report = deck.report
    rows = [
        Row(
            _cells(deck, each, _about(each, with_places=with_places)),
            tuple(_notes(report, each)),
        )
        for each in report.chosen
    ]
    return Table(columns(deck), tuple(rows), f"{_title(report)}: {_listed(report)}")


def columns(deck: Deck) -> tuple[Column, ...]:
    """Return the columns of a table of ranked improvements."""
    report = deck.report
    criteria = [
        Column(method.criterion_name(c.name), _unit(c.name, c.unit), align="right")
        for c in report.ranking.criteria
    ]
    sure = [Column(f"In the {report.top}", most=_DRAWS, align="right")] if report.was_drawn else []
    return (
        Column("Rank", align="right"),
        Column("Improvement", share=1),
        Column("Score", align="right"),
        *criteria,
        *sure,
    )


def figures(deck: Deck, improvement: Improvement) -> Iterator[Cell]:
    """Return the cells of an improvement to the right of its title."""
    yield _figure(words.score(improvement.score))
    yield from (_figure(shown) for shown in improvement.shown)
    if deck.report.was_drawn:
        yield _figure(words.of_100_draws(improvement.p_top))


def rank_of(improvement: Improvement) -> Cell:
    """Return the cell of an improvement's rank."""
    return Cell((paragraph(improvement.rank, bold=True),))


def _cells(deck: Deck, improvement: Improvement, about: list[str]) -> tuple[Cell, ...]:
    quiet = [paragraph(each, size=SMALL, colour=deck.palette.quiet, before=2) for each in about]
    title = paragraph(improvement.title, bold=True, language=deck.language)
    return (rank_of(improvement), Cell((title, *quiet)), *figures(deck, improvement))


def _about(improvement: Improvement, *, with_places: bool) -> list[str]:
    places = [f"{improvement.where} · {improvement.whom}"] if with_places else []
    return [*places, *improvement.decided]


def _figure(text: str) -> Cell:
    return Cell((paragraph(text),))


def _unit(name: str, unit: str) -> str:
    return "" if unit == name else unit


def _title(report: Report) -> str:
    chosen, ranked = len(report.chosen), len(report.improvements)
    if ranked == 1:
        return "The only candidate improvement that could be ranked"
    if chosen == ranked:
        return f"All {chosen} candidate improvements, best first"
    return f"The {report.top} of {ranked} candidate improvements, best first"


def _under(report: Report) -> str:
    return f"In the {report.top}: {_SURE[0].lower()}{_SURE[1:]}" if report.was_drawn else ""


def _listed(report: Report) -> str:
    return "; ".join(f"{each.rank}. {each.title}" for each in report.chosen)


def _notes(report: Report, improvement: Improvement) -> Iterator[str]:
    yield f"{improvement.rank}. {improvement.title}: {improvement.why}."
    if report.was_drawn:
        yield evidence.of_sureness(report, improvement)
