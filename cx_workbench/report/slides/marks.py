"""A native chart of marks by two figures, the ones that matter numbered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE

from cx_workbench.report.slides.area import Area
from cx_workbench.report.slides.lettering import BODY
from cx_workbench.report.slides.native import (
    add_chart,
    name_axis,
    place_plot,
    show_axis,
    show_legend,
    ticks_of,
)
from cx_workbench.report.slides.text import Run, describe, put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.series import XySeries

    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Page

#: Room for the figures and the name of the axis on the left and below, above the plot for the
#: legend, and on the right, in points.
_LEFT, _BELOW, _LEGEND, _RIGHT = 56.0, 46.0, 28.0, 16.0
#: How far a number stands from the middle of its mark, in points, and where it may.
_REACH = 15.0
_AROUND = {
    XL_LABEL_POSITION.RIGHT: (_REACH, 0.0),
    XL_LABEL_POSITION.ABOVE: (0.0, -_REACH),
    XL_LABEL_POSITION.LEFT: (-_REACH, 0.0),
    XL_LABEL_POSITION.BELOW: (0.0, _REACH),
}


@dataclass(frozen=True)
class Mark:
    """A mark: its name, its figures, and the number beside it, if it has one."""

    name: str
    x: float
    y: float
    number: str = ""


@dataclass(frozen=True)
class Group:
    """Marks of one colour and size, as the legend names them."""

    name: str
    marks: tuple[Mark, ...]
    colour: Colour
    size: int


@dataclass(frozen=True)
class Plane:
    """Marks by two figures, and what the axes count."""

    groups: tuple[Group, ...]
    across: str
    up: str
    alt: str


def place_plane(page: Page, area: Area, plane: Plane) -> None:
    """Put a chart of marks on a slide."""
    # LibreOffice loses a first group that has fewer marks than a later one.
    groups = sorted((group for group in plane.groups if group.marks), key=_fewer)
    data = XyChartData()
    rows: list[list[str | float | None]] = []
    for group in groups:
        series = data.add_series(group.name)
        # As python-pptx refers to them: each group under its name, an empty row between.
        rows.append([plane.across, group.name])
        for mark in group.marks:
            series.add_data_point(mark.x, mark.y)
            rows.append([mark.x, mark.y, mark.name])
        rows.append([])
    shape, chart = add_chart(page, area, XL_CHART_TYPE.XY_SCATTER, data, rows)
    describe(shape, plane.alt)
    width, height = area.width - _LEFT - _RIGHT, area.height - _LEGEND - _BELOW
    plot = Area(area.left + _LEFT, area.top + _LEGEND, width, height)
    place_plot(chart, area, plot)
    palette = page.deck.palette
    marks = [mark for group in groups for mark in group.marks]
    across, up = ticks_of(mark.x for mark in marks), ticks_of(mark.y for mark in marks)
    for axis, ticks, name in (
        (chart.category_axis, across, plane.across),
        (chart.value_axis, up, plane.up),
    ):
        show_axis(axis, ticks, palette.quiet, palette.line)
        name_axis(axis, name, palette.quiet)
    chart.category_axis.has_major_gridlines = False
    show_legend(chart)
    places = _places(marks, plot, (across[0], across[-1]), (up[0], up[-1]))
    for group, series in zip(groups, chart.plots[0].series, strict=True):
        _draw(series, group, places)


def _fewer(group: Group) -> int:
    return -len(group.marks)


def _draw(series: XySeries, group: Group, places: dict[str, XL_LABEL_POSITION]) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, group.size
    series.marker.format.fill.solid()
    group.colour.paint(series.marker.format.fill.fore_color)
    series.marker.format.line.fill.background()
    for place, mark in enumerate(group.marks):
        if mark.number:
            label = series.points[place].data_label
            put(label.text_frame.paragraphs[0], [Run(mark.number, bold=True)], BODY)
            label.position = places[mark.number]


def _places(
    marks: Sequence[Mark], plot: Area, across: tuple[float, float], up: tuple[float, float]
) -> dict[str, XL_LABEL_POSITION]:
    """Choose where each number stands, clear of the other numbers and, if it can be, marks."""
    spots = {
        mark: (
            plot.left + plot.width * (mark.x - across[0]) / (across[1] - across[0]),
            plot.bottom - plot.height * (mark.y - up[0]) / (up[1] - up[0]),
        )
        for mark in marks
    }
    taken: list[tuple[float, float]] = []
    places = {}
    for mark in marks:
        if not mark.number:
            continue
        x, y = spots[mark]
        others = [spot for other, spot in spots.items() if other is not mark]

        def room(position: XL_LABEL_POSITION) -> float:
            dx, dy = _AROUND[position]
            near = [math.dist((x + dx, y + dy), spot) for spot in (*taken, *others)]  # noqa: B023
            return min([_REACH, *near])

        # The first of the best: to the right where there is room.
        places[mark.number] = max(_AROUND, key=room)
        dx, dy = _AROUND[places[mark.number]]
        taken.append((x + dx, y + dy))
    return places
