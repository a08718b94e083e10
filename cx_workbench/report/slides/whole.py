"""The journey as a whole: what is left after all its steps, and what customers say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.figures import people_of
from cx_workbench.charts.path_figures import bounds, counted_of, in_percent, steps_of
from cx_workbench.charts.words import NO_BREAK, counted
from cx_workbench.report import words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.lettering import LEAD
from cx_workbench.report.slides.pictures import figure_of
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table
from cx_workbench.report.slides.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.charts.figures import Person
    from cx_workbench.charts.path_figures import Counted, Step
    from cx_workbench.report.slides.deck import Deck


def add_path(deck: Deck) -> None:
    """Add what is left of each persona's journeys, and where most are lost."""
    report = deck.report
    figure = figure_of(report, "path")
    steps = steps_of(report.ranking) if figure else []
    if figure is None or not steps:
        return
    known = counted_of(report.ranking, steps)
    columns = (
        Column("Persona", share=1),
        Column("Left of all journeys", "if steps are independent", align="right", most=150),
        Column("At least and at most", "whatever goes together", align="right", most=150),
        *([Column("Counted", "over all steps", align="right")] if known else []),
        Column("Weakest link", share=1),
        Column("Lost there", align="right"),
    )
    rows = []
    for person in people_of(report.ranking):
        way = [step for step in steps if step.persona == person.persona]
        if way:
            texts = _texts(way, known.get(person.persona), with_counted=bool(known))
            name = Cell((paragraph(person.name, bold=True, language=deck.language),))
            rows.append(Row((name, *map(_cell, texts)), tuple(_notes(person, way))))
    message = figure.drawing.message
    under = f"{figure.reading.partition(';')[0]}."
    table = Table(columns, tuple(rows), evidence.in_words(figure))
    add_table(deck, message.finding, table, under=under)


def _texts(way: Sequence[Step], seen: Counted | None, *, with_counted: bool) -> Iterator[str]:
    """Return what a persona's row says beside its name."""
    end, weak = way[-1], next((step for step in way if step.weakest), None)
    yield in_percent(end.left)
    yield f"{in_percent(end.low)} to {in_percent(end.high)}"
    if with_counted:
        yield f"{in_percent(seen.share)}, n{NO_BREAK}{seen.n:,}" if seen else words.NOTHING
    yield weak.name if weak else words.NOTHING
    yield in_percent(100 - weak.kept) if weak else words.NOTHING


def _notes(person: Person, way: Sequence[Step]) -> Iterator[str]:
    yield f"{person.name}:"
    for step in way:
        yield (
            f"{step.name}: {in_percent(step.left)} left ({bounds(step)}), "
            f"{in_percent(100 - step.kept)} lost here, {counted(step.n, 'answer')}"
        )


def add_outcomes(deck: Deck) -> None:
    """Add NPS, CES and CSAT of the journey as a whole, with interval and definition."""
    report = deck.report
    outcomes = report.ranking.outcomes
    if not outcomes:
        return
    columns = (
        Column("Metric", share=1),
        Column("Answers about"),
        Column("Figure", "95 % interval", align="right", most=200),
        Column("Weighted", "95 % interval", align="right", most=200),
        Column("Answers", align="right"),
        Column("Counted as", share=1.4),
    )
    rows = [
        Row(
            (
                Cell((paragraph(words.metric_name(each.metric), bold=True),)),
                _cell(each.kind),
                Cell((paragraph(words.outcome(each), size=LEAD, bold=True),)),
                _cell(words.outcome(each, weighted=True)),
                _cell(words.count(each.n)),
                _cell(each.definition),
            )
        )
        for each in outcomes
    ]
    said = ", ".join(
        f"{each.metric.upper()} {words.outcome(each).partition(' (')[0]}"
        for each in outcomes
        if each.kind == "reality"
    )
    title = f"Customers rate the whole journey: {said}" if said else "The whole journey"
    under = "Everybody who answered counts, with or without a persona."
    notes = [
        f"{words.metric_name(each.metric)}, {each.kind}: {words.outcome(each)}, weighted "
        f"{words.outcome(each, weighted=True)}, n {words.count(each.n)}. {each.definition}."
        for each in outcomes
    ]
    add_table(deck, title, Table(columns, tuple(rows), title, largest=LEAD), notes, under)


def _cell(text: str) -> Cell:
    return Cell((paragraph(text),))
