"""A native line chart along the journey, over as many slides as the names of its steps take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from cx_workbench.report.slides.area import Area
from cx_workbench.report.slides.lettering import SMALL, said
from cx_workbench.report.slides.native import (
    Series,
    add_chart,
    place_plot,
    quiet_axis,
    show_axis,
    show_legend,
    show_values,
    table_of,
)
from cx_workbench.report.slides.text import describe, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pptx.chart.series import LineSeries

    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Page
    from cx_workbench.report.slides.lettering import Face

#: Room for the figures of the axis, above the plot for the legend, and between names; in points.
_LEFT, _LEGEND, _BETWEEN = 34.0, 28.0, 6.0
#: A step is at least so wide and need not be wider than the other, and its name takes at most so
#: many lines.
_NARROWEST, _WIDEST, _LINES = 58.0, 120.0, 5
#: Around the name of a stage, and below the stages.
_INSET, _HIGH_INSET, _UNDER = 2.0, 4.0, 8.0
_MARK, _WEIGHT = 8, 2.25


@dataclass(frozen=True)
class Journey:
    """Figures along the journey.

    Attributes
    ----------
    names, stages
        Name and stage of each step.
    low
        The stage to be pointed out, if there is one.
    series
        The lines; each has a value, or none, and a label for each step.
    ticks
        Figures of the axis, the same on every slide.
    alt
        What it shows, for people who cannot see it.
    """

    names: tuple[str, ...]
    stages: tuple[str, ...]
    low: str
    series: tuple[Series, ...]
    ticks: tuple[float, ...]
    alt: str

    def part(self, start: int, end: int) -> Journey:
        """Return some of its steps."""
        steps = slice(start, end)
        series = tuple(each.part(start, end) for each in self.series)
        return replace(self, names=self.names[steps], stages=self.stages[steps], series=series)

    @property
    def runs(self) -> list[tuple[str, int]]:
        """Each stage with how many steps it has, one after the other."""
        return [(stage, len(list(steps))) for stage, steps in groupby(self.stages)]


def stretches(journey: Journey, face: Face, width: float) -> list[Journey]:
    """Share the steps out among slides, evenly, so that every name finds room."""
    count = len(journey.names)
    parts = [journey]
    for pages in range(1, count + 1):
        each = -(-count // pages)
        parts = [journey.part(start, start + each) for start in range(0, count, each)]
        step = (width - _LEFT) / each
        if step >= _WIDEST or (
            step >= _NARROWEST and all(_fits(part, face, step) for part in parts)
        ):
            break
    return parts


def place_journey(page: Page, area: Area, journey: Journey, step: float) -> None:
    """Put the stages and a chart along the journey on a slide, steps so many points wide."""
    face, palette = page.deck.face, page.deck.palette
    area = Area(area.left, area.top, _LEFT + step * len(journey.names), area.height)
    area = area.after(_write_stages(page, area, journey, step))
    data = CategoryChartData()
    data.categories = ["\n".join(_lines(name, face, step)) for name in journey.names]
    for each in journey.series:
        data.add_series(said(each.name), each.values)
    sheet = table_of(journey.names, journey.series)
    shape, chart = add_chart(page, area, XL_CHART_TYPE.LINE_MARKERS, data, sheet)
    describe(shape, journey.alt)
    lines = max(len(_lines(name, face, step)) for name in journey.names)
    size = (area.width - _LEFT, area.height - _LEGEND - face.height(lines, SMALL) - _BETWEEN)
    place_plot(chart, area, Area(area.left + _LEFT, area.top + _LEGEND, *size))
    show_axis(chart.value_axis, journey.ticks, palette.quiet, palette.line)
    quiet_axis(chart.category_axis, palette.ink, palette.line)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    show_legend(chart)
    for each, drawn in zip(journey.series, chart.plots[0].series, strict=True):
        _draw(drawn, each, palette.ink)


def step_of(parts: list[Journey], width: float) -> float:
    """Return the width of a step, the same on every slide."""
    return (width - _LEFT) / max(len(part.names) for part in parts)


def _lines(name: str, face: Face, step: float) -> list[str]:
    return face.lines(said(name), step - _BETWEEN, SMALL)


def _fits(journey: Journey, face: Face, step: float) -> bool:
    """Whether no name takes more than some lines, and no word breaks."""
    stages = (
        face.width(word, SMALL, bold=True) <= count * step - 2 - 2 * _INSET
        for stage, count in journey.runs
        for word in said(stage).split(" ")
    )
    names = (
        face.width(word, SMALL) <= step - _BETWEEN
        for name in journey.names
        for word in said(name).split(" ")
    )
    lines = (len(_lines(name, face, step)) <= _LINES for name in journey.names)
    return all(lines) and all(names) and all(stages)


def _write_stages(page: Page, area: Area, journey: Journey, step: float) -> float:
    """Write the stages above their steps, the low one pointed out; return how high they are."""
    if not any(journey.stages):
        return 0.0
    face, palette = page.deck.face, page.deck.palette
    places = list(_places(area, journey, step))
    lines = [
        len(face.lines(said(stage), place.width - 2 * _INSET, SMALL, bold=True))
        for stage, place in places
    ]
    height = face.height(max(lines), SMALL) + 2 * _HIGH_INSET
    for stage, place in places:
        ground = palette.tint(palette.gap, 0.3) if stage == journey.low else palette.wash
        words = paragraph(stage, size=SMALL, bold=True, colour=palette.ink_on(ground))
        page.plate(place.first(height), words, ground, "Stage", (_INSET, _HIGH_INSET))
    return height + _UNDER


def _places(area: Area, journey: Journey, step: float) -> Iterator[tuple[str, Area]]:
    left = area.left + _LEFT
    for stage, count in journey.runs:
        width = count * step
        yield stage, Area(left + 1, area.top, width - 2, 0)
        left += width


def _draw(line: LineSeries, series: Series, ink: Colour) -> None:
    line.smooth = False
    line.format.line.width = Pt(_WEIGHT)
    series.colour.paint(line.format.line.color)
    line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, _MARK
    line.marker.format.fill.solid()
    series.colour.paint(line.marker.format.fill.fore_color)
    line.marker.format.line.fill.background()
    show_values(line, series, ink, XL_LABEL_POSITION.BELOW)
