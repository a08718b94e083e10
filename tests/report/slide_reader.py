"""What a presentation holds, read back by python-pptx, openpyxl and the markup itself."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


@dataclass(frozen=True)
class Deck:
    """A presentation as its readers find it."""

    content: bytes

    @cached_property
    def slides(self) -> list[Any]:
        return list(self.presentation.slides)

    @cached_property
    def presentation(self) -> Any:  # noqa: ANN401  (much of python-pptx has no types)
        return Presentation(io.BytesIO(self.content))

    @property
    def titles(self) -> list[str]:
        return [title_of(slide) for slide in self.slides]

    def slide(self, title: str) -> Any:  # noqa: ANN401  (as above)
        """Find the one slide whose title begins so."""
        (found,) = [slide for slide in self.slides if title_of(slide).startswith(title)]
        return found

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            names = package.namelist()
            assert len(names) == len(set(names)), "a part is there twice"
            return {name: package.read(name) for name in names}

    def markup(self, folder: str) -> str:
        """Return the markup of slides, charts or notes."""
        found = (name for name in self.parts if re.match(rf"ppt/{folder}/\w+\.xml", name))
        return "".join(self.parts[name].decode() for name in found)

    @property
    def workbooks(self) -> list[bytes]:
        return [part for name, part in self.parts.items() if name.endswith(".xlsx")]


def title_of(slide: Any) -> str:  # noqa: ANN401  (as above)
    return plain(slide.shapes.title.text_frame.text)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def notes_of(slide: Any) -> str:  # noqa: ANN401  (as above)
    assert slide.has_notes_slide
    return plain(slide.notes_slide.notes_text_frame.text)


def table_of(slide: Any) -> list[list[str]]:  # noqa: ANN401  (as above)
    """Return the words of the one table of a slide."""
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    return [[plain(cell.text_frame.text) for cell in row.cells] for row in table.rows]


def chart_of(slide: Any) -> Any:  # noqa: ANN401  (as above)
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    return chart


def words_of(slide: Any) -> str:  # noqa: ANN401  (as above)
    """Return all that a slide says outside its charts."""
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    said += [" ".join(map(" ".join, table_of(slide)))] if has_table(slide) else []
    return plain(" ".join(said))


def has_table(slide: Any) -> bool:  # noqa: ANN401  (as above)
    return any(shape.has_table for shape in slide.shapes)


def is_picture(shape: Any) -> bool:  # noqa: ANN401  (as above)
    return bool(shape.shape_type == MSO_SHAPE_TYPE.PICTURE)


def is_title(shape: Any) -> bool:  # noqa: ANN401  (as above)
    return bool(shape.is_placeholder and shape.placeholder_format.type in _TITLES)


def box_of(shape: Any) -> tuple[int, int, int, int]:  # noqa: ANN401  (as above)
    """Return left, top, right and bottom."""
    return (
        shape.left,
        shape.top,
        shape.left + shape.width,
        shape.top + shape.height,
    )
