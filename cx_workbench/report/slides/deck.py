"""Slides one after the other, each with title, room and notes; in the end the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Pt

from cx_workbench.report.slides.area import POINT
from cx_workbench.report.slides.foot import Foot
from cx_workbench.report.slides.heading import set_title
from cx_workbench.report.slides.layouts import layouts_of
from cx_workbench.report.slides.lettering import BODY, LEAD, SMALL, said
from cx_workbench.report.slides.package import saved
from cx_workbench.report.slides.placeholders import TITLES, place_of, placeholder_of, placeholders
from cx_workbench.report.slides.stock import stock
from cx_workbench.report.slides.template import open_template, refused
from cx_workbench.report.slides.text import fill, height_of, language_tag, paragraph, split, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pptx.presentation import Presentation
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide

    from cx_workbench.report.model import Report
    from cx_workbench.report.slides.area import Area
    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.layouts import Layout
    from cx_workbench.report.slides.text import Paragraph

_NO_LAYOUT = (
    "It has no layout with a title and enough room beneath it.",
    "Add the layout Title Only to it in PowerPoint (View, Slide Master).",
)
#: Room below the line under the title, and between the sentences of the first slide.
_UNDER, _APART = 12.0, 8.0
#: That line takes at most so many.
_MOST_UNDER = 3
#: The first slide keeps this far from the lower edge.
_EDGE = 24.0


@dataclass(frozen=True)
class Page:
    """A slide while it is filled.

    Attributes
    ----------
    deck
        The slides that it belongs to.
    slide
        The slide itself.
    free
        Where there is room.
    """

    deck: Deck
    slide: Slide
    free: Area

    def text(self, area: Area, paragraphs: Sequence[Paragraph], name: str) -> float:
        """Write paragraphs in a box as high as they are; return its height."""
        height = height_of(paragraphs, self.deck.face, area.width)
        box = self.slide.shapes.add_textbox(*area.first(height).lengths)
        box.name = name
        write(box.text_frame, paragraphs)
        return height

    def plate(
        self, area: Area, words: Paragraph, ground: Colour, name: str, inset: tuple[float, float]
    ) -> None:
        """Write a paragraph on a ground of its own; ``inset`` is the room beside and above it."""
        box = self.slide.shapes.add_textbox(*area.lengths)
        box.name = name
        box.fill.solid()
        ground.paint(box.fill.fore_color)
        write(box.text_frame, [words])
        frame = box.text_frame
        frame.margin_left = frame.margin_right = Pt(inset[0])
        frame.margin_top = frame.margin_bottom = Pt(inset[1])


class Deck:
    """A presentation while it is made.

    Parameters
    ----------
    report
        What it is about.
    template
        A client's own; ``None`` for our look.

    Attributes
    ----------
    layout
        The layout of all slides but the first.
    palette, face
        Their colours, and the room that their text takes.
    language
        The tag of the study's own words.
    """

    def __init__(self, report: Report, template: Path | None) -> None:
        self.report = report
        self._slides = stock() if template is None else open_template(template)
        self._opening, self.layout = _layouts(self._slides, template)
        self.palette = self.layout.palette
        self.face = self.layout.faces[1]
        self.language = language_tag(report.ranking.basis.given.settings.study.language)
        self._pages: list[Slide] = []

    def open(self, title: str, sentences: Sequence[str], notes: Iterable[str]) -> None:
        """Add the first slide: its title, and some sentences below it."""
        slide = self._add(self._opening, PP_PLACEHOLDER.SUBTITLE)
        set_title(slide, self._opening, title, is_opening=True)
        others = (p for p in placeholders(slide) if p.placeholder_format.type not in TITLES)
        self._write_below(slide, next(others, None), sentences)
        _note(slide, [title, *notes])

    def page(self, title: str, notes: Iterable[str], under: str = "") -> Page:
        """Add a slide.

        Parameters
        ----------
        title
            Its message.
        notes
            What speaks for it, line by line.
        under
            What is shown, in a line between the title and the rest.
        """
        slide = self._add(self.layout)
        set_title(slide, self.layout, title)
        self._pages.append(slide)
        _note(slide, [title, *([under] if under else []), *notes])
        if under:
            page = Page(self, slide, self.layout.free)
            page.text(page.free, [self._line(under)], "What is shown")
        return Page(self, slide, self.room(under))

    def room(self, under: str = "") -> Area:
        """Return where a slide has room below its title and the line under it."""
        free = self.layout.free
        if not under:
            return free
        return free.after(self._line(under).height(self.face, free.width) + _UNDER)

    def save(self) -> bytes:
        """Return the file; equal for equal slides."""
        # Last of all, so that it is also read last.
        foot = Foot(self.layout, said(self.report.study))
        for number, slide in enumerate(self._pages, start=2):
            foot.write(slide, number)
        return saved(self._slides, said(self.report.study))

    def _line(self, under: str) -> Paragraph:
        """Return the line below a title; the notes hold all of a long one."""
        width = self.layout.free.width
        shown = self.face.shortened(said(under), width, BODY, _MOST_UNDER, bold=False)
        return paragraph(shown, colour=self.palette.quiet)

    def _add(self, layout: Layout, *kept: PP_PLACEHOLDER) -> Slide:
        """Add a slide with nothing on it but a title and the placeholders to be kept."""
        slide: Slide = self._slides.slides.add_slide(layout.source)
        for each in list(placeholders(slide)):
            if each.placeholder_format.type not in (*TITLES, *kept):
                each.element.getparent().remove(each.element)
        return slide

    @property
    def _height(self) -> float:
        return int(self._slides.slide_height or 0) / POINT

    def _write_below(self, slide: Slide, below: Shape | None, sentences: Sequence[str]) -> None:
        """Write as many sentences below the first title as there is room for."""
        layout = self._opening
        holder = placeholder_of(layout.source, PP_PLACEHOLDER.SUBTITLE)
        place = (place_of(holder) if holder else None) or layout.free
        face = layout.faces[1]
        width = place.width - 2 * _APART
        height = min(place.height, self._height - _EDGE - place.top)
        for size in (LEAD, BODY, SMALL):
            # The study's name first, and stronger.
            lines = [
                paragraph(each, size=size, bold=not number, before=_APART if number else 0)
                for number, each in enumerate(sentences)
            ]
            if height_of(lines, face, width) <= height:
                break
        lines = lines[: split(lines, face, width, height)]
        if below is None:
            below = slide.shapes.add_textbox(*place.lengths)
            write(below.text_frame, lines)
        else:
            below.text_frame.auto_size = MSO_AUTO_SIZE.NONE
            fill(below.text_frame, lines)


def _layouts(slides: Presentation, template: Path | None) -> tuple[Layout, Layout]:
    """Return the layouts of the first slide and of all others."""
    found = layouts_of(slides)
    if found is None:
        raise refused(template or Path(), *_NO_LAYOUT)
    return found


def _note(slide: Slide, lines: Iterable[str]) -> None:
    body = PP_PLACEHOLDER.BODY
    # A template whose notes have no place for text has been given ours.
    notes = next(p for p in placeholders(slide.notes_slide) if p.placeholder_format.type == body)
    fill(notes.text_frame, [paragraph(each, size=0) for each in lines])
