"""Ranks through time as a line as high as a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGH, _STEP, _EDGE = 16.0, 12.0, 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The line in pixels: an SVG's size, its runs of points, and the last point."""

    width: float
    height: float
    runs: tuple[str, ...]
    last: tuple[float, float]


def sparkline(ranks: Sequence[int | None]) -> Sparkline:
    """Lay out the ranks of an improvement, the best on top; a gap where it was not ranked.

    Examples
    --------
    >>> line = sparkline([3, None, 2, 1])
    >>> line.runs, line.last
    (('27,8 39,3',), (39.0, 3.0))
    """
    known = [rank for rank in ranks if rank is not None]
    best, worst = min(known, default=1), max(known, default=1)
    spread = (_HIGH - 2 * _EDGE) / max(worst - best, 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, rank in enumerate(ranks):
        if rank is None:
            runs.append([])
        else:
            runs[-1].append((_EDGE + place * _STEP, _EDGE + (rank - best) * spread))
    drawn = tuple(" ".join(f"{x:g},{y:g}" for x, y in run) for run in runs if run[1:])
    points = [point for run in runs for point in run]
    last = points[-1] if points else (_EDGE, _EDGE)
    return Sparkline(2 * _EDGE + (len(ranks) - 1) * _STEP, _HIGH, drawn, last)
