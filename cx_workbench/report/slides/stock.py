"""Our own look as a presentation without slides: theme, master and layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.util import Inches

from cx_workbench.charts.theme import LOOK
from cx_workbench.report.slides.area import Area
from cx_workbench.report.slides.lettering import BODY, LEAD, SMALL, TITLE
from cx_workbench.report.slides.markup import Element, add, clear, parse, qn, written
from cx_workbench.report.slides.package import forget

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.shapes.placeholder import LayoutPlaceholder, MasterPlaceholder
    from pptx.slide import SlideLayout, SlideMaster

#: Found, or replaced by one as wide (Liberation Sans), wherever slides are opened; it has Latin,
#: Central European and Cyrillic letters.
FONT = "Arial"
_NAME = "CX Workbench"
_WIDE, _HIGH = 13 + 1 / 3, 7.5
#: In points: the left edge of everything, and the width up to the right one.
_LEFT, _WIDTH = 44.0, 872.0
_TITLE = Area(_LEFT, 30, _WIDTH, 66)
_BODY = Area(_LEFT, 108, _WIDTH, 386)
_FOOT = Area(_LEFT, 506, 760, 18)
_NUMBER = Area(_LEFT + _WIDTH - 90, 506, 90, 18)
_OPENING = {
    PP_PLACEHOLDER.CENTER_TITLE: Area(_LEFT, 120, 740, 130),
    PP_PLACEHOLDER.SUBTITLE: Area(_LEFT, 270, 740, 200),
}
_KEPT = ("Title Slide", "Title and Content", "Title Only", "Blank")
#: The theme's slots; ``accent4`` and on are not used by our slides, but by whoever adds to them.
_COLOURS = {
    "dk1": LOOK.ink,
    "lt1": LOOK.paper,
    "dk2": LOOK.quiet,
    "lt2": LOOK.wash,
    "accent1": LOOK.chosen,
    "accent2": LOOK.gap,
    "accent3": LOOK.over,
    "accent4": LOOK.reference,
    "accent5": LOOK.rest,
    "accent6": LOOK.line,
    "hlink": LOOK.chosen,
    "folHlink": LOOK.quiet,
}
#: Sizes of the five levels of text, for whoever adds to the slides.
_LEVELS = (LEAD, BODY, BODY, SMALL, SMALL)
_TEXT, _QUIET = "tx1", "tx2"


def stock() -> Slides:
    """Return a presentation in our own look, without slides."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(_WIDE), Inches(_HIGH)
    slides.element.find(qn("p:sldSz")).attrib.pop("type", None)
    for layout in list(slides.slide_layouts):
        if layout.name not in _KEPT:
            slides.slide_layouts.remove(layout)
    master = slides.slide_master
    _set_theme(slides, master)
    _set_master(master)
    for layout in slides.slide_layouts:
        _set_layout(layout)
    _drop_leftovers(slides)
    return slides


def _set_theme(slides: Slides, master: SlideMaster) -> None:
    """Put our colours and font where every slide takes them from."""
    old = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse(old.blob)
    theme.set("name", _NAME)
    for group in ("a:clrScheme", "a:fontScheme"):
        theme.find(f".//{qn(group)}").set("name", _NAME)
    for slot, colour in _COLOURS.items():
        place = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{slot}')}")
        clear(place)
        add(place, "a:srgbClr", {"val": colour.removeprefix("#")})
    for group in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(group)}/{qn('a:latin')}").set("typeface", FONT)
    new = Part(old.partname, old.content_type, old.package, written(theme))
    for part in (master.part, slides.part):
        forget(part, RELATIONSHIP_TYPE.THEME)
        part.relate_to(new, RELATIONSHIP_TYPE.THEME)


def _set_master(master: SlideMaster) -> None:
    places = {
        PP_PLACEHOLDER.TITLE: _TITLE,
        PP_PLACEHOLDER.BODY: _BODY,
        PP_PLACEHOLDER.FOOTER: _FOOT,
        PP_PLACEHOLDER.SLIDE_NUMBER: _NUMBER,
    }
    for placeholder in list(master.placeholders):
        kind = placeholder.placeholder_format.type
        if kind not in places:
            # A date would be another one whenever the slides are opened.
            placeholder.element.getparent().remove(placeholder.element)
            continue
        _put(placeholder, places[kind])
        style = placeholder.element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")
        if style is not None:
            style.set("algn", "r" if kind == PP_PLACEHOLDER.SLIDE_NUMBER else "l")
            _set_letters(style, SMALL, _QUIET)
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    _set_letters(title, TITLE, _TEXT, bold=True)
    for level, size in enumerate(_LEVELS, start=1):
        _set_letters(styles.find(f"{qn('p:bodyStyle')}/{qn(f'a:lvl{level}pPr')}"), size, _TEXT)


def _set_layout(layout: SlideLayout) -> None:
    for placeholder in list(layout.placeholders):
        kind = placeholder.placeholder_format.type
        if kind == PP_PLACEHOLDER.DATE:
            placeholder.element.getparent().remove(placeholder.element)
        elif kind in _OPENING:
            _put(placeholder, _OPENING[kind])
            # The headline ends where the words below it begin.
            is_title = kind == PP_PLACEHOLDER.CENTER_TITLE
            placeholder.element.find(f".//{qn('a:bodyPr')}").set("anchor", "b" if is_title else "t")
            for style in placeholder.element.iterfind(f".//{qn('a:lstStyle')}/*"):
                style.set("algn", "l")
                _set_letters(style, LEAD, _QUIET)


def _put(placeholder: LayoutPlaceholder | MasterPlaceholder, area: Area) -> None:
    """Set a placeholder's place; its words begin at its very edge."""
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = area.lengths
    body = placeholder.element.find(f".//{qn('a:bodyPr')}")
    for edge in ("lIns", "tIns", "rIns", "bIns"):
        body.set(edge, "0")
    clear(body)
    if placeholder.placeholder_format.type == PP_PLACEHOLDER.TITLE:
        body.set("anchor", "t")


def _set_letters(style: Element, size: int, slot: str, *, bold: bool = False) -> None:
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", str(100 * size))
    if bold:
        letters.set("b", "1")
    fill = letters.find(qn("a:solidFill"))
    if fill is not None:
        clear(fill)
        add(fill, "a:schemeClr", {"val": slot})


def _drop_leftovers(slides: Slides) -> None:
    """Leave out the picture, printer and program that the empty presentation came with."""
    forget(slides.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    forget(slides.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    forget(slides.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
