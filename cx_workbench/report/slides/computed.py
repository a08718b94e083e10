"""How it was computed, from what, with which settings, and what to know before relying on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.words import capital
from cx_workbench.report import method, words
from cx_workbench.report.slides.bars import Bars, pages_of, place_bars
from cx_workbench.report.slides.lettering import SMALL, TITLE
from cx_workbench.report.slides.lists import add_list
from cx_workbench.report.slides.native import PERCENT, Series
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table, paged, place_table
from cx_workbench.report.slides.text import numbered, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.report.slides.deck import Deck

#: Between large figures and what stands below them, in points.
_BETWEEN, _BELOW = 20.0, 24.0


def add_steps(deck: Deck) -> None:
    """Add how the order came about, step by step."""
    steps = deck.report.steps
    rows = tuple(
        Row((Cell((paragraph(name, bold=True),)), Cell((paragraph(text),))), (f"{name}: {text}",))
        for name, text in steps
    )
    title = f"The order can be worked out with a pencil, from answer to score in {len(rows)} steps"
    columns = (Column("Step", most=130), Column("How", share=1))
    add_table(deck, title, Table(columns, rows, title), deck.report.settings)


def add_criteria(deck: Deck) -> None:
    """Add the criteria with their anchors and weights."""
    criteria = deck.report.ranking.criteria
    total = sum(each.weight for each in criteria)
    rows = tuple(
        Row(
            (
                Cell((paragraph(method.criterion_name(each.name), bold=True),)),
                _cell(words.anchor(each.weight)),
                _cell(words.anchor(each.worst)),
                _cell(words.anchor(each.best)),
                _cell(each.unit),
                _cell(method.anchors_from(each)),
            ),
            (method.criterion_line(each),),
        )
        for each in criteria
    )
    columns = (
        Column("Criterion", most=160),
        Column("Weight", align="right"),
        Column("Worth 0 at", align="right"),
        Column("Worth 1 at", align="right"),
        Column("Unit", share=1),
        Column("Anchors", share=1.4),
    )
    heaviest = max(criteria, key=lambda each: each.weight)
    names = words.enumeration(method.criterion_name(each.name).lower() for each in criteria)
    title = f"{capital(names)} count alike"
    if len({each.weight for each in criteria}) > 1:
        name = method.criterion_name(heaviest.name)
        title = f"{name} counts most: {words.percent(heaviest.weight / total)} of the weight"
        title = title if deck.report.ranking.method == "additive" else f"{name} has the most weight"
    under = "Anchors say which figure is worth 0 and which is worth 1 of a criterion."
    add_table(deck, title, Table(columns, rows, title), under=under)


def add_weights(deck: Deck) -> None:
    """Add how much each persona weighs."""
    personas = deck.report.personas
    if not personas:
        return
    shares = tuple(round(100 * weight, 2) for _, weight in personas)
    labels = tuple(words.percent(weight) for _, weight in personas)
    name, most = max(personas, key=lambda each: each[1])
    title = f"{name} weigh most: {words.percent(most)} of all personas in play"
    if len(personas) == 1:
        title = f"{name} are the only persona in play"
    elif len(set(labels)) == 1:
        title = f"All {len(personas)} personas weigh alike: {labels[0]} each"
    palette = deck.palette
    bars = Bars(
        names=tuple(name for name, _ in personas),
        series=(Series("Weight, %", shares, palette.rest, labels, PERCENT),),
        ends=(0, max(shares) or 1),
        alt="; ".join(f"{name} {label}" for (name, _), label in zip(personas, labels, strict=True)),
        least=30,
        colours=tuple(palette.chosen if share == max(shares) else palette.rest for share in shares),
    )
    under = "Share of customers times what one customer is worth, as far as the study says it."
    pages = pages_of(bars, deck.face, deck.room(under))
    for number, part in enumerate(pages, start=1):
        notes = [f"{name}: {label}" for (name, _), label in zip(personas, labels, strict=True)]
        page = deck.page(numbered(title, number, len(pages)), notes, under)
        place_bars(page, page.free, part)


def add_data(deck: Deck) -> None:
    """Add what data there were, and the files that they came from."""
    report = deck.report
    counts = dict(report.used.counts)
    title = f"The data: {counts.get('answers', words.NOTHING)} answers, of all kinds together"
    files = [f"{name}: {size}, SHA-256 {begins}…" for name, size, begins in report.used.rows]
    nowhere = [] if files else ["The study came from no file, so there is none to be named."]
    notes = [*(f"{count} {name}" for name, count in report.used.counts), *files, *nowhere]
    page = deck.page(title, notes, report.summary)
    columns = page.free.columns(*[1] * len(report.used.counts), gutter=_BETWEEN)
    used = 0.0
    for column, (name, count) in zip(columns, report.used.counts, strict=True):
        about = paragraph(name, size=SMALL, colour=deck.palette.quiet)
        figure = paragraph(count, size=TITLE, bold=True)
        used = max(used, page.text(column, [figure, about], "Figure"))
    room = page.free.after(used + _BELOW)
    if not files:
        page.text(room, [paragraph(nowhere[0], colour=deck.palette.quiet)], "Files")
        return
    rows = tuple(Row(tuple(map(_cell, row))) for row in report.used.rows)
    heads = (
        Column("File", share=1),
        Column("Size", align="right", most=160),
        Column("SHA-256 begins with", most=160),
    )
    table = Table(heads, rows, "The files of the study with their fingerprints")
    first, *others = paged(deck, table, room)[0]
    place_table(page, room, first, SMALL)
    for each in others:
        add_table(deck, f"{title} (further files)", each)


def add_leaving(deck: Deck) -> None:
    """Add what leaves the house with the slides."""
    said = [f"{name}: {what}" for name, what in deck.report.used.leaves]
    add_list(deck, "What leaves with these slides", said)


def add_settings(deck: Deck) -> None:
    """Add the settings in force and where each came from."""
    if deck.report.settings:
        title = "These settings were in force"
        add_list(deck, title, deck.report.settings, under="Each with where it came from.")


def add_warnings(deck: Deck) -> None:
    """Add what is odd."""
    warnings: Sequence[str] = deck.report.warnings
    if warnings:
        things = words.counted(len(warnings), "thing")
        add_list(deck, f"{things} to know before relying on it", warnings)


def _cell(text: str) -> Cell:
    return Cell((paragraph(text),))
