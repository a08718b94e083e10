"""Which layouts of a template serve, and where on them there is room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pptx.enum.shapes import PP_PLACEHOLDER

from cx_workbench.report.slides.area import POINT, Area
from cx_workbench.report.slides.placeholders import TITLES, place_of, placeholder_of, placeholders
from cx_workbench.report.slides.theme import (
    faces_of,
    inset_of,
    is_in_capitals,
    palette_of,
    size_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pptx.presentation import Presentation as Slides
    from pptx.shapes.placeholder import LayoutPlaceholder, MasterPlaceholder
    from pptx.slide import SlideLayout

    from cx_workbench.report.slides.colours import Palette
    from cx_workbench.report.slides.lettering import Face

_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
_CONTENT = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
#: Room that slides need beneath their title.
_LEAST_WIDE, _LEAST_HIGH = 400.0, 230.0
#: Least distance from the title and from the foot; a template's body may begin so much lower.
_BENEATH, _ABOVE, _LOWER = 12.0, 6.0, 60.0
#: The margin of a template that says nothing of it, and the height of a foot of our own.
_MARGIN, _FOOT_HIGH = 36.0, 20.0


@dataclass(frozen=True)
class Layout:
    """A layout that serves, as far as slides are concerned.

    Attributes
    ----------
    source
        The layout itself.
    holder
        Its placeholder of the title.
    title, free
        Where the title stands, and where everything else may.
    foot
        Where study and slide number stand if the layout has no place for them.
    """

    source: SlideLayout
    holder: LayoutPlaceholder
    title: Area
    free: Area
    foot: Area

    @cached_property
    def title_size(self) -> float:
        """The size of the title, in points."""
        return size_of(self.holder)

    @cached_property
    def is_in_capitals(self) -> bool:
        """Whether titles are shown in capitals."""
        return is_in_capitals(self.holder)

    @cached_property
    def palette(self) -> Palette:
        """The colours by what they stand for."""
        return palette_of(self.source)

    @cached_property
    def faces(self) -> tuple[Face, Face]:
        """How much room the fonts of titles and of text take."""
        return faces_of(self.source, self.holder)


def layouts_of(slides: Slides) -> tuple[Layout, Layout] | None:
    """Return the layouts for the first slide and for all others; ``None`` if none serves."""
    known = [layout for master in slides.slide_masters for layout in master.slide_layouts]
    size = (int(slides.slide_width or 0) / POINT, int(slides.slide_height or 0) / POINT)
    read = [layout for source in known if (layout := _read(source, size)) is not None]
    fit = [layout for layout in read if _has_room(layout.free)]
    if not fit:
        return None
    page = min(fit, key=lambda layout: _strangeness(layout.source))
    openings = [layout for layout in read if _is_opening(layout.source)]
    return (openings or [page])[0], page


def _read(source: SlideLayout, size: tuple[float, float]) -> Layout | None:
    """Read what slides need to know of a layout; ``None`` if it has no title."""
    title = placeholder_of(source, *TITLES)
    place = place_of(title) if title is not None else None
    if title is None or place is None:
        return None
    free = _free(source, place, inset_of(title), size)
    foot = Area(free.left, size[1] - _MARGIN + _ABOVE, free.width, _FOOT_HIGH)
    return Layout(source, title, place, free, foot)


def _free(source: SlideLayout, title: Area, inset: float, size: tuple[float, float]) -> Area:
    """Return the area beneath the title and above the foot, as wide as the text of the design."""
    body = _body(source)
    wide = body or title
    left = max(wide.left + inset, 0.0)
    right = min(wide.right - inset, size[0])
    top = title.bottom + _BENEATH
    bottom = size[1] - _MARGIN
    if body is not None and body.bottom > top:
        bottom = min(bottom, body.bottom)
        top = max(top, body.top) if body.top - title.bottom < _LOWER else top
    feet = (place_of(each) for each in placeholders(source) if _is_foot(each))
    below = [foot.top - _ABOVE for foot in feet if foot is not None and foot.top > size[1] / 2]
    return Area(left, top, right - left, min([bottom, *below]) - top)


def _body(source: SlideLayout) -> Area | None:
    """Return where a layout, or else its master, has the text."""
    found = _largest(
        each for each in placeholders(source) if each.placeholder_format.type in _CONTENT
    )
    return found or _largest(
        each
        for each in placeholders(source.slide_master)
        if each.placeholder_format.type in _CONTENT
    )


def _largest(placeholders: Iterable[LayoutPlaceholder | MasterPlaceholder]) -> Area | None:
    places = [place for each in placeholders if (place := place_of(each)) is not None]
    return max(places, key=lambda place: place.width * place.height, default=None)


def _is_foot(placeholder: LayoutPlaceholder) -> bool:
    return placeholder.placeholder_format.type in _FOOT


def _has_room(free: Area) -> bool:
    return free.width >= _LEAST_WIDE and free.height >= _LEAST_HIGH


def _strangeness(source: SlideLayout) -> tuple[bool, int]:
    """Order layouts: a title alone first, then those with the least to be taken out."""
    usual = (*TITLES, *_FOOT)
    others = [each for each in placeholders(source) if each.placeholder_format.type not in usual]
    return _is_opening(source), len(others)


def _is_opening(source: SlideLayout) -> bool:
    return placeholder_of(source, PP_PLACEHOLDER.CENTER_TITLE) is not None
