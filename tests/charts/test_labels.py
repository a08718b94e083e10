"""Names beside marks, by geometry."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cx_workbench.charts.canvas import Box
from cx_workbench.charts.label_geometry import Disc
from cx_workbench.charts.labels import is_led, nearest, place_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

PLOT = Box(0, 0, 800, 440)


def _covers(box: Box, mark: Disc) -> bool:
    x, y = nearest(mark, box)
    return float(np.hypot(x - mark.x, y - mark.y)) < mark.radius


def _scattered(seed: int, named: int, spread: float) -> tuple[list[Disc], list[Disc]]:
    chance = np.random.default_rng(seed)
    xs = np.clip(400 + chance.normal(0, 300 * spread, 40), 20, 780)
    ys = np.clip(220 + chance.normal(0, 160 * spread, 40), 20, 420)
    discs = [
        Disc(float(x), float(y), float(radius))
        for x, y, radius in zip(xs, ys, chance.uniform(4, 20, 40), strict=True)
    ]
    return discs[:named], discs[named:]


def _check(places: Sequence[Box] | None, marks: Sequence[Disc], plot: Box) -> list[Box]:
    assert places is not None
    assert all(plot.holds(box) for box in places)
    assert not any(a.overlaps(b) for a, b in combinations(places, 2))
    assert not any(_covers(box, mark) for box in places for mark in marks)
    return list(places)


@pytest.mark.parametrize("named", [1, 5, 10])
@pytest.mark.parametrize("spread", [1, 0.3, 0.05])
@pytest.mark.parametrize("seed", range(4))
def test_names_stay_apart_inside_and_off_the_named_marks(
    seed: int, spread: float, named: int
) -> None:
    marks, others = _scattered(seed, named, spread)
    sizes = [(80.0 + 15 * number, 16.0 + 16 * (number % 3)) for number in range(named)]
    places = _check(place_labels(marks, sizes, others, PLOT), marks, PLOT)
    for box, (wide, high) in zip(places, sizes, strict=True):
        assert (box.right - box.left, box.bottom - box.top) == pytest.approx((wide, high))


def test_marks_in_the_corners_and_on_one_spot() -> None:
    corners = [Disc(x, y, 10) for x in (10, 790) for y in (10, 430)]
    marks = [*corners, Disc(400, 220, 12), Disc(400, 220, 12), Disc(400, 220, 12)]
    _check(place_labels(marks, [(200, 60)] * 7, [], PLOT), marks, PLOT)


def test_the_place_beside_the_mark_comes_first() -> None:
    [box] = place_labels([Disc(100, 100, 10)], [(60, 16)], [], PLOT) or []
    assert box == Box(114, 92, 174, 108)


def test_grey_marks_are_left_free_where_there_is_room() -> None:
    beside = [Disc(140, 100, 8)]
    [box] = place_labels([Disc(100, 100, 10)], [(60, 16)], beside, PLOT) or []
    assert not _covers(box, beside[0])


def test_a_plot_that_is_too_small_is_said() -> None:
    marks = [Disc(50, 50, 5)] * 9
    assert place_labels(marks, [(90, 40)] * 9, [], Box(0, 0, 100, 100)) is None


def test_the_same_marks_get_the_same_places() -> None:
    marks, others = _scattered(1, 8, 0.2)
    sizes = [(120.0, 32.0)] * 8
    assert place_labels(marks, sizes, others, PLOT) == place_labels(marks, sizes, others, PLOT)


def test_a_far_or_doubtful_name_is_led_to_its_mark() -> None:
    mark = Disc(100, 100, 10)
    assert not is_led(mark, Box(114, 92, 174, 108), [Disc(300, 300, 10)])
    assert is_led(mark, Box(160, 92, 220, 108), [])
    assert is_led(mark, Box(114, 92, 174, 108), [Disc(186, 100, 10)])
