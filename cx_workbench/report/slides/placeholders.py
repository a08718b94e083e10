"""What a template sets apart for titles, text and the foot, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pptx.enum.shapes import PP_PLACEHOLDER

from cx_workbench.report.slides.area import Area, area_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pptx.shapes.placeholder import LayoutPlaceholder, MasterPlaceholder
    from pptx.slide import NotesMaster, NotesSlide, Slide, SlideLayout, SlideMaster

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def placeholder_of(layout: SlideLayout, *kinds: PP_PLACEHOLDER) -> LayoutPlaceholder | None:
    """Return a layout's first placeholder of some kinds."""
    found = (each for each in placeholders(layout) if each.placeholder_format.type in kinds)
    return next(found, None)


def placeholders(of: Slide | SlideLayout | SlideMaster | NotesSlide | NotesMaster) -> Iterator[Any]:
    """Go through the placeholders of a slide, layout, master or page of notes."""
    # python-pptx says that they cannot be gone through.
    yield from cast("Any", of.placeholders)


def place_of(placeholder: LayoutPlaceholder | MasterPlaceholder) -> Area | None:
    """Return where a placeholder stands; ``None`` if neither layout nor master says it."""
    left, top = placeholder.left, placeholder.top
    width, height = placeholder.width, placeholder.height
    if left is None or top is None or width is None or height is None:
        return None
    return area_of(left, top, width, height)
