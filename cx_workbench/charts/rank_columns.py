"""Ranks in columns, a line for each improvement: under several methods, or at several times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Canvas, Meaning, Symbol, Type
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import Look, line_height
from cx_workbench.charts.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.charts.drawing import Drawing, Message

_NAMES, _GUTTER, _COLUMN = 210.0, 16.0, 84.0
_ROW, _ROOM, _EDGE = 22.0, 6.0, 10.0
_POINT, _SMALL_POINT = 52.0, 20.0


@dataclass(frozen=True, slots=True)
class Track:
    """An improvement through the columns.

    Attributes
    ----------
    title
        Its name.
    ranks
        Its rank in each column; ``None`` where it was not ranked.
    is_accented
        Whether it is one that the picture is about.
    said
        The line in words, for screen readers.
    """

    title: str
    ranks: tuple[int | None, ...]
    is_accented: bool
    said: str


class RankColumns:
    """The picture while it is laid out: names at both ends, a column for each head.

    Parameters
    ----------
    tracks
        The improvements.
    heads
        What stands above each column.
    top
        How many ranks make the TOP N; a line is drawn under them.
    look
        Colours and sizes.
    """

    def __init__(self, tracks: Sequence[Track], heads: Sequence[str], top: int, look: Look) -> None:
        self.tracks, self.top, self.look = tracks, top, look
        self.columns = len(heads)
        self.first = _NAMES + _GUTTER + _COLUMN / 2
        self.last = self.first + _COLUMN * (self.columns - 1)
        self.heads = [wrap(head, _COLUMN - 8, look.small, bold=True) for head in heads]
        self.heading = max(len(head) for head in self.heads) * line_height(look.small) + 12.0
        self.names = {0: self._names(0), -1: self._names(-1)}
        self.middles, self.bottom, self.edge = self._rows()

    def drawing(self, message: Message) -> Drawing:
        """Lay everything out, from the ground up."""
        canvas = Canvas(self.last + _COLUMN / 2 + _GUTTER + _NAMES, self.bottom, self.look)
        self._draw_heads(canvas)
        for track in (track for track in self.tracks if not track.is_accented):
            self._draw_line(canvas, track)
        for track in reversed([track for track in self.tracks if track.is_accented]):
            self._draw_line(canvas, track)
        left, right = self.first - _COLUMN / 2 - _GUTTER, self.last + _COLUMN / 2 + _GUTTER
        self._draw_names(canvas, 0, Type(self.look.small, align="right"), left)
        self._draw_names(canvas, -1, Type(self.look.small), right)
        return canvas.drawing(message)

    def _names(self, column: int) -> dict[int, list[str]]:
        """Names as they stand at one end, by their ranks there."""
        return {
            rank: wrap(f"{rank}{NO_BREAK} {track.title}", _NAMES, self.look.small)
            for track in self.tracks
            if (rank := track.ranks[column]) is not None
        }

    def _rows(self) -> tuple[list[float], float, float | None]:
        """Middles of the ranks, each as high as the higher of its two names; bottom; the edge."""
        count = max(rank for track in self.tracks for rank in track.ranks if rank is not None)
        heights = [_ROW] * count
        for names in self.names.values():
            for rank, lines in names.items():
                needed = len(lines) * line_height(self.look.small) + _ROOM
                heights[rank - 1] = max(heights[rank - 1], needed)
        y, edge, middles = self.heading, None, []
        for place, height in enumerate(heights):
            if place == self.top:
                edge = y + _EDGE / 2
                y += _EDGE
            middles.append(y + height / 2)
            y += height
        return middles, y, edge

    def _x(self, column: int) -> float:
        return self.first + _COLUMN * column

    def _draw_heads(self, canvas: Canvas) -> None:
        look = self.look
        for column, head in enumerate(self.heads):
            x = self._x(column)
            y = self.heading - 12 - len(head) * line_height(look.small)
            canvas.words((x, y), head, Type(look.small, bold=True, align="center"))
            canvas.line((x, self.heading - 6), (x, self.bottom), look.line)
        if self.edge is not None:
            ends = self.first - _COLUMN / 2, self.last + _COLUMN / 2
            canvas.line((ends[0], self.edge), (ends[1], self.edge), look.ink)

    def _draw_line(self, canvas: Canvas, track: Track) -> None:
        look = self.look
        colour = look.chosen if track.is_accented else look.rest
        symbol = Symbol("circle", _POINT if track.is_accented else _SMALL_POINT, colour)
        # One sentence for the whole line, at its beginning.
        said: Meaning | None = Meaning(track.said, {"ranks": list(track.ranks)})
        run: list[tuple[float, float]] = []
        for column, rank in enumerate((*track.ranks, None)):
            if rank is not None:
                run.append((self._x(column), self.middles[rank - 1]))
                continue
            # A line stops where an improvement was not ranked.
            if run[1:]:
                canvas.path(run, colour)
            for point in run:
                canvas.mark(point, symbol, said)
                said = None
            run = []

    def _draw_names(self, canvas: Canvas, column: int, lettering: Type, x: float) -> None:
        look = self.look
        for track in self.tracks:
            rank = track.ranks[column]
            if rank is None:
                continue
            lines = self.names[column][rank]
            place = (x, self.middles[rank - 1] - len(lines) * line_height(look.small) / 2)
            colour = look.ink if track.is_accented else look.quiet
            canvas.words(place, lines, Type(look.small, colour, align=lettering.align))
