"""The touchpoints as rows of a picture: in journey order, under the headings of their stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Type
from cx_workbench.charts.figures import columns
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import clean, named

if TYPE_CHECKING:
    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking

_HEADING_GAP = 14
_INDENT = 12
_COLUMNS = ("touchpoint", "name", "stage", "phase", "emotion")


@dataclass(frozen=True, slots=True)
class Row:
    """One touchpoint: its id, its name as broken into lines, and where its row lies."""

    touchpoint: str
    name: str
    lines: tuple[str, ...]
    stage: str
    emotion: str
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way down the row."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a stage, and where its touchpoints end."""

    stage: str
    lines: tuple[str, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows and headings of a picture; ``bottom`` is where the last row ends.

    ``noted`` is whether a line below each name is left free for a note.
    """

    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    width: float
    bottom: float
    noted: bool = False

    @property
    def indent(self) -> float:
        """Where the names begin."""
        return float(_INDENT if self.headings else 0)

    def name_top(self, row: Row, look: Look) -> float:
        """Return where the name of a row begins."""
        return row.middle - (len(row.lines) + self.noted) * line_height(look.small) / 2


def journey_rows(
    ranking: Ranking, look: Look, *, top: float, size: tuple[float, float], noted: bool = False
) -> Rows:
    """Lay the touchpoints of a ranking out as rows.

    Parameters
    ----------
    ranking
        Its ``touchpoints`` are in journey order.
    look
        Font sizes.
    top
        Where the first row or heading begins, in pixels.
    size
        Width of the column of names, and height of a row with a short name.
    noted
        Leave room for a line below each name.
    """
    width, least = size
    rows: list[Row] = []
    headings: list[Heading] = []
    before, y = "", top
    for touchpoint, called, stage_, phase, feeling in columns(ranking.touchpoints, *_COLUMNS):
        heading, stage = _heading(clean(stage_), clean(phase)), clean(stage_) or clean(phase)
        if heading and heading != before:
            lines = tuple(wrap(heading, width, look.small, bold=True))
            start = y + (_HEADING_GAP if rows else 0)
            y = start + len(lines) * line_height(look.small) + 6
            headings.append(Heading(stage, lines, start, y))
        before = heading
        name = named(called, touchpoint)
        lines = tuple(wrap(name, width - _INDENT, look.small))
        bottom = y + max(least, (len(lines) + noted) * line_height(look.small) + 8)
        emotion = clean(feeling)
        rows.append(Row(str(touchpoint), name, lines, stage, emotion, y, bottom))
        y = bottom
    return Rows(tuple(rows), tuple(headings), width, y, noted)


def draw_rows(canvas: Canvas, rows: Rows, bold: frozenset[str]) -> None:
    """Write headings and names, the touchpoints of the finding in bold."""
    look = canvas.look
    for heading in rows.headings:
        canvas.words((0, heading.top), heading.lines, Type(look.small, bold=True))
    for row in rows.rows:
        lettering = Type(look.small, bold=row.touchpoint in bold)
        place = (rows.indent, rows.name_top(row, look))
        canvas.words(place, row.lines, lettering, {"touchpoint": row.touchpoint})


def _heading(stage: str, phase: str) -> str:
    return f"{stage} ({phase})" if stage and phase else stage or phase
