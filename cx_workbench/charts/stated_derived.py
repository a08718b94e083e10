"""What customers say matters, against what goes with the outcome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.driver_bars import OUTCOMES, drivers_of, rests_on, whose
from cx_workbench.charts.label_geometry import Disc
from cx_workbench.charts.labels import is_led, nearest, place_labels
from cx_workbench.charts.lettering import block_width, text_width, wrap
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.ticks import round_figures
from cx_workbench.charts.words import (
    capital,
    clean,
    counted,
    listed,
    number,
    percent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.measure.driver_shares import Drivers

_WIDTH, _HEIGHT, _TALLER = 840.0, 480.0, 80.0
_LEFT, _HEADING, _NAME, _RADIUS = 52.0, 40.0, 190.0, 6.0
#: Room for the words of a quadrant along the upper and the lower edge of the plot.
_WORDS = 28.0
#: Height that each of many names needs.
_PER_NAME = 28.0
_TICKS = 5
#: Where each quadrant lies; whether that is more than chance, the title says.
_QUADRANTS = {
    (True, False): "shows above the mean, said below it",
    (True, True): "said and shows above the mean",
    (False, False): "said and shows below the mean",
    (False, True): "said above the mean, shows below it",
}


class _Spot(NamedTuple):
    """A touchpoint: stated importance (index 0..100) and derived (share with bounds, 0..1)."""

    name: str
    stated: float
    derived: float
    low: float
    high: float
    asked: int


def stated_against_derived(
    drivers: Drivers, stated: pd.DataFrame, *, look: Look = LOOK
) -> alt.LayerChart:
    """Draw how important customers say touchpoints are against what goes with the outcome.

    Lines at both means part what shows above the mean but is said below it (upper left) from
    what is said above the mean but shows below it (lower right).

    Parameters
    ----------
    drivers
        From `cx_workbench.measure.drivers.drivers`.
    stated
        ``touchpoint``, ``importance`` (mean index of the answers, 0..100), ``n``; from
        `cx_workbench.measure.weights.stated_by_touchpoint`.
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.measure.drivers import drivers
    >>> from cx_workbench.measure.tally import tally
    >>> from cx_workbench.measure.weights import stated_by_touchpoint
    >>> study = cx.example()
    >>> stated = stated_by_touchpoint(tally(study), ["csat"])
    >>> chart = stated_against_derived(drivers(study, replicates=0), stated)
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... is said to matter more than it shows'
    """
    return draw_stated_against_derived(drivers, stated, look=look).chart()


def draw_stated_against_derived(
    drivers: Drivers, stated: pd.DataFrame, *, look: Look = LOOK
) -> Drawing:
    """Lay out what `stated_against_derived` draws; the parameters are the same."""
    spots = _spots(drivers, stated)
    if not spots:
        return _nothing_stated(drivers, look)
    return _Plot(drivers, spots, look).drawing()


def _spots(drivers: Drivers, stated: pd.DataFrame) -> list[_Spot]:
    said = {
        str(row["touchpoint"]): (float(row["importance"]), int(row["n"]))
        for row in stated.to_dict("records")
        if math.isfinite(float(row["importance"]))
    }
    return [
        _Spot(row.name, said[row.touchpoint][0], row.share, *row.bounds, said[row.touchpoint][1])
        for row in drivers_of(drivers)
        if row.touchpoint in said
    ]


def _nothing_stated(drivers: Drivers, look: Look) -> Drawing:
    names = [row.name for row in drivers_of(drivers)]
    text = f"Nobody was asked how important these are: {listed(names)}."
    lines = wrap(text, _WIDTH, look.body)
    canvas = Canvas(_WIDTH, len(lines) * line_height(look.body), look)
    canvas.words((0, 0), lines, Type(look.body))
    finding = "There is no stated importance to compare with"
    return canvas.drawing(Message(finding, whose(drivers), text))


class _Plot:
    """A scatter while it is laid out: it grows until every name has its place."""

    def __init__(self, drivers: Drivers, spots: Sequence[_Spot], look: Look) -> None:
        self.drivers = drivers
        self.spots = spots
        self.look = look
        self.outcome = OUTCOMES.get(drivers.outcome, clean(drivers.outcome))
        self.stated = sum(spot.stated for spot in spots) / len(spots)
        self.derived = sum(spot.derived for spot in spots) / len(spots)
        self.across = _around([spot.stated for spot in spots])
        self.up = _around([0.0, *(100 * spot.derived for spot in spots)])
        self.names = [wrap(spot.name, _NAME, look.small) for spot in spots]
        self._stretch(_HEIGHT)
        self.places = self._grow()

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        below = 2 * line_height(self.look.small) + 12
        canvas = Canvas(_WIDTH, self.plot.bottom + below, self.look)
        self._draw_axes(canvas)
        self._draw_quadrants(canvas)
        for spot, lines, box in zip(self.spots, self.names, self.places, strict=True):
            self._draw_spot(canvas, spot)
            self._draw_name(canvas, spot, lines, box)
        return canvas.drawing(self._message())

    def _message(self) -> Message:
        answers = counted(sum(spot.asked for spot in self.spots), "answer")
        silent = len(self.drivers.table) - len(self.spots)
        left = f" {counted(silent, 'touchpoint')} without stated importance left out." * (
            silent > 0
        )
        drawn = (
            "Associations, not causes. Stated importance (mean index of "
            f"{answers}) against share of the explained variance of {self.outcome}, with lines at "
            f"both means; {rests_on(self.drivers)}.{left} {whose(self.drivers)}"
        )
        details = " ".join(f"{self._said(spot)}." for spot in self.spots)
        return Message(self._finding(), drawn, details)

    def _finding(self) -> str:
        here = [(self._quadrant(spot), spot) for spot in self.spots]
        # What chance could have brought about is drawn, but makes no finding.
        hidden = [
            spot for place, spot in here if place == (True, False) and spot.low > self.derived
        ]
        praised = [
            spot for place, spot in here if place == (False, True) and spot.high < self.derived
        ]
        if hidden:
            first = max(hidden, key=lambda spot: spot.derived)
            return f"{capital(first.name)} goes with {self.outcome} more than customers say"
        if praised:
            first = max(praised, key=lambda spot: spot.stated)
            return f"{capital(first.name)} is said to matter more than it shows"
        return f"What customers say matters and what goes with {self.outcome} do not clearly differ"

    def _quadrant(self, spot: _Spot) -> tuple[bool, bool]:
        """Whether it goes with the outcome, and is said to matter, more than the mean."""
        return spot.derived > self.derived, spot.stated > self.stated

    def _said(self, spot: _Spot) -> str:
        return (
            f"{spot.name}: stated importance {number(spot.stated)} of 100, "
            f"{percent(spot.derived)} of what is explained, {_QUADRANTS[self._quadrant(spot)]}"
        )

    def _grow(self) -> list[Box]:
        """Make the plot taller until every name has its place."""
        small = self.look.small
        sizes = [(block_width(name, small), len(name) * line_height(small)) for name in self.names]
        self._stretch(max(_HEIGHT, _PER_NAME * len(sizes)))
        while True:
            inner = Box(_LEFT + 8, self.plot.top + _WORDS, _WIDTH, self.plot.bottom - _WORDS)
            places = place_labels([self._disc(spot) for spot in self.spots], sizes, [], inner)
            if places is not None:
                return places
            self._stretch(self.plot.bottom - self.plot.top + _TALLER)

    def _stretch(self, height: float) -> None:
        self.plot = Box(_LEFT, _HEADING, _WIDTH, _HEADING + height)

    def _disc(self, spot: _Spot) -> Disc:
        return Disc(self._x(spot.stated), self._y(100 * spot.derived), _RADIUS)

    def _x(self, stated: float) -> float:
        low, high = self.across[0], self.across[-1]
        inner = self.plot.right - self.plot.left - 4 * _RADIUS
        return self.plot.left + 2 * _RADIUS + inner * (stated - low) / (high - low)

    def _y(self, derived: float) -> float:
        low, high = self.up[0], self.up[-1]
        bottom = self.plot.bottom - _WORDS - 2 * _RADIUS
        return bottom - (bottom - self.plot.top - _WORDS - 2 * _RADIUS) * (derived - low) / (
            high - low
        )

    def _draw_axes(self, canvas: Canvas) -> None:
        look, plot, small = self.look, self.plot, self.look.small
        quiet = Type(small, colour=look.quiet, align="right")
        for share in self.up:
            y = self._y(share)
            place = (plot.left - 8, y - line_height(small) / 2)
            canvas.words(place, [number(share)], quiet)
            canvas.line((plot.left - 4, y), (plot.left, y), look.line)
        for index in self.across:
            x = self._x(index)
            canvas.line((x, plot.bottom), (x, plot.bottom + 4), look.line)
            middle = Type(small, colour=look.quiet, align="center")
            canvas.words((x, plot.bottom + 6), [number(index)], middle)
        canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look.line)
        canvas.line((plot.left, plot.top), (plot.left, plot.bottom), look.line)
        said = f"Derived importance, % of what is explained of {self.outcome}"
        canvas.words((0, plot.top - 28), [said], Type(small))
        place = (plot.right, plot.bottom + 8 + line_height(small))
        canvas.words(place, ["Stated importance, index points"], Type(small, align="right"))

    def _draw_quadrants(self, canvas: Canvas) -> None:
        look, plot = self.look, self.plot
        x, y = self._x(self.stated), self._y(100 * self.derived)
        canvas.line((x, plot.top), (x, plot.bottom), look.reference)
        canvas.line((plot.left, y), (plot.right, y), look.reference)
        for (shown, said), words in _QUADRANTS.items():
            top = plot.top + 6 if shown else plot.bottom - 6 - line_height(look.small)
            lettering = Type(look.small, colour=look.quiet, align="right" if said else "left")
            canvas.words((plot.right - 8 if said else plot.left + 8, top), [words], lettering)

    def _draw_spot(self, canvas: Canvas, spot: _Spot) -> None:
        look, disc = self.look, self._disc(spot)
        accent = self._quadrant(spot) == (True, False)
        symbol = Symbol("circle", math.pi * _RADIUS**2, look.chosen if accent else look.rest)
        figures = {"stated": spot.stated, "derived": spot.derived}
        canvas.mark((disc.x, disc.y), symbol, Meaning(self._said(spot), figures))

    def _draw_name(self, canvas: Canvas, spot: _Spot, lines: Sequence[str], box: Box) -> None:
        small, disc = self.look.small, self._disc(spot)
        others = [self._disc(other) for other in self.spots if other is not spot]
        if is_led(disc, box, others):
            canvas.leader((disc.x, disc.y), nearest(disc, box))
        for place, line in enumerate(lines):
            top = box.top + place * line_height(small)
            right = box.left + text_width(line, small)
            canvas.plate(Box(box.left - 2, top, right + 2, top + line_height(small)))
        canvas.words((box.left, box.top), lines, Type(small))


def _around(figures: Sequence[float]) -> list[float]:
    """Return round figures around all of the figures."""
    return round_figures(min(figures), max(figures), _TICKS, least=1.0)
