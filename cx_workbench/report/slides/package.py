"""The file of a presentation, without the clock in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from cx_workbench.report.slides.markup import parse, written

if TYPE_CHECKING:
    from pptx.opc.package import OpcPackage, Part, XmlPart
    from pptx.presentation import Presentation as Slides

_PROPERTIES = "docProps/core.xml"
_TERMS = "{http://purl.org/dc/terms/}"
#: The first day that a package can hold.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def forget(source: OpcPackage | XmlPart, kind: str) -> Part | None:
    """Take out the one part of a kind that a package or part names, if there is one."""
    try:
        part: Part = source.part_related_by(kind)
    except KeyError:
        return None
    source.drop_rel(source.relate_to(part, kind))
    return part


def saved(slides: Slides, title: str) -> bytes:
    """Return a presentation as a file; equal for equal slides, whenever it is written."""
    properties = slides.core_properties
    properties.title, properties.author = title[:255], "cx_workbench"
    properties.last_modified_by = properties.comments = ""
    dated, out = io.BytesIO(), io.BytesIO()
    slides.save(dated)
    with zipfile.ZipFile(dated) as package, zipfile.ZipFile(out, "w") as undated:
        for name in package.namelist():
            part = package.read(name)
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(entry, _undated(part) if name == _PROPERTIES else part)
    return out.getvalue()


def _undated(properties: bytes) -> bytes:
    """Leave out when a presentation was made and changed."""
    root = parse(properties)
    for child in list(root):
        if str(child.tag).startswith(_TERMS):
            root.remove(child)
    return written(root)
