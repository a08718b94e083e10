"""A client's own template: opened, emptied, or refused in words."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, cast

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from cx_workbench.errors import Problem, SettingError
from cx_workbench.report.slides.package import forget
from cx_workbench.report.slides.placeholders import placeholders

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.parts.slide import NotesMasterPart
    from pptx.presentation import Presentation as Slides

_TYPES = "[Content_Types].xml"
_TEMPLATE = (
    b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    CONTENT_TYPE.PML_PRESENTATION_MAIN.encode(),
)
_MACROS = b"macroEnabled.main+xml"
#: How a file begins that a password protects, or that was made before 2007.
_OLD = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "Open it in PowerPoint and save it as .pptx or .potx."
#: What python-pptx raises on a file that is damaged in one way or another.
_DAMAGED = (
    *(zipfile.BadZipFile, SyntaxError, EOFError, NotImplementedError),
    *(AttributeError, KeyError, TypeError, ValueError),
)
#: What names the slides of a presentation: with them gone, PowerPoint would mend the file.
_NAMES_SLIDES = ("./p:custShowLst", "./p:extLst/p:ext[.//*[local-name()='sectionLst']]")


def open_template(path: Path) -> Slides:
    """Open a client's presentation or template, without its slides.

    Raises
    ------
    SettingError
        It is not there, or is not a presentation.
    """
    try:
        content = path.expanduser().read_bytes()
    except OSError as error:
        what = f"It cannot be read: {error.strerror or error}."
        raise refused(path, what, "Give the path of a .pptx or .potx file.") from error
    if content.startswith(_OLD):
        what = "It is protected by a password, or older than PowerPoint 2007."
        raise refused(path, what, _SAVE_AS)
    try:
        slides = Presentation(io.BytesIO(_as_presentation(path, content)))
        _empty(path, slides)
    except _DAMAGED as error:
        raise refused(path, "It is not a PowerPoint presentation.", _SAVE_AS) from error
    return slides


def refused(path: Path, what: str, hint: str) -> SettingError:
    """Say why a template cannot be used."""
    problem = Problem(what, file=str(path), hint=hint)
    return SettingError("The template of the slides cannot be used.", [problem])


def _as_presentation(path: Path, content: bytes) -> bytes:
    """Turn a template into a presentation: the two differ in the type of their main part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read(_TYPES)
        if _MACROS in types:
            raise refused(path, "It holds macros, which slides must not.", _SAVE_AS)
        if _TEMPLATE[0] not in types:
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in package.namelist():
                part = package.read(name)
                copy.writestr(name, part.replace(*_TEMPLATE) if name == _TYPES else part)
        return out.getvalue()


def _empty(path: Path, slides: Slides) -> None:
    """Take out the slides, and what else names them."""
    for entry in list(slides.slides.element):
        slides.part.drop_rel(entry.rId)
        slides.slides.element.remove(entry)
    for names in _NAMES_SLIDES:
        for element in slides.element.xpath(names):
            element.getparent().remove(element)
    package = slides.part.package
    forget(package, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop_odd_notes(slides)
    if any(part.partname.startswith("/ppt/slides/") for part in package.iter_parts()):
        raise refused(path, "A layout of it links to one of its slides.", "Remove that link.")


def _drop_odd_notes(slides: Slides) -> None:
    """Take out a design of the notes that has no place for text; there is a usual one."""
    kind = RELATIONSHIP_TYPE.NOTES_MASTER
    try:
        part = cast("NotesMasterPart", slides.part.part_related_by(kind))
    except KeyError:
        return
    kinds = {each.placeholder_format.type for each in placeholders(part.notes_master)}
    if PP_PLACEHOLDER.BODY not in kinds:
        for entry in slides.element.xpath("./p:notesMasterIdLst"):
            slides.element.remove(entry)
        forget(slides.part, kind)
