"""The study's name and the slide's number in the foot of each slide."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.enum.shapes import PP_PLACEHOLDER

from cx_workbench.report.slides.lettering import SMALL
from cx_workbench.report.slides.markup import add, clear, qn
from cx_workbench.report.slides.placeholders import place_of, placeholder_of, placeholders
from cx_workbench.report.slides.text import Paragraph, Run, put, write
from cx_workbench.report.slides.theme import inset_of

if TYPE_CHECKING:
    from pptx.shapes.placeholder import LayoutPlaceholder
    from pptx.slide import Slide
    from pptx.text.text import TextFrame

    from cx_workbench.report.slides.area import Area
    from cx_workbench.report.slides.layouts import Layout
    from cx_workbench.report.slides.text import Align

#: Share of the foot's width that the number takes if the template has no place for it.
_NUMBER, _BETWEEN = 0.1, 12.0
_FIELD_ID = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


@dataclass(frozen=True)
class _Part:
    """A part of the foot: the layout's place for it, if it has one, and where it stands."""

    holder: LayoutPlaceholder | None
    area: Area


class Foot:
    """The foot of all slides of a layout.

    Parameters
    ----------
    layout
        Theirs.
    study
        The study's name; what does not fit ends in an ellipsis.
    """

    def __init__(self, layout: Layout, study: str) -> None:
        self._layout = layout
        left, right = layout.foot.columns(1 - _NUMBER, _NUMBER, gutter=_BETWEEN)
        self._name = self._part(PP_PLACEHOLDER.FOOTER, left)
        self._number = self._part(PP_PLACEHOLDER.SLIDE_NUMBER, right)
        holder = self._name.holder
        room = self._name.area.width - 2 * (inset_of(holder) if holder else 0.0)
        self._study = layout.faces[1].shortened(study, room, SMALL, 1, bold=False)
        if holder and not holder.text_frame.text:
            # LibreOffice sets a foot whose layout is empty in letters of its own.
            put(holder.text_frame.paragraphs[0], [Run(self._study)])

    def write(self, slide: Slide, number: int) -> None:
        """Write the foot of a slide."""
        name = self._frame(slide, self._name, "Study", "left")
        put(name.paragraphs[0], [self._run(self._study, self._name)], self._size(self._name))
        line = self._frame(slide, self._number, "Slide number", "right").paragraphs[0]
        put(line, [self._run(str(number), self._number)], self._size(self._number))
        # A field, which PowerPoint keeps right.
        run = line._p.find(qn("a:r"))  # noqa: SLF001  (python-pptx writes no fields)
        run.tag = qn("a:fld")
        run.set("id", _FIELD_ID)
        run.set("type", "slidenum")

    def _part(self, kind: PP_PLACEHOLDER, area: Area) -> _Part:
        holder = placeholder_of(self._layout.source, kind)
        return _Part(holder, (place_of(holder) if holder else None) or area)

    def _run(self, text: str, part: _Part) -> Run:
        return Run(text, colour=None if part.holder else self._layout.palette.quiet)

    def _size(self, part: _Part) -> int | None:
        return None if part.holder else SMALL

    def _frame(self, slide: Slide, part: _Part, name: str, align: Align) -> TextFrame:
        """Return an empty frame: the layout's own taken over, or a box."""
        if part.holder:
            return _copied(slide, part.holder)
        box = slide.shapes.add_textbox(*part.area.lengths)
        box.name = name
        write(box.text_frame, [Paragraph((), align=align)])
        frame: TextFrame = box.text_frame
        return frame


def _copied(slide: Slide, holder: LayoutPlaceholder) -> TextFrame:
    """Take a placeholder of the layout over to a slide, where it inherits everything."""
    element = copy.deepcopy(holder.element)
    tree = slide.shapes.element
    taken = [int(each.get("id")) for each in tree.iter(qn("p:cNvPr"))]
    element.find(f".//{qn('p:cNvPr')}").set("id", str(max(taken) + 1))
    for part in element.xpath("./p:spPr | ./p:txBody/a:lstStyle"):
        clear(part)
    body = element.find(qn("p:txBody"))
    for line in body.findall(qn("a:p")):
        body.remove(line)
    add(body, "a:p")
    tree.append(element)
    copied = next(each for each in placeholders(slide) if each.element is element)
    frame: TextFrame = copied.text_frame
    return frame
