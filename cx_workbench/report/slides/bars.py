"""Native bar charts with a name for each bar, over as many slides as the names take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION

from cx_workbench.report.slides.area import Area
from cx_workbench.report.slides.lettering import SMALL, said
from cx_workbench.report.slides.native import (
    Series,
    add_chart,
    hide_axis,
    hide_values,
    place_plot,
    quiet_axis,
    show_legend,
    show_values,
    table_of,
)
from cx_workbench.report.slides.text import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.point import Point
    from pptx.chart.series import BarSeries

    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Page
    from cx_workbench.report.slides.lettering import Face

#: Share of the width that names may take, the least first; the lines that a name should take.
_NAMES, _LINES = (0.26, 0.34, 0.42, 0.5), 2
#: Between a name and its bar, above the plot for the legend, around a name and beside a label,
#: in points.
_BETWEEN, _LEGEND, _AROUND, _BESIDE = 10.0, 28.0, 8.0, 8.0
#: The least share of the plot that bars keep, however long their labels.
_KEPT = 0.3
#: Room between one row's bars and the next one's, in percent of a bar; how much higher than
#: need be rows become where there is room.
_GAP, _AIRY = 55, 1.6


@dataclass(frozen=True)
class Bars:
    """A bar chart, however many bars.

    Attributes
    ----------
    names
        Name of each row, from above.
    series
        The colours; each has a value and a label for each row.
    ends
        The least and the largest figure that there may be.
    alt
        What it shows, for people who cannot see it.
    is_stacked
        Whether the series stand one after the other in one bar.
    least
        Least height of a row, in points.
    colours
        The colour of each row's bar, if they differ.
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[float, float]
    alt: str
    is_stacked: bool = False
    least: float = 26.0
    colours: tuple[Colour, ...] = ()

    @property
    def upper(self) -> float:
        """Room above the rows, for the names of the colours."""
        return _LEGEND if len(self.series) > 1 else 0.0

    def part(self, start: int, end: int) -> Bars:
        """Return some of its rows."""
        rows = slice(start, end)
        series = tuple(each.part(start, end) for each in self.series)
        return replace(self, names=self.names[rows], series=series, colours=self.colours[rows])


@dataclass(frozen=True)
class _Names:
    """The names of the rows as broken into lines, and the room that they take."""

    texts: tuple[str, ...]
    width: float
    row: float
    lines: int


def capacity(bars: Bars, face: Face, area: Area) -> int:
    """Return how many rows an area holds; at least one."""
    return max(1, int((area.height - bars.upper) / _names(bars, face, area).row))


def pages_of(bars: Bars, face: Face, area: Area) -> list[Bars]:
    """Share the rows out among slides, evenly."""
    count = len(bars.names)
    pages = -(-count // capacity(bars, face, area))
    each = -(-count // pages)
    return [bars.part(start, start + each) for start in range(0, count, each)]


def place_bars(page: Page, area: Area, bars: Bars, *, tallest: float | None = None) -> float:
    """Put a bar chart on a slide, and return its height.

    ``tallest`` is the most that a row may take, in points.
    """
    names = _names(bars, page.deck.face, area)
    row = (area.height - bars.upper) / len(bars.names)
    row = min(row, max(names.row, tallest or _AIRY * names.row))
    area = area.first(bars.upper + row * len(bars.names))
    data = CategoryChartData()
    data.categories = names.texts
    for each in bars.series:
        data.add_series(said(each.name), each.values)
    stacked, beside = XL_CHART_TYPE.BAR_STACKED, XL_CHART_TYPE.BAR_CLUSTERED
    kind = stacked if bars.is_stacked else beside
    shape, chart = add_chart(page, area, kind, data, table_of(bars.names, bars.series))
    describe(shape, bars.alt)
    left = names.width + _BETWEEN
    plot = Area(area.left + left, area.top, area.width - left, area.height).after(bars.upper)
    place_plot(chart, area, plot)
    palette = page.deck.palette
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    quiet_axis(chart.category_axis, palette.ink, palette.line)
    low, high = _ends(bars, page.deck.face, plot.width)
    hide_axis(chart.value_axis, low, high)
    if len(bars.series) > 1:
        show_legend(chart)
    chart.plots[0].gap_width = _GAP
    chart.plots[0].overlap = 100 if bars.is_stacked else 0
    for each, written in zip(bars.series, chart.plots[0].series, strict=True):
        _colour(written, each.colour)
        for number, colour in enumerate(bars.colours):
            _colour(written.points[number], colour)
        _write_labels(page, written, each, plot.width / (high - low) if bars.is_stacked else None)
    return area.height


def _names(bars: Bars, face: Face, area: Area) -> _Names:
    """Give the names as little of the width as they need for few lines and one slide."""
    names = [said(name) for name in bars.names]
    tried = [_broken(names, bars, face, share * area.width) for share in _NAMES]
    room = (area.height - bars.upper) / len(names)
    low = [each for each in tried if each.lines <= _LINES]
    return next((each for each in low if each.row <= room), (*low, tried[-1])[0])


def _broken(names: Sequence[str], bars: Bars, face: Face, room: float) -> _Names:
    lines = [face.lines(name, room, SMALL) for name in names]
    widest = max(face.width(line, SMALL) for broken in lines for line in broken)
    most = max(map(len, lines))
    row = max(bars.least, face.height(most, SMALL) + _AROUND)
    texts = tuple("\n".join(broken) for broken in lines)
    return _Names(texts, min(room, widest + 2), row, most)


def _ends(bars: Bars, face: Face, width: float) -> tuple[float, float]:
    """Return where the axis begins and ends: beyond the bars there is room for their labels."""
    low, high = bars.ends
    if bars.is_stacked:
        return low, high
    labels = [label for each in bars.series for label in each.labels]
    widest = max((face.width(said(label), SMALL) for label in labels), default=0.0) + _BESIDE
    return low, low + (high - low) / max(_KEPT, 1 - widest / width)


def _colour(target: BarSeries | Point, colour: Colour) -> None:
    target.format.fill.solid()
    colour.paint(target.format.fill.fore_color)


def _write_labels(page: Page, drawn: BarSeries, series: Series, scale: float | None) -> None:
    """Write what bars stand for: beyond their ends or, with a scale, on them where they fit."""
    palette, face = page.deck.palette, page.deck.face
    if scale is None:
        show_values(drawn, series, palette.ink, XL_LABEL_POSITION.OUTSIDE_END)
        return
    show_values(drawn, series, palette.ink_on(series.colour), XL_LABEL_POSITION.CENTER)
    both = enumerate(zip(series.values, series.labels, strict=True))
    hide_values(
        drawn,
        (
            number
            for number, (value, label) in both
            if abs(value or 0.0) * scale < face.width(label, SMALL) + _BESIDE
        ),
    )
