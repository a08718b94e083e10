"""Titles that fit their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.text import MSO_AUTO_SIZE

from cx_workbench.report.slides.lettering import BODY, LEAD, SMALL, TITLE, said
from cx_workbench.report.slides.placeholders import TITLES, placeholders
from cx_workbench.report.slides.text import paragraph, put
from cx_workbench.report.slides.theme import inset_of

if TYPE_CHECKING:
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.slide import Slide

    from cx_workbench.report.slides.layouts import Layout

_SIZES = (TITLE, LEAD, BODY, SMALL)
#: A message is a sentence: larger than this, it would not fit its line.
_LARGEST = 28
#: The room above and below the words of a placeholder that says nothing of it, in points.
_INSET = 3.6


def title_of(slide: Slide) -> SlidePlaceholder:
    """Return a slide's title; only layouts that have one are used."""
    found = (each for each in placeholders(slide) if each.placeholder_format.type in TITLES)
    title: SlidePlaceholder = next(found)
    return title


def set_title(slide: Slide, layout: Layout, text: str, *, is_opening: bool = False) -> None:
    """Write a slide's title, as large as fits the place that the layout has for it.

    One too long for any size ends in an ellipsis; the notes hold all of it.
    """
    frame = title_of(slide).text_frame
    shown, size = fitted(layout, said(text), is_opening=is_opening)
    frame.auto_size = MSO_AUTO_SIZE.NONE
    put(frame.paragraphs[0], paragraph(shown).runs, size)


def fitted(layout: Layout, text: str, *, is_opening: bool = False) -> tuple[str, int | None]:
    """Return as much of a title as fits and its size; ``None`` is the size of the layout."""
    face, place, inset = layout.faces[0], layout.title, inset_of(layout.holder)
    measured = text.upper() if layout.is_in_capitals else text
    width, height = place.width - 2 * inset, place.height - 2 * min(inset, _INSET)
    usual = int(layout.title_size)
    sizes = [size for size in _SIZES if size < usual]
    if is_opening or usual <= _LARGEST or not sizes:
        sizes.insert(0, usual)
    size = face.fitting(measured, width, height, sizes, bold=True)
    if size is not None:
        return text, None if size == usual else size
    most = max(1, int(height / face.height(1, sizes[-1])))
    shown = face.shortened(measured, width, sizes[-1], most, bold=True)
    return f"{text[: len(shown) - 1]}…", sizes[-1]
