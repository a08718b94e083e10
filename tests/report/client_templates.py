"""Templates as clients have them, made from python-pptx's own empty presentation."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.util import Inches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pptx.presentation import Presentation as Slides

FONT = "Verdana"
ACCENT = "7A1FA2"
_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)


def narrow(path: Path) -> Path:
    """4:3, with the client's font and accent, two slides and their notes."""
    slides = Presentation()
    _set_theme(slides, {"accent1": ACCENT})
    for number in range(2):
        slide = slides.slides.add_slide(slides.slide_layouts[number])
        slide.shapes.title.text = f"The client's own slide {number}"
        slide.notes_slide.notes_text_frame.text = "The client's own notes"
    return _saved(slides, path)


def dark(path: Path) -> Path:
    """16:9, light letters on a dark ground."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(13.333), Inches(7.5)
    _set_theme(slides, {"dk1": "101820", "lt1": "FFFFFF", "accent1": "00A3E0"})
    colours = slides.slide_master.element.find(qn("p:clrMap"))
    colours.set("bg1", "dk1")
    colours.set("tx1", "lt1")
    return _saved(slides, path)


def bare(path: Path) -> Path:
    """One layout with a title and text, no foot, and notes without a place for text."""
    slides = Presentation()
    _keep(slides, "Title and Content")
    for holder in (slides.slide_layouts[0], slides.slide_master):
        _drop(holder, *_FOOT)
    _drop(slides.notes_master, PP_PLACEHOLDER.BODY)
    return _saved(slides, path)


def untitled(path: Path) -> Path:
    """No layout with a title."""
    slides = Presentation()
    _keep(slides, "Blank")
    return _saved(slides, path)


def crowded(path: Path) -> Path:
    """A title that leaves no room beneath it."""
    slides = Presentation()
    _keep(slides, "Title Only")
    slides.slide_layouts[0].placeholders[0].top = Inches(0.2)
    slides.slide_layouts[0].placeholders[0].height = Inches(6)
    slides.slide_layouts[0].placeholders[0].left = Inches(0.5)
    slides.slide_layouts[0].placeholders[0].width = Inches(9)
    return _saved(slides, path)


def linked(path: Path) -> Path:
    """A layout that links to a slide."""
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slides.slide_layouts[5].part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
    return _saved(slides, path)


def sectioned(path: Path) -> Path:
    """Slides in sections, which name them by number."""
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[5])
    written = _saved(slides, path).read_bytes()
    sections = (
        b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        b'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section '
        b'name="S" id="{6A2FCC3B-7B5D-4B7A-8B0B-8F7A5C1F0A11}"><p14:sldIdLst><p14:sldId id="256"/>'
        b"</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>"
    )
    path.write_bytes(_changed(written, lambda part: part.replace(b"</p:presentation>", sections)))
    return path


def of_type(path: Path, type_: str) -> Path:
    """The empty presentation, said to be of another type: a template, or with macros."""
    written = _saved(Presentation(), path).read_bytes()
    usual = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    path.write_bytes(_changed(written, lambda part: part.replace(usual, type_.encode())))
    return path


def _changed(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)))
    return out.getvalue()


def _set_theme(slides: Slides, colours: Mapping[str, str]) -> None:
    old = slides.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = old.blob.decode()
    for slot, colour in colours.items():
        fixed = f'<a:{slot}><a:srgbClr val="{colour}"/></a:{slot}>'
        theme = re.sub(rf"<a:{slot}>.*?</a:{slot}>", fixed, theme, flags=re.DOTALL)
    for group in ("majorFont", "minorFont"):
        theme = re.sub(rf'(<a:{group}><a:latin typeface=")[^"]*', rf"\g<1>{FONT}", theme)
    new = Part(old.partname, old.content_type, old.package, theme.encode())
    for part in (slides.slide_master.part, slides.part):
        part.drop_rel(part.relate_to(old, RELATIONSHIP_TYPE.THEME))
        part.relate_to(new, RELATIONSHIP_TYPE.THEME)


def _keep(slides: Slides, name: str) -> None:
    for layout in list(slides.slide_layouts):
        if layout.name != name:
            slides.slide_layouts.remove(layout)


def _drop(holder: Any, *kinds: PP_PLACEHOLDER) -> None:  # noqa: ANN401  (layout, master, notes)
    for placeholder in list(holder.placeholders):
        if placeholder.placeholder_format.type in kinds:
            placeholder.element.getparent().remove(placeholder.element)


def _saved(slides: Slides, path: Path) -> Path:
    slides.save(str(path))
    return path
