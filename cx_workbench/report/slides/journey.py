"""What the ranking stands on: gaps, the journey, its path, and the journey as a whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.charts.figures import cells_of, mean_gap, people_of
from cx_workbench.charts.words import capital, reference_of
from cx_workbench.report import words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.along import Journey, place_journey, step_of, stretches
from cx_workbench.report.slides.lettering import SMALL, said
from cx_workbench.report.slides.native import POINTS, Series, ticks_of
from cx_workbench.report.slides.pictures import figure_of
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table
from cx_workbench.report.slides.text import Paragraph, Run, numbered, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.model import Cell as Measured
    from cx_workbench.report.model import Figure, Report, Touchpoint
    from cx_workbench.report.slides.deck import Deck

#: What a slide says where nothing is ranked, so that there is no picture to say more.
_GAPS, _WAY = "Gaps by persona and touchpoint", "The way customers go"
#: So many personas stand side by side; the share of the width that touchpoints take beside them.
_PERSONAS, _TOUCHPOINTS = 6, 2.0
#: The tint of the widest gap, of none, and the least gap that counts as the widest, in points.
_STRONG, _PALE, _LEAST_SPAN = 0.7, 0.08, 10.0
#: Room above a gap, in points; least length of the axis, in index points.
_ABOVE, _LEAST_AXIS = 3.0, 20


def add_gaps(deck: Deck) -> None:
    """Add the gap of each persona at each touchpoint, tinted; what is not measured says so."""
    report = deck.report
    if not report.touchpoints:
        return
    figure = figure_of(report, "gap_map")
    message = figure.drawing.message.finding if figure else _GAPS
    against = reference_of(report.ranking).removeprefix("the ")
    under = (
        f"{capital(against)} minus reality, in index points; n = answers. "
        "The darker, the wider; with a minus, in another hue, reality is above."
    )
    people = range(0, len(report.personas), _PERSONAS)
    for start in people:
        some = slice(start, start + _PERSONAS)
        title = message if len(people) == 1 else f"{message}: personas {start + 1} and on"
        add_table(deck, title, _gap_table(deck, figure, some), under=under)


def _gap_table(deck: Deck, figure: Figure | None, some: slice) -> Table:
    report = deck.report
    gaps = [abs(c.gap) for t in report.touchpoints for c in t.cells if c.measured]
    span = max([_LEAST_SPAN, *gaps])
    columns = (
        Column("Touchpoint", "stage", share=_TOUCHPOINTS),
        *(
            Column(name, f"weight {words.percent(weight)}", share=1, align="right")
            for name, weight in report.personas[some]
        ),
    )
    rows = tuple(
        Row(
            (
                _touchpoint(deck, each),
                *(_gap(deck, cell, span) for cell in each.cells[some]),
            ),
            tuple(map(evidence.of_cell, each.cells[some])),
        )
        for each in report.touchpoints
    )
    alt = evidence.in_words(figure) if figure else _GAPS
    return Table(columns, rows, alt, largest=SMALL, above=_ABOVE)


def _touchpoint(deck: Deck, touchpoint: Touchpoint) -> Cell:
    stage = [Run(f"  {said(touchpoint.stage)}", colour=deck.palette.quiet, language=deck.language)]
    name = paragraph(touchpoint.name, size=SMALL, language=deck.language).runs
    return Cell((Paragraph((*name, *(stage if touchpoint.stage else [])), SMALL),))


def _gap(deck: Deck, cell: Measured, span: float) -> Cell:
    palette = deck.palette
    if not cell.measured:
        return Cell((paragraph("not measured", size=SMALL, colour=palette.quiet),), palette.wash)
    colour = palette.gap if cell.gap > 0 else palette.over
    ground = palette.tint(colour, _PALE + (_STRONG - _PALE) * abs(cell.gap) / span)
    ink = palette.ink_on(ground)
    figure = Run(words.number(cell.gap, signed=True), bold=True, colour=ink)
    answers = Run(f"  n\N{NO-BREAK SPACE}{words.count(cell.n)}", colour=ink)
    return Cell((Paragraph((figure, answers), SMALL),), ground)


def add_journey(deck: Deck) -> None:
    """Add reality against the reference along the journey, averaged over the personas."""
    report = deck.report
    if all(math.isnan(each.reality) for each in report.touchpoints):
        return
    figure = figure_of(report, "journey")
    message = figure.drawing.message.finding if figure else _WAY
    missing = [each.name for each in report.touchpoints if math.isnan(each.reality)]
    gaps = f" Not measured: {words.enumeration(missing)}." if missing else ""
    under = (
        f"Means over the personas by their weight, in points of the 0\N{EN DASH}100 index.{gaps}"
    )
    notes = [*([evidence.in_words(figure)] if figure else []), *_steps_in_words(report)]
    width = deck.room(under).width
    parts = stretches(_journey(deck, figure), deck.face, width)
    for number, part in enumerate(parts, start=1):
        page = deck.page(numbered(message, number, len(parts)), notes, under)
        place_journey(page, page.free, part, step_of(parts, width))


def _journey(deck: Deck, figure: Figure | None) -> Journey:
    report, palette = deck.report, deck.palette
    reality = tuple(_known(each.reality) for each in report.touchpoints)
    reference = tuple(_known(each.reference) for each in report.touchpoints)
    figures = [value for value in (*reality, *reference) if value is not None]
    low, high = math.floor(min(figures) / 10) * 10, math.ceil(max(figures) / 10) * 10
    ticks = ticks_of([min(low, high - _LEAST_AXIS), high], from_zero=False)
    labels = tuple(words.number(each.reality) for each in report.touchpoints)
    nothing = ("",) * len(reference)
    against = capital(reference_of(report.ranking).removeprefix("the "))
    return Journey(
        names=tuple(each.name for each in report.touchpoints),
        stages=tuple(each.stage for each in report.touchpoints),
        low=_low(report),
        series=(
            Series(against, reference, palette.reference, nothing),
            Series("Reality", reality, palette.chosen, labels, POINTS),
        ),
        ticks=tuple(ticks),
        alt=evidence.in_words(figure) if figure else _WAY,
    )


def _low(report: Report) -> str:
    """Return the stage whose gap is the widest on average, as the message has it."""
    cells = cells_of(report.ranking)
    weights = {person.persona: person.weight for person in people_of(report.ranking)}
    ids = report.ranking.touchpoints["touchpoint"].tolist()
    stages: dict[str, list[str]] = {}
    for name, touchpoint in zip(ids, report.touchpoints, strict=True):
        stages.setdefault(touchpoint.stage, []).append(name)
    gaps = {
        stage: mean_gap((c for c in cells.values() if c.touchpoint in names), weights)
        for stage, names in stages.items()
    }
    worst = max(gaps, key=lambda stage: gaps[stage])
    return worst if len(gaps) > 1 and round(gaps[worst], 1) > 0 else ""


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)


def _steps_in_words(report: Report) -> Iterator[str]:
    for each in report.touchpoints:
        if math.isnan(each.reality):
            yield f"{each.name}: not measured"
        else:
            figures = f"{words.number(each.reality)} against {words.number(each.reference)}"
            yield f"{each.name}: reality {figures}"
