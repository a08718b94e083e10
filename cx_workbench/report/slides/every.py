"""A slide for each of the TOP N: its figures large, the reason, and the cells behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.words import amount, capital, reference_of
from cx_workbench.report import method, words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.area import Area
from cx_workbench.report.slides.bars import Bars, capacity, place_bars
from cx_workbench.report.slides.lettering import BODY, LEAD, SMALL, TITLE, said
from cx_workbench.report.slides.native import POINTS, Series
from cx_workbench.report.slides.text import Paragraph, Run, height_of, paragraph, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.report.model import Cell, Improvement, Report
    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Deck, Page

#: Share of the width that words take beside the chart, and the sizes of the reason and of the
#: rest, in the order in which they are tried.
_TRIED = (
    *((0.46, sizes) for sizes in ((LEAD, BODY), (BODY, BODY), (BODY, SMALL), (SMALL, SMALL))),
    *((0.56, sizes) for sizes in ((BODY, SMALL), (SMALL, SMALL))),
)
#: Between figures, between words and chart, and below the figures, in points.
_BETWEEN, _BESIDE, _BELOW = 20.0, 36.0, 22.0
#: Above the first of the facts and above the next ones, in points.
_FIRST, _NEXT = 14.0, 6.0
#: Above a chart its heading, and below it what is not measured.
_UNDER_HEADING, _ABOVE_MISSING, _MOST_MISSING = 4.0, 8.0, 3
#: The most height of a row of the chart, in points.
_TALLEST = 64.0
#: Share of an even width that each large figure gets, and of the whole that they may fill.
_LEAST, _FULL = 0.7, 0.75


def add_improvements(deck: Deck) -> None:
    """Add a slide for each of the TOP N."""
    for improvement in deck.report.chosen:
        _add(deck, improvement)


def _add(deck: Deck, improvement: Improvement) -> None:
    notes = list(evidence.of_improvement(deck.report, improvement))
    title = message_of(deck.report, improvement)
    page = deck.page(title, notes)
    room = page.free.after(_write_figures(page, improvement) + _BELOW)
    shown, rest, area = _fitted(deck, improvement, room)
    page.text(area, shown, "Why")
    left = area.width + _BESIDE
    beside = Area(room.left + left, room.top, room.width - left, room.height)
    _draw_cells(page, beside, improvement)
    while rest:
        page = deck.page(f"{title} (continued)", notes)
        count = split(rest, deck.face, page.free.width, page.free.height)
        page.text(page.free, rest[:count], "Why")
        rest = rest[count:]


def message_of(report: Report, improvement: Improvement) -> str:
    """Say what an improvement gains for what it takes."""
    figures = {
        criterion.name: (figure, criterion.unit)
        for criterion, figure in zip(report.ranking.criteria, improvement.figures, strict=True)
    }
    if not {"impact", "effort"} <= figures.keys():
        return f"{improvement.rank}. {improvement.title}"
    if round(figures["impact"][0], 2) <= 0:
        return f"{improvement.rank}. {improvement.title}: no gap to close"
    gains, takes = (amount(*figures[name]) for name in ("impact", "effort"))
    return f"{improvement.rank}. {improvement.title}: {gains} for {takes}"


def _write_figures(page: Page, improvement: Improvement) -> float:
    """Write the figures large, side by side; return how high they are."""
    face, quiet = page.deck.face, page.deck.palette.quiet
    figures = list(_figures(page.deck.report, improvement))
    # A long figure takes more of the width, so that all are of one size.
    size, room = TITLE, page.free.width - _BETWEEN * (len(figures) - 1)
    if sum(face.width(figure, TITLE, bold=True) for figure, _ in figures) > _FULL * room:
        size = LEAD
    even = room / len(figures)
    shares = [max(_LEAST * even, face.width(figure, size, bold=True)) for figure, _ in figures]
    columns = page.free.columns(*shares, gutter=_BETWEEN)
    height = 0.0
    for column, (figure, about) in zip(columns, figures, strict=True):
        both = [
            paragraph(figure, size=size, bold=True),
            paragraph(about, size=SMALL, colour=quiet),
        ]
        height = max(height, page.text(column, both, "Figure"))
    return height


def _figures(report: Report, improvement: Improvement) -> Iterator[tuple[str, str]]:
    """Return each figure and what it counts."""
    for criterion, shown in zip(report.ranking.criteria, improvement.shown, strict=True):
        name = method.criterion_name(criterion.name)
        yield shown, name if criterion.unit == criterion.name else f"{name}, {criterion.unit}"
    if report.was_drawn:
        often, _, draws = words.of_100_draws(improvement.p_top).partition(" of ")
        of = f"of {draws} " if draws else ""
        yield capital(often), f"{of}in the {report.top}, {evidence.ranks(improvement)}"
    yield words.score(improvement.score), "Score"


def _fitted(
    deck: Deck, improvement: Improvement, room: Area
) -> tuple[list[Paragraph], list[Paragraph], Area]:
    """Return the words beside the chart, as large as fits, what goes on, and their place."""
    area, paragraphs = room, [paragraph("")]
    for share, sizes in _TRIED:
        area, _ = room.columns(share, 1 - share, gutter=_BESIDE)
        paragraphs = list(_words(deck, improvement, *sizes))
        if height_of(paragraphs, deck.face, area.width) <= area.height:
            return paragraphs, [], area
    count = split(paragraphs, deck.face, area.width, area.height)
    return paragraphs[:count], paragraphs[count:], area


def _words(deck: Deck, improvement: Improvement, large: int, usual: int) -> Iterator[Paragraph]:
    yield paragraph(f"{improvement.why}.", size=large)
    for decided in improvement.decided:
        yield paragraph(decided, size=usual, bold=True, before=8)
    lines = (
        (("Hypothesis", improvement.hypothesis),),
        (("Where", improvement.where),),
        (("For whom", improvement.whom),),
        (("Pain", improvement.pain_type), ("Led by", improvement.owner)),
    )
    before = _FIRST
    for facts in lines:
        runs = [run for name, text in facts if text for run in _fact(deck, name, text)]
        if runs:
            yield Paragraph(tuple(runs), usual, before=before)
            before = _NEXT


def _fact(deck: Deck, name: str, text: str) -> tuple[Run, Run]:
    label = Run(f"{name}\N{NO-BREAK SPACE} ", colour=deck.palette.quiet)
    return label, Run(f"{said(text)}    ", language=deck.language)


def _draw_cells(page: Page, area: Area, improvement: Improvement) -> None:
    """Draw reality against the reference, cell by cell; the widest gaps if there are too many."""
    report, deck = page.deck.report, page.deck
    measured = [cell for cell in improvement.cells if cell.measured]
    missing = [cell for cell in improvement.cells if not cell.measured]
    unknown = _missing(deck, missing, area.width)
    below = height_of(unknown, deck.face, area.width) + _ABOVE_MISSING if unknown else 0.0
    against = reference_of(report.ranking)
    heading = f"Reality against {against}, index points"
    head = deck.face.height(2, SMALL) + _UNDER_HEADING
    room = area.after(head).first(area.height - head - below)
    fit = capacity(_bars(deck, improvement, measured), deck.face, room)
    if fit < len(measured):
        widest = sorted(measured, key=lambda cell: -cell.gap)[:fit]
        heading += f": the {fit} widest of {len(measured)} gaps, all in the notes"
        measured = [cell for cell in measured if cell in widest]
    used = page.text(area, [paragraph(heading, size=SMALL, bold=True)], "Heading of the chart")
    room = area.after(used + _UNDER_HEADING).first(area.height - used - _UNDER_HEADING - below)
    drawn = place_bars(page, room, _bars(deck, improvement, measured), tallest=_TALLEST)
    if unknown:
        page.text(room.after(drawn + _ABOVE_MISSING), unknown, "Not measured")


def _missing(deck: Deck, cells: Sequence[Cell], width: float) -> list[Paragraph]:
    """Name the cells that nothing is known of, or say how many they are."""
    if not cells:
        return []
    named = f"Not measured: {'; '.join(f'{cell.touchpoint}, {cell.persona}' for cell in cells)}."
    quiet = deck.palette.quiet
    whole = paragraph(named, size=SMALL, colour=quiet)
    if len(whole.lines(deck.face, width)) <= _MOST_MISSING:
        return [whole]
    short = f"Not measured: {len(cells)} cells, named in the notes."
    return [paragraph(short, size=SMALL, colour=quiet)]


def _bars(deck: Deck, improvement: Improvement, cells: Sequence[Cell]) -> Bars:
    palette, against = deck.palette, capital(reference_of(deck.report.ranking).removeprefix("the "))
    return Bars(
        names=tuple(_name(cell, cells) for cell in cells),
        series=(
            _series("Reality", [cell.reality for cell in cells], palette.chosen),
            _series(against, [cell.reference for cell in cells], palette.reference),
        ),
        ends=(0, 100),
        alt=f"{improvement.title}: {'; '.join(map(evidence.of_cell, cells))}",
        least=34,
    )


def _series(name: str, figures: Sequence[float], colour: Colour) -> Series:
    return Series(name, tuple(figures), colour, tuple(map(words.number, figures)), POINTS)


def _name(cell: Cell, cells: Sequence[Cell]) -> str:
    """Name a cell by what tells it from the others."""
    touchpoints, personas = ({each.touchpoint for each in cells}, {each.persona for each in cells})
    parts = [cell.touchpoint] if len(touchpoints) > 1 else []
    parts += [cell.persona] if len(personas) > 1 or not parts else []
    return f"{', '.join(parts)} (n\N{NO-BREAK SPACE}{words.count(cell.n)})"
