"""Words on a slide: paragraphs of runs, in the colours of the theme, tagged with a language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from cx_workbench.report.slides.area import POINT
from cx_workbench.report.slides.lettering import BODY, said
from cx_workbench.report.slides.markup import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.text.text import TextFrame, _Paragraph

    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.lettering import Face

Align: TypeAlias = Literal["left", "right", "center"]
ENGLISH = "en-GB"
_ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
#: The language of a study as PowerPoint tags it, where it has more than one.
_TAGS = {
    "cs": "cs-CZ",
    "de": "de-DE",
    "en": ENGLISH,
    "es": "es-ES",
    "fr": "fr-FR",
    "hu": "hu-HU",
    "it": "it-IT",
    "pl": "pl-PL",
    "ru": "ru-RU",
    "sk": "sk-SK",
    "uk": "uk-UA",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind; no colour is that of its place."""

    text: str
    bold: bool = False
    colour: Colour | None = None
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs on the lines that they take.

    Attributes
    ----------
    runs
        What it says.
    size
        In points; 0 is that of its place.
    align
        Where its lines stand.
    before
        Room above it, in points.
    number
        What stands before its lines, on the left.
    hang
        Room for the number, in points.
    """

    runs: tuple[Run, ...]
    size: int = BODY
    align: Align = "left"
    before: float = 0.0
    number: Run | None = None
    hang: float = 0.0

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(run.text for run in self.runs)

    def lines(self, face: Face, width: float) -> list[str]:
        """Break it into the lines that it takes."""
        bold = any(run.bold for run in self.runs)
        return face.lines(self.text, width - self.hang, self.size, bold=bold)

    def height(self, face: Face, width: float) -> float:
        """Return its height with the room above it, in points."""
        return self.before + face.height(len(self.lines(face, width)), self.size)

    def at(self, size: int) -> Paragraph:
        """Return it at no more than a size."""
        return replace(self, size=min(self.size, size))


def paragraph(  # noqa: PLR0913  (one argument for each thing that words may be)
    text: object,
    *,
    size: int = BODY,
    bold: bool = False,
    colour: Colour | None = None,
    align: Align = "left",
    before: float = 0.0,
    language: str = ENGLISH,
) -> Paragraph:
    """Make a paragraph of one run."""
    return Paragraph((Run(said(text), bold, colour, language),), size, align, before)


def height_of(paragraphs: Iterable[Paragraph], face: Face, width: float) -> float:
    """Return the height of paragraphs one below the other, in points."""
    return sum(each.height(face, width) for each in paragraphs)


def split(paragraphs: Sequence[Paragraph], face: Face, width: float, height: float) -> int:
    """Return how many of the paragraphs fit one below the other; at least one."""
    used, count = 0.0, 0
    for each in paragraphs:
        used += each.height(face, width)
        if used > height:
            break
        count += 1
    return max(1, count)


def cut(whole: Paragraph, face: Face, width: float, height: float) -> Iterator[Paragraph]:
    """Cut a paragraph that is higher than there is room into some that fit.

    The pieces are of one run, the first; nobody writes so long a text in several.
    """
    if whole.height(face, width) <= height:
        yield whole
        return
    lines = whole.lines(face, width)
    each = max(1, int((height - whole.before) / face.height(1, whole.size)))
    for start in range(0, len(lines), each):
        text = " ".join(lines[start : start + each])
        yield replace(whole, runs=(replace(whole.runs[0], text=text),))


def write(frame: TextFrame, paragraphs: Sequence[Paragraph]) -> None:
    """Fill a text frame; its words begin at its very edge."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_top = frame.margin_right = frame.margin_bottom = Pt(0)
    fill(frame, paragraphs)


def fill(frame: TextFrame, paragraphs: Sequence[Paragraph]) -> None:
    """Put paragraphs into a frame, and leave the frame itself as it is."""
    for number, each in enumerate(paragraphs):
        target = frame.add_paragraph() if number else frame.paragraphs[0]
        if each.align != "left":
            target.alignment = _ALIGNED[each.align]
        if each.before:
            target.space_before = Pt(each.before)
        if each.number:
            _hang(target, each.hang)
            put(target, [replace(each.number, text=f"{each.number.text}\t")], each.size)
        put(target, each.runs, each.size)


def _hang(target: _Paragraph, by: float) -> None:
    """Set the lines of a paragraph off from the number before them."""
    style = target._p.get_or_add_pPr()  # noqa: SLF001  (python-pptx hangs no lines)
    style.set("marL", str(round(POINT * by)))
    style.set("indent", str(-round(POINT * by)))


def put(target: _Paragraph, runs: Iterable[Run], size: int | None = None) -> None:
    """Write runs into a paragraph; without a size they have that of their place."""
    line = target._p  # noqa: SLF001  (run by run, python-pptx takes five times as long)
    # What a paragraph ends with stays its end: else PowerPoint would mend the file.
    ends = [line.endParaRPr] if line.endParaRPr is not None else []
    for end in ends:
        line.remove(end)
    for run in runs:
        letters = {"lang": run.language}
        if size:
            letters["sz"] = str(100 * size)
        if run.bold:
            letters["b"] = "1"
        written = add(line, "a:r")
        style = add(written, "a:rPr", letters)
        if run.colour:
            style.append(run.colour.fill())
        add(written, "a:t").text = run.text
    line.extend(ends)


def numbered(title: str, number: int, pages: int) -> str:
    r"""Say which of several slides of one message this is.

    Examples
    --------
    >>> numbered("What was decided", 2, 3).replace("\N{NO-BREAK SPACE}", " ")
    'What was decided (2 of 3)'
    """
    of = f"({number} of {pages})".replace(" ", "\N{NO-BREAK SPACE}")
    return f"{title} {of}" if pages > 1 else title


def describe(shape: GraphicFrame, alt: str) -> None:
    """Say what a table or chart shows to people who cannot see it."""
    shape.element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0].set("descr", said(alt))


def language_tag(language: str | None) -> str:
    """Return the tag of a study's language; what PowerPoint does not know is left out.

    Examples
    --------
    >>> language_tag("sk"), language_tag("pl-PL"), language_tag("Klingon")
    ('sk-SK', 'pl-PL', 'en-GB')
    """
    wanted = (language or "").strip().replace("_", "-")
    tag = _TAGS.get(wanted.casefold(), wanted)
    known = {each.xml_value for each in MSO_LANGUAGE_ID}
    return tag if tag and tag in known else ENGLISH
