"""What goes with the outcome: the drivers with their intervals, largest first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import (
    NO_BREAK,
    capital,
    clean,
    counted,
    interval,
    named,
    number,
    percent,
)

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.measure.driver_shares import Drivers

#: What an outcome is called inside a sentence.
OUTCOMES = {
    "nps": "recommending",
    "csat": "overall satisfaction",
    "ces": "overall ease",
}
_NAMES, _GUTTER, _BARS, _FIGURES = 300.0, 24.0, 420.0, 130.0
_LEFT, _WIDTH = _NAMES + _GUTTER, _NAMES + _GUTTER + _BARS + _FIGURES
_BAR, _ROOM, _KEY, _SWATCH = 20.0, 16.0, 34.0, 14.0
#: Share of the colour where the interval makes it uncertain.
_PALE = 0.35


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver as it is drawn; shares of what is explained, 0..1."""

    touchpoint: str
    name: str
    share: float
    low: float
    high: float
    n: int
    correlation: float

    @property
    def is_bounded(self) -> bool:
        """Whether there is an interval."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def bounds(self) -> tuple[float, float]:
        """Ends of the interval; the share itself where there is none."""
        return (self.low, self.high) if self.is_bounded else (self.share, self.share)

    @property
    def figures(self) -> str:
        """Share and interval in whole percent."""
        bounds = 100 * self.low, 100 * self.high
        text = interval(100 * self.share, *bounds) if self.is_bounded else number(100 * self.share)
        head, _, rest = text.partition(" ")
        return f"{head}{NO_BREAK}% {rest}".strip()


def drivers(found: Drivers, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw how much of the outcome each driver accounts for, with its 95 % interval.

    A bar is solid as far as the interval makes sure and pale up to its other end; the dark
    stroke is the share itself.

    Parameters
    ----------
    found
        From `cx_workbench.measure.drivers.drivers`.
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.measure import drivers as measured
    >>> chart = drivers(measured.drivers(cx.example(), replicates=100))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... goes most with recommending: ...'
    """
    return draw_drivers(found, look=look).chart()


def draw_drivers(found: Drivers, *, look: Look = LOOK) -> Drawing:
    """Lay out what `drivers` draws; the parameters are the same."""
    return _Bars(found, look).drawing()


