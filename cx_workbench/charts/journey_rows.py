"""The touchpoints as rows of a picture: in journey order, under the headings of their stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Type
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import clean, named

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking

_HEADING_GAP = 14
_INDENT = 12


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
    """All rows and headings of a picture; ``bottom`` is where the last row ends."""

    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    width: float
    bottom: float


def journey_rows(ranking: Ranking, look: Look, *, top: float, width: float, least: float) -> Rows:
    """Lay the touchpoints of a ranking out as rows.

    Parameters
    ----------
    ranking
        Its ``touchpoints`` are in journey order.
    look
        Font sizes.
    top
        Where the first row or heading begins, in pixels.
    width
        Width of the column of names.
    least
        Height of a row with a short name.
    """
    rows: list[Row] = []
    headings: list[Heading] = []
    before, y = "", top
    for each in ranking.touchpoints.to_dict("records"):
        heading, stage = _heading(each), clean(each["stage"]) or clean(each["phase"])
        if heading and heading != before:
            lines = tuple(wrap(heading, width, look.small, bold=True))
            start = y + (_HEADING_GAP if rows else 0)
            y = start + len(lines) * line_height(look.small) + 6
            headings.append(Heading(stage, lines, start, y))
        before = heading
        name = named(each["name"], each["touchpoint"])
        lines = tuple(wrap(name, width - _INDENT, look.small))
        bottom = y + max(least, len(lines) * line_height(look.small) + 8)
        emotion = clean(each["emotion"])
        rows.append(Row(str(each["touchpoint"]), name, lines, stage, emotion, y, bottom))
        y = bottom
    return Rows(tuple(rows), tuple(headings), width, y)


def draw_rows(canvas: Canvas, rows: Rows, bold: frozenset[str]) -> None:
    """Write headings and names, the touchpoints of the finding in bold."""
    look = canvas.look
    for heading in rows.headings:
        canvas.words((0, heading.top), heading.lines, Type(look.small, bold=True))
    for row in rows.rows:
        high = len(row.lines) * line_height(look.small)
        place = (_INDENT if rows.headings else 0, row.middle - high / 2)
        canvas.words(place, row.lines, Type(look.small, bold=row.touchpoint in bold))


def _heading(touchpoint: Mapping[Hashable, object]) -> str:
    stage, phase = clean(touchpoint["stage"]), clean(touchpoint["phase"])
    return f"{stage} ({phase})" if stage and phase else stage or phase
