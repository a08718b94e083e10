"""The pictures of the ranking: what is worth its effort, what scores are made of, how sure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.charts.figures import parts_of
from cx_workbench.charts.words import NO_BREAK
from cx_workbench.report import method, words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.bars import Bars, pages_of, place_bars
from cx_workbench.report.slides.lettering import BODY, SMALL, said
from cx_workbench.report.slides.marks import Group, Mark, Plane, place_plane
from cx_workbench.report.slides.native import SCORE, Series
from cx_workbench.report.slides.text import Paragraph, Run, height_of, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.report.model import Figure, Improvement, Report
    from cx_workbench.report.slides.area import Area
    from cx_workbench.report.slides.deck import Deck

#: Share of the width that the names beside the plane may take, the least first.
_NAMES = (0.28, 0.36, 0.44)
#: Room for a rank before a name.
_HANG = 22.0
_BESIDE, _LARGE, _SMALL_MARK = 24.0, 13, 8
#: What is in the TOP N more seldom is not worth a bar.
_WORTH = 0.005
#: Shares of the draws as PowerPoint writes them, in the same words as everywhere: a number format
#: knows two conditions, and a share near none is rare in the TOP N.
_OFTEN = '[>=100]"every draw";[>=99.5]"more than 99 of 100 draws";0" of 100 draws"'
_SELDOM = '[<0.5]"fewer than 1 of 100 draws";[>=99.5]"more than 99 of 100 draws";0" of 100 draws"'


def figure_of(report: Report, name: str) -> Figure | None:
    """Return a picture of the report, if it has it."""
    return next((each for each in report.figures if each.name == name), None)


def add_matrix(deck: Deck) -> None:
    """Add impact against effort, the TOP N numbered and in the accent."""
    report = deck.report
    figure = figure_of(report, "matrix")
    if figure is None:
        return
    message = figure.drawing.message
    reading = figure.reading.partition(";")[0]
    notes = [report.summary, *_marks_in_words(report)]
    under = f"{reading}. The numbers are ranks."
    names = _names_beside(deck, deck.room(under))
    if names is None:
        under = f"{under[:-1]}; the names stand with the {report.top}."
    page = deck.page(message.finding, notes, under)
    plot = page.free
    if names is not None:
        share, paragraphs = names
        plot, beside = page.free.columns(1 - share, share, gutter=_BESIDE)
        page.text(beside, paragraphs, f"The {report.top} by rank")
    place_plane(page, plot, _plane(deck, evidence.in_words(figure)))


def add_contributions(deck: Deck) -> None:
    """Add what each criterion adds to the scores, or how each does where nothing adds up."""
    report = deck.report
    figure = figure_of(report, "contributions")
    if figure is None:
        return
    is_sum = report.ranking.method == "additive"
    bars = _sums(deck, figure) if is_sum else _values(deck, figure)
    under = figure.drawing.message.drawn.partition(":")[0]
    _add_bars(deck, figure, bars, f"{under}.")


def add_sureness(deck: Deck) -> None:
    """Add how often each improvement is in the TOP N, and between which ranks."""
    report = deck.report
    figure = figure_of(report, "rank_ranges")
    if figure is None:
        return
    drawn = [each for each in report.improvements if each.in_top or each.p_top >= _WORTH]
    others = len(report.improvements) - len(drawn)
    seldom = f" The other {others}: in fewer than 1, or in none." if others else ""
    under = (
        f"How often it is in the {report.top}; in brackets its ranks in 90 of 100 draws.{seldom}"
    )
    ranking, places = report.ranking, figure_of(report, "acceptability")
    notes = [f"{words.count(ranking.draws or 0)} draws, seed {ranking.seed}."]
    notes += [evidence.in_words(places)] if places else []
    _add_bars(deck, figure, _shares(deck, figure, drawn), under, notes)


def _add_bars(
    deck: Deck, figure: Figure, bars: Bars, under: str, notes: Sequence[str] = ()
) -> None:
    pages = pages_of(bars, deck.face, deck.room(under))
    for number, part in enumerate(pages, start=1):
        title = numbered(figure.drawing.message.finding, number, len(pages))
        page = deck.page(title, [figure.drawing.message.details, *notes], under)
        place_bars(page, page.free, part)


def _plane(deck: Deck, alt: str) -> Plane:
    report, palette = deck.report, deck.palette
    units = {criterion.name: criterion.unit for criterion in report.ranking.criteria}
    groups = (
        Group("The others", tuple(_marks(report, report.rest)), palette.rest, _SMALL_MARK),
        Group(f"{report.top}", tuple(_marks(report, report.chosen)), palette.chosen, _LARGE),
    )
    return Plane(
        groups,
        across=f"Effort, {units.get('effort', 'person-days')}",
        up=f"Impact, {units.get('impact', 'index points')}",
        alt=alt,
    )


def _marks(report: Report, improvements: Sequence[Improvement]) -> Iterator[Mark]:
    names = [criterion.name for criterion in report.ranking.criteria]
    for each in improvements:
        figures = dict(zip(names, each.figures, strict=True))
        number = str(each.rank) if each.in_top else ""
        yield Mark(said(each.title), figures["effort"], figures["impact"], number)


def _marks_in_words(report: Report) -> Iterator[str]:
    """Name every mark with its figures, also those that the picture does not name."""
    for each in report.improvements:
        figures = ", ".join(
            f"{method.criterion_name(criterion.name).lower()} {shown} {criterion.unit}"
            for criterion, shown in zip(report.ranking.criteria, each.shown, strict=True)
        )
        yield f"{each.rank}. {each.title}: {figures}"


def _names_beside(deck: Deck, area: Area) -> tuple[float, list[Paragraph]] | None:
    """Return the names of the TOP N and their share of the width; none if they are too long."""
    for size in (BODY, SMALL):
        names = [
            Paragraph(
                (Run(said(each.title), language=deck.language),),
                size,
                before=8 if number else 0,
                number=Run(str(each.rank), bold=True, colour=deck.palette.chosen),
                hang=_HANG,
            )
            for number, each in enumerate(deck.report.chosen)
        ]
        for share in _NAMES:
            width = area.columns(1 - share, share, gutter=_BESIDE)[1].width
            if height_of(names, deck.face, width) <= area.height:
                return share, names
    return None


def _sums(deck: Deck, figure: Figure) -> Bars:
    """Return what each criterion adds to the score, one after the other in one bar."""
    report = deck.report
    criteria = [method.criterion_name(each.name) for each in report.ranking.criteria]
    tints = deck.palette.shades(deck.palette.chosen, len(criteria))
    series = tuple(
        Series(name, adds, tint, tuple(words.number(part, 2) for part in adds), SCORE)
        for name, tint, adds in zip(
            criteria, tints, zip(*(each.adds for each in report.chosen), strict=True), strict=True
        )
    )
    below = [sum(min(part, 0.0) for part in each.adds) for each in report.chosen]
    above = [sum(max(part, 0.0) for part in each.adds) for each in report.chosen]
    return Bars(
        names=tuple(
            f"{each.rank}. {each.title} ({words.score(each.score)})" for each in report.chosen
        ),
        series=series,
        ends=(min(below), max(above) or 1.0),
        alt=evidence.in_words(figure),
        is_stacked=True,
        least=28,
    )


def _values(deck: Deck, figure: Figure) -> Bars:
    """Return how well each does by each criterion, from 0 (the worst anchor) to 1 (the best)."""
    report = deck.report
    parts = parts_of(report.ranking, [each.id for each in report.chosen])
    criteria = [each.name for each in report.ranking.criteria]
    tints = deck.palette.shades(deck.palette.chosen, len(criteria))
    series = []
    for name, tint in zip(criteria, tints, strict=True):
        values = [
            next((part.value for part in parts[each.id] if part.criterion == name), math.nan)
            for each in report.chosen
        ]
        known = tuple(value if math.isfinite(value) else None for value in values)
        labels = tuple(words.number(value, 2) for value in values)
        series.append(Series(method.criterion_name(name), known, tint, labels, SCORE))
    figures = [value for each in series for value in each.values if value is not None]
    return Bars(
        names=tuple(f"{each.rank}. {each.title}" for each in report.chosen),
        series=tuple(series),
        ends=(min([0.0, *figures]), max([1.0, *figures])),
        alt=evidence.in_words(figure),
        least=18.0 * len(series),
    )


def _shares(deck: Deck, figure: Figure, improvements: Sequence[Improvement]) -> Bars:
    """Return how often each is in the TOP N, and between which ranks."""
    palette = deck.palette
    shares = tuple(100 * each.p_top for each in improvements)
    labels = tuple(words.of_100_draws(each.p_top) for each in improvements)
    written = (_SELDOM if min(shares) < 100 * _WORTH else _OFTEN).replace(" ", NO_BREAK)
    return Bars(
        names=tuple(f"{each.rank}. {each.title} ({evidence.ranks(each)})" for each in improvements),
        series=(Series(f"Draws in the {deck.report.top}", shares, palette.rest, labels, written),),
        ends=(0, 100),
        alt=evidence.in_words(figure),
        least=22,
        colours=tuple(palette.chosen if each.in_top else palette.rest for each in improvements),
    )
