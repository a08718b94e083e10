"""Where a name could stand, and what it would come too close to, for many places at a time.

Boxes are rows of left, top, right, bottom; discs are rows of x, y, radius; all in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.charts.canvas import Box

Numbers: TypeAlias = "NDArray[np.float64]"
Flags: TypeAlias = "NDArray[np.bool_]"

#: Room between a mark and its name, and between two names.
CLEAR = 4.0
#: Places all over the plot are this far apart.
GRID = 12.0
_TINY = 1e-9
_WIDER = np.array([-CLEAR, -CLEAR, CLEAR, CLEAR])


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark: centre and radius in pixels."""

    x: float
    y: float
    radius: float


def places_for(mark: Disc, size: tuple[float, float], plot: Box) -> Numbers:
    """Return where a name could stand inside the plot: to the right of its mark first."""
    (width, height), away = size, mark.radius + CLEAR
    middle, slide = mark.y - height / 2, np.arange(0, 6 * GRID, GRID / 2)
    tops = np.concatenate([[middle], middle + slide[1:], middle - slide[1:]])
    sides = [(left, top) for left in (mark.x + away, mark.x - away - width) for top in tops]
    lefts = np.linspace(mark.x - width, mark.x, 9)
    ends = [(left, top) for top in (mark.y - away - height, mark.y + away) for left in lefts]
    across = np.arange(plot.left, plot.right - width + 1, GRID)
    down = np.arange(plot.top, plot.bottom - height + 1, GRID)
    everywhere = np.array(np.meshgrid(across, down)).reshape(2, -1).T
    corners = np.concatenate([np.array([*sides, *ends], dtype=float), everywhere])
    inside = (corners >= [plot.left, plot.top]).all(axis=1)
    opposite = corners + np.array(size)
    inside &= (opposite <= [plot.right, plot.bottom]).all(axis=1)
    return np.asarray(np.hstack([corners, opposite])[inside])


def as_rows(discs: Sequence[Disc]) -> Numbers:
    """Return discs as an array."""
    rows = [(disc.x, disc.y, disc.radius) for disc in discs]
    return np.array(rows, dtype=float).reshape(-1, 3)


def apart(boxes: Numbers, discs: Numbers) -> Numbers:
    """Return the room between boxes (rows) and discs; less than nothing where they touch."""
    across = np.clip(discs[:, 0], boxes[:, 0, None], boxes[:, 2, None]) - discs[:, 0]
    down = np.clip(discs[:, 1], boxes[:, 1, None], boxes[:, 3, None]) - discs[:, 1]
    return np.asarray(np.hypot(across, down) - discs[:, 2] - CLEAR / 2)


def overlap(boxes: Numbers, taken: Numbers) -> Flags:
    """Return which boxes (rows) come too close to which of the taken ones."""
    left, top, right, bottom = (edge[:, None] for edge in (boxes + _WIDER).T)
    across = (left < taken[:, 2]) & (taken[:, 0] < right)
    return np.asarray(across & (top < taken[:, 3]) & (taken[:, 1] < bottom))


def pierces(start: Numbers, ends: Numbers, discs: Numbers) -> Flags:
    """Return which lines from one start (rows) run through which discs."""
    way, to = ends - start, discs[:, :2] - start
    length = np.maximum((way**2).sum(axis=1), _TINY)
    share = np.clip(way @ to.T / length[:, None], 0, 1)
    off = share[..., None] * way[:, None] - to
    return np.asarray(np.hypot(off[..., 0], off[..., 1]) < discs[:, 2])


def enters(starts: Numbers, ends: Numbers, boxes: Numbers) -> Flags:
    """Return which lines (rows) come too close to which boxes, by the slabs of their edges."""
    way = ends - starts
    way = np.where(np.abs(way) < _TINY, _TINY, way)
    wider = boxes + _WIDER
    first, last = _between(starts[:, :1], way[:, :1], wider[:, 0], wider[:, 2])
    later, sooner = _between(starts[:, 1:], way[:, 1:], wider[:, 1], wider[:, 3])
    first, last = np.maximum(first, later), np.minimum(last, sooner)
    return np.asarray(np.maximum(first, 0) < np.minimum(last, 1))


def _between(start: Numbers, way: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Return between which shares of their way lines (rows) are between two edges."""
    one, other = (low - start) / way, (high - start) / way
    return np.minimum(one, other), np.maximum(one, other)


def cross(start: Numbers, ends: Numbers, starts: Numbers, stops: Numbers) -> Flags:
    """Return which lines from one start (rows) cross which other lines."""
    one = _side(start, ends[:, None], starts) * _side(start, ends[:, None], stops) < 0
    other = _side(starts, stops, start) * _side(starts, stops, ends[:, None]) < 0
    return np.asarray(one & other)


def _side(start: Numbers, end: Numbers, point: Numbers) -> Numbers:
    """Return on which side of a line a point lies: the sign of the cross product."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