def drivers_of(found: Drivers) -> list[Driver]:
    """Return the drivers with cleaned names, largest first."""
    return [
        Driver(
            touchpoint=str(row["touchpoint"]),
            name=named(row["name"], row["touchpoint"]),
            share=float(row["share"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(row["n"]),
            correlation=float(row["correlation"]),
        )
        for row in found.table.to_dict("records")
    ]


def whose(found: Drivers) -> str:
    """Say whose drivers these are."""
    only = f" Only persona: {clean(found.persona)}." if clean(found.persona) else ""
    return f"{clean(found.study)}.{only}"


def rests_on(found: Drivers) -> str:
    """Say of how many respondents, and how much of the outcome all drivers explain."""
    complete = found.cases == "complete"
    cases = "respondents rated every touchpoint" if complete else "per pair of questions (median)"
    explained = f"Together they explain {percent(found.r2)} of its variance"
    return f"n{NO_BREAK}{found.n:,} {cases}. {explained} (R²{NO_BREAK}{number(found.r2, 2)})"


class _Bars:
    """Bars while they are laid out: names on the left, figures on the right."""

    def __init__(self, found: Drivers, look: Look) -> None:
        self.found = found
        self.look = look
        self.rows = drivers_of(found)
        self.outcome = OUTCOMES.get(found.outcome, clean(found.outcome))
        self.bounded = any(row.is_bounded for row in self.rows)
        self.most = max(row.bounds[1] for row in self.rows)

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look = self.look
        blocks = [self._block(row) for row in self.rows]
        body, small = line_height(look.body), line_height(look.small)
        heights = [max(_BAR, len(name) * body + len(note) * small) for name, note in blocks]
        bottom = _KEY + sum(heights) + _ROOM * (len(heights) - 1)
        canvas = Canvas(_WIDTH, bottom, look)
        self._draw_key(canvas)
        self._draw_even_share(canvas, bottom)
        y = _KEY
        for row, (name, note), height in zip(self.rows, blocks, heights, strict=True):
            canvas.words((0, y), name, Type(look.body))
            canvas.words((0, y + len(name) * body), note, Type(look.small, colour=look.quiet))
            self._draw_bar(canvas, row, y + body / 2)
            y += height + _ROOM
        return canvas.drawing(self._message())

    def _message(self) -> Message:
        exact = f" with its 95{NO_BREAK}% interval" if self.bounded else ""
        drawn = (
            f"Associations, not causes. Share of the explained variance of {self.outcome}{exact}; "
            f"{rests_on(self.found)}. {whose(self.found)}"
        )
        details = " ".join(f"{row.name}: {self._said(row)}." for row in self.rows)
        return Message(self._finding(), drawn, details)

    def _finding(self) -> str:
        first = self.rows[0]
        if len(self.rows) == 1:
            return f"{capital(first.name)} is the only driver of {self.outcome} that is known"
        share = f"{percent(first.share)} of what {counted(len(self.rows), 'touchpoint')} explain"
        return f"{capital(first.name)} goes most with {self.outcome}: {share}"

    def _said(self, row: Driver) -> str:
        turned = "; a higher rating goes with a lower outcome" if row.correlation < 0 else ""
        return f"{row.figures} of what is explained, n{NO_BREAK}{row.n:,}{turned}"

    def _block(self, row: Driver) -> tuple[list[str], list[str]]:
        turned = ", higher rating goes with lower outcome" if row.correlation < 0 else ""
        note = f"n{NO_BREAK}{row.n:,}{turned}"
        name = wrap(row.name, _NAMES, self.look.body)
        return name, wrap(note, _NAMES, self.look.small, even=False)

    def _draw_bar(self, canvas: Canvas, row: Driver, middle: float) -> None:
        look = self.look
        top, bottom = middle - _BAR / 2, middle + _BAR / 2
        sure, end = row.bounds
        meaning = Meaning(f"{row.name}: {self._said(row)}", {"share": row.share})
        canvas.box(Box(_LEFT, top, self._x(end), bottom), look.tint(look.chosen, _PALE))
        # Marks with a meaning lie above those without.
        canvas.box(Box(_LEFT, top, self._x(sure), bottom), look.chosen, meaning)
        if row.is_bounded:
            x = self._x(row.share)
            canvas.line((x, top - 3), (x, bottom + 3), look.ink, width=2)
        left, half = self._x(end) + 10, line_height(look.body) / 2
        bold = row is self.rows[0]
        right = left + text_width(row.figures, look.body, bold=bold)
        canvas.plate(Box(left - 4, middle - half, right + 4, middle + half))
        canvas.words((left, middle - half), [row.figures], Type(look.body, bold=bold, spoken=False))

    def _draw_key(self, canvas: Canvas) -> None:
        """Say what pale and stroke mean, above the names."""
        if not self.bounded:
            return
        look = self.look
        canvas.box(Box(0, 2, 28, 2 + _SWATCH), look.tint(look.chosen, _PALE))
        canvas.box(Box(0, 2, 8, 2 + _SWATCH), look.chosen)
        canvas.line((18, 0), (18, 4 + _SWATCH), look.ink, width=2)
        text = f"share; pale: its 95{NO_BREAK}% interval"
        canvas.words((36, 1), [text], Type(look.small, colour=look.quiet))

    def _draw_even_share(self, canvas: Canvas, bottom: float) -> None:
        """Mark what each would have if all counted alike."""
        if len(self.rows) == 1:
            return
        look, even = self.look, 1 / len(self.rows)
        x, text = self._x(even), f"if all counted alike: {percent(even)}"
        canvas.line((x, 20), (x, bottom), look.line)
        left = min(x, _WIDTH - text_width(text, look.small))
        canvas.words((left, 1), [text], Type(look.small, colour=look.quiet))

    def _x(self, share: float) -> float:
        return _LEFT + _BARS * share / self.most
