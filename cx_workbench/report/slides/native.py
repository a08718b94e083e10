"""Native charts: what all kinds have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.util import Pt

from cx_workbench.charts.ticks import round_figures
from cx_workbench.report.slides.lettering import SMALL, said
from cx_workbench.report.slides.markup import add, make, qn
from cx_workbench.report.slides.text import ENGLISH
from cx_workbench.report.slides.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pptx.chart.axis import ValueAxis, _BaseAxis
    from pptx.chart.chart import Chart
    from pptx.chart.data import _BaseChartData
    from pptx.chart.series import BarSeries, LineSeries
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
    from pptx.shapes.graphfrm import GraphicFrame

    from cx_workbench.report.slides.area import Area
    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Page
    from cx_workbench.report.slides.workbook import Sheet

#: How PowerPoint writes index points, scores and shares: a true minus, and the unit.
POINTS, SCORE = "0.0;\N{MINUS SIGN}0.0", "0.00;\N{MINUS SIGN}0.00"
PERCENT = '0"\N{NO-BREAK SPACE}%"'
_THIN = 0.75


@dataclass(frozen=True)
class Series:
    """What a colour of a chart stands for.

    Attributes
    ----------
    name
        As the legend has it.
    values
        One for each category; ``None`` is a gap.
    colour
        Of its bars, lines or marks.
    labels
        What stands at each value, to know how much room that takes.
    written
        How PowerPoint writes the same: a number format, so that it stays true when somebody
        edits the figures. Empty for no labels.
    """

    name: str
    values: tuple[float | None, ...]
    colour: Colour
    labels: tuple[str, ...]
    written: str = ""

    def part(self, start: int, end: int) -> Series:
        """Return what it says of some categories."""
        part = slice(start, end)
        return replace(self, values=self.values[part], labels=self.labels[part])


def table_of(names: Sequence[str], series: Sequence[Series]) -> Sheet:
    """Return the figures of a chart of categories as its workbook has them."""
    figures = zip(*(each.values for each in series), strict=True)
    rows = ([said(name), *values] for name, values in zip(names, figures, strict=True))
    return [["", *(said(each.name) for each in series)], *rows]


def add_chart(
    page: Page, area: Area, kind: XL_CHART_TYPE, data: _BaseChartData, sheet: Sheet
) -> tuple[GraphicFrame, Chart]:
    """Put a chart on a slide, with the figures behind it; its words are those of the theme."""
    # It returns a frame, and takes data of any kind, whatever it says of itself.
    shape: Any = page.slide.shapes.add_chart(kind, *area.lengths, cast("Any", data))
    shape.name = "Chart"
    chart = shape.chart
    # The workbook that python-pptx writes would take a text with "=" for a formula.
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(sheet))
    # It also numbers axes below zero, which the format does not allow.
    for number in chart.element.xpath(".//c:axId | .//c:crossAx"):
        number.set("val", number.get("val").lstrip("-"))
    chart.has_title = False
    chart.font.size = Pt(SMALL)
    chart.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    page.deck.palette.ink.paint(chart.font.color)
    return shape, chart


def place_plot(chart: Chart, area: Area, plot: Area) -> None:
    """Say where the plot lies, so that what is written beside it has room."""
    shares = {
        "x": (plot.left - area.left) / area.width,
        "y": (plot.top - area.top) / area.height,
        "w": plot.width / area.width,
        "h": plot.height / area.height,
    }
    place = make("c:layout")
    manual = add(place, "c:manualLayout")
    add(manual, "c:layoutTarget", {"val": "inner"})
    for axis in "xy":
        add(manual, f"c:{axis}Mode", {"val": "edge"})
    for name, share in shares.items():
        add(manual, f"c:{name}", {"val": f"{share:.5f}"})
    whole = chart._chartSpace.chart.plotArea  # noqa: SLF001  (python-pptx places no plots)
    for old in whole.findall(qn("c:layout")):
        whole.remove(old)
    whole.insert(0, place)


def hide_axis(axis: ValueAxis, least: float, most: float) -> None:
    """Leave out an axis whose figures stand at the marks."""
    axis.minimum_scale, axis.maximum_scale = least, most
    axis.has_major_gridlines = False
    axis.visible = False


def show_axis(axis: ValueAxis, ticks: Sequence[float], colour: Colour, line: Colour) -> None:
    """Draw an axis with thin lines across the plot."""
    axis.minimum_scale, axis.maximum_scale = ticks[0], ticks[-1]
    axis.major_unit = ticks[1] - ticks[0]
    axis.has_major_gridlines = True
    line.paint(axis.major_gridlines.format.line.color)
    axis.major_gridlines.format.line.width = Pt(_THIN)
    quiet_axis(axis, colour, line)
    axis.tick_labels.number_format = "#,##0" if axis.major_unit >= 1 else "0.0##"
    axis.tick_labels.number_format_is_linked = False
    # Below the plot, also where figures fall below zero.
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def quiet_axis(axis: _BaseAxis, colour: Colour, line: Colour) -> None:
    """Set an axis back: no ticks, a thin line, quiet words."""
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.width = Pt(_THIN)
    line.paint(axis.format.line.color)
    axis.tick_labels.font.size = Pt(SMALL)
    colour.paint(axis.tick_labels.font.color)


def name_axis(axis: _BaseAxis, name: str, colour: Colour) -> None:
    """Write what an axis counts."""
    axis.has_title = True
    axis.axis_title.text_frame.text = said(name)
    run = axis.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(SMALL), False
    run.font.language_id = MSO_LANGUAGE_ID.from_xml(ENGLISH)
    colour.paint(run.font.color)


def show_legend(chart: Chart) -> None:
    """Say above the plot what the colours stand for."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(SMALL)


def ticks_of(figures: Iterable[float], *, from_zero: bool = True, most: int = 5) -> list[float]:
    """Return round figures around all of the figures.

    Examples
    --------
    >>> ticks_of([12, 43])
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    known = list(figures)
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return round_figures(low, high, most)


def show_values(
    drawn: BarSeries | LineSeries, series: Series, colour: Colour, position: XL_LABEL_POSITION
) -> None:
    """Write the figures of a series at its marks."""
    if not series.written:
        return
    labels = drawn.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format = series.written
    labels.font.size = Pt(SMALL)
    colour.paint(labels.font.color)
    # LibreOffice would break them where they are longer than it expects.
    body = labels._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}")  # noqa: SLF001  (no other way)
    body.set("wrap", "none")


def hide_values(drawn: BarSeries, numbers: Iterable[int]) -> None:
    """Leave out the figures of some marks that have no room for them."""
    labels = drawn.data_labels._element  # noqa: SLF001  (python-pptx deletes no labels)
    for place, number in enumerate(numbers):
        label = make("c:dLbl")
        add(label, "c:idx", {"val": str(number)})
        add(label, "c:delete", {"val": "1"})
        labels.insert(place, label)
