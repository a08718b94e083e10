"""Slides of sentences, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report.slides.lettering import BODY, LEAD, SMALL
from cx_workbench.report.slides.text import cut, height_of, numbered, paragraph, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.report.slides.deck import Deck
    from cx_workbench.report.slides.text import Paragraph

#: Between sentences, in points.
_APART = 10.0


def add_list(
    deck: Deck, title: str, sentences: Sequence[str], notes: Sequence[str] = (), under: str = ""
) -> None:
    """Add the slides that some sentences take, as large as fits on one."""
    room = deck.room(under)
    paragraphs: list[Paragraph] = []
    for size in (LEAD, BODY, SMALL):
        paragraphs = [
            paragraph(each, size=size, before=_APART if number else 0)
            for number, each in enumerate(sentences)
        ]
        if height_of(paragraphs, deck.face, room.width) <= room.height:
            break
    rest = [part for each in paragraphs for part in cut(each, deck.face, room.width, room.height)]
    pages = []
    while rest:
        count = split(rest, deck.face, room.width, room.height)
        pages.append(rest[:count])
        rest = rest[count:]
    for number, part in enumerate(pages, start=1):
        page = deck.page(numbered(title, number, len(pages)), [*notes, *sentences], under)
        page.text(page.free, part, "Text")
