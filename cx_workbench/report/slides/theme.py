"""What a template says of fonts, sizes and colours: by inheritance, as PowerPoint reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE

from cx_workbench.report.slides.area import POINT
from cx_workbench.report.slides.colours import Palette
from cx_workbench.report.slides.lettering import Face, face_of
from cx_workbench.report.slides.markup import Element, parse, qn
from cx_workbench.report.slides.placeholders import TITLES, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pptx.parts.slide import SlideLayoutPart
    from pptx.shapes.placeholder import LayoutPlaceholder
    from pptx.slide import SlideLayout, SlideMaster

_SLOTS = ("tx1", "bg1", "tx2", "bg2", *(f"accent{number}" for number in range(1, 7)))
#: What PowerPoint takes where nothing is said: size in hundredths of a point, and the room
#: between the edge of a placeholder and its words in English Metric Units.
_USUAL_SIZE, _USUAL_INSET = 1800, 91_440
_BLACK, _WHITE = "#000000", "#FFFFFF"


def palette_of(layout: SlideLayout) -> Palette:
    """Return the colours that slides of a layout have, and what they stand on."""
    names = dict(layout.slide_master.element.find(qn("p:clrMap")).attrib)
    override = layout.element.find(f".//{qn('a:overrideClrMapping')}")
    if override is not None:
        names |= dict(override.attrib)
    scheme = _theme(layout.slide_master).find(f".//{qn('a:clrScheme')}")
    slots = {}
    for slot in _SLOTS:
        place = scheme.find(qn(f"a:{names.get(slot, slot)}"))
        if place is not None and len(place):
            slots[slot] = _fixed(place[0])
    slots = {"tx1": _BLACK, "bg1": _WHITE} | slots
    return Palette(slots, _ground(layout, slots))


def faces_of(layout: SlideLayout, title: LayoutPlaceholder) -> tuple[Face, Face]:
    """Return how much room the fonts of titles and of text take."""
    fonts = _theme(layout.slide_master).find(f".//{qn('a:fontScheme')}")
    major, minor = (
        fonts.find(f"{qn(group)}/{qn('a:latin')}").get("typeface", "")
        for group in ("a:majorFont", "a:minorFont")
    )
    styles = (style.find(qn("a:latin")) for style in _letters(title))
    named = next((style.get("typeface", "") for style in styles if style is not None), "+mj-lt")
    own = {"+mj-lt": major, "+mn-lt": minor}.get(named, named)
    return face_of(own), face_of(minor)


def size_of(placeholder: LayoutPlaceholder) -> float:
    """Return the size of a placeholder's words, in points."""
    return int(_inherited(placeholder, "sz") or _USUAL_SIZE) / 100


def is_in_capitals(placeholder: LayoutPlaceholder) -> bool:
    """Whether a placeholder shows all letters as capitals, which are wider."""
    return _inherited(placeholder, "cap") == "all"


def inset_of(placeholder: LayoutPlaceholder) -> float:
    """Return the room between the left edge of a placeholder and its words, in points."""
    bodies = (body for body in _bodies(placeholder) if body.get("lIns") is not None)
    body = next(bodies, None)
    return int(_USUAL_INSET if body is None else body.get("lIns")) / POINT


def _theme(master: SlideMaster) -> Element:
    return parse(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)


def _fixed(colour: Element) -> str:
    """Return a colour of a theme; a system's colour as it was when the file was saved."""
    value = colour.get("lastClr") or colour.get("val") or ""
    known = {"window": _WHITE, "windowText": _BLACK}
    return known.get(value, f"#{value.upper()}")


def _ground(layout: SlideLayout, slots: dict[str, str]) -> str:
    """Return the colour of the background; of a picture or gradient nothing is known."""
    for part in (layout, layout.slide_master):
        background = part.element.find(f".//{qn('p:bg')}")
        if background is None:
            continue
        fixed = background.find(f"./{qn('p:bgPr')}/{qn('a:solidFill')}/{qn('a:srgbClr')}")
        if fixed is not None:
            return _fixed(fixed)
        named = background.find(f".//{qn('a:schemeClr')}")
        if named is not None:
            return slots.get(named.get("val", ""), slots["bg1"])
        break
    return slots["bg1"]


def _inherited(placeholder: LayoutPlaceholder, attribute: str) -> str | None:
    values = (style.get(attribute) for style in _letters(placeholder))
    return next((value for value in values if value is not None), None)


def _letters(placeholder: LayoutPlaceholder) -> Iterator[Element]:
    """Go through what is said of a placeholder's letters, from the layout up to the master."""
    for body in _bodies(placeholder):
        yield from body.getparent().iterfind(
            f"{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
        )
    master = _master_of(placeholder)
    is_title = placeholder.placeholder_format.type in TITLES
    group = "p:titleStyle" if is_title else "p:bodyStyle"
    yield from master.element.iterfind(
        f"{qn('p:txStyles')}/{qn(group)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
    )


def _bodies(placeholder: LayoutPlaceholder) -> Iterator[Element]:
    """Go through a placeholder's own settings and those that it takes from the master."""
    yield from placeholder.element.iterfind(f".//{qn('a:bodyPr')}")
    master = _master_of(placeholder)
    kind = placeholder.placeholder_format.type
    wanted = {
        PP_PLACEHOLDER.CENTER_TITLE: PP_PLACEHOLDER.TITLE,
        PP_PLACEHOLDER.SUBTITLE: PP_PLACEHOLDER.BODY,
    }.get(kind, kind)
    for above in placeholders(master):
        if above.placeholder_format.type == wanted:
            yield from above.element.iterfind(f".//{qn('a:bodyPr')}")


def _master_of(placeholder: LayoutPlaceholder) -> SlideMaster:
    part = cast("SlideLayoutPart", placeholder.part)
    master: SlideMaster = part.slide_layout.slide_master
    return master
