"""Charts that Excel draws itself: they follow the inputs, and a client can change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cx_workbench.charts.lettering import text_width
from cx_workbench.charts.theme import LOOK
from cx_workbench.report.workbook.inputs_sheet import PINNED
from cx_workbench.report.workbook.lettering import plain
from cx_workbench.report.workbook.order_sheet import numbered
from cx_workbench.report.workbook.styles import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.chart import Chart

    from cx_workbench.report.workbook.book import Book
    from cx_workbench.report.workbook.places import Table
    from cx_workbench.report.workbook.plan import Plan

_SMALL = 9
_LETTERS = {"name": FONT, "size": _SMALL, "color": LOOK.ink, "bold": False}
_QUIET = {**_LETTERS, "color": LOOK.quiet}
_AXIS = {"color": LOOK.line}
#: Shares of the colour that the first and the last criterion get: one hue, told apart in grey.
_DARKEST, _PALEST = 1.0, 0.2
#: Pixels: a bar with its room, and what axis and key take.
_BAR, _AROUND = 27, 70
#: Pixels: what a rank in front of a label takes, and the key above the bars.
_LABEL_ROOM, _KEY = 50, 40
#: Longer labels break into lines.
_MOST_FOR_LABELS = 0.42


def matrix(book: Book, plan: Plan, size: tuple[int, int]) -> Chart:
    """Draw effort and impact; the marks of the list carry their ranks."""
    chart = book.file.add_chart({"type": "scatter"})
    if plan.others.count > len(numbered(plan)):
        chart.add_series(_marks(plan, "rest", LOOK.rest, "Not in the list"))
        chart.add_series(_marks(plan, "beyond", LOOK.chosen, "Further in the TOP N"))
    for place in numbered(plan):
        chart.add_series(_mark(plan, place, "next", LOOK.rest, LOOK.ink))
        chart.add_series(_mark(plan, place, "top", LOOK.chosen, LOOK.paper))
    units = {criterion.name: criterion.unit for criterion in plan.made.criteria}
    chart.set_x_axis(_axis(f"Effort, {units['effort']}", grid=False))
    chart.set_y_axis(_axis(f"Impact, {units['impact']}", grid=True))
    return _framed(chart, size, legend=False)


def _marks(plan: Plan, column: str, colour: str, name: str) -> dict[str, Any]:
    others = plan.others
    return {
        "name": name,
        "categories": _range(others, "effort"),
        "values": _range(others, column),
        "marker": _marker(colour, 7),
    }


def _mark(plan: Plan, place: int, column: str, ground: str, letters: str) -> dict[str, Any]:
    order = plan.order

    def at(name: str) -> str:
        return f"={order.fixed(name, place, on='')}"

    return {
        "name": at("rank"),
        "categories": at("effort"),
        "values": at(column),
        "marker": _marker(ground, 18),
        "data_labels": {
            "series_name": True,
            "value": False,
            "position": "center",
            "font": {**_LETTERS, "color": letters, "bold": True},
        },
    }


def _marker(colour: str, size: int) -> dict[str, Any]:
    return {
        "type": "circle",
        "size": size,
        "fill": {"color": colour},
        "border": {"color": LOOK.paper, "width": 0.75},
    }


def scores(book: Book, plan: Plan, size: tuple[int, int]) -> Chart:
    """Draw what the scores are made of, or the scores alone where they do not add up."""
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    names = plan.made.names if plan.adds_up else ["score"]
    for place, name in enumerate(names):
        column = f"adds:{name}" if plan.adds_up else name
        ground = _shade(place, len(names))
        chart.add_series(
            {
                # The cell with the name, since a text beginning with = would be taken for a place.
                "name": f"={plan.criteria.fixed('name', place, on='')}",
                "categories": _range(plan.order, "numbered"),
                "values": _range(plan.order, column),
                "fill": {"color": ground},
                "border": {"none": True},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "0.00;;",
                    "font": {**_LETTERS, "color": LOOK.ink_on(ground)},
                },
            }
        )
    chart.set_y_axis({**_axis("", grid=False), "reverse": True})
    chart.set_x_axis({**_axis("", grid=False), "visible": False, "major_gridlines": _NO_GRID})
    labels = [f"{each.title}{PINNED}" for each in plan.report.improvements]
    _beside(chart, labels, size)
    return _framed(chart, size, legend=plan.adds_up)


def rank_ranges(
    book: Book, table: Table, bars: Sequence[tuple[str, str]], size: tuple[int, int]
) -> Chart:
    """Draw the ranks of the middle 90 of 100 draws; the title and the range of each bar."""
    count, titles, ranges = len(bars), [title for title, _ in bars], [each for _, each in bars]
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    said = {
        "value": True,
        "position": "center",
        "font": _LETTERS,
        "custom": [{"value": each} for each in ranges],
    }
    for column, colour in (("before", None), ("span", LOOK.chosen)):
        chart.add_series(
            {
                "name": "Ranks" if colour else "Before",
                "categories": f"={table.part('title', 0, count - 1, on='')}",
                "values": f"={table.part(column, 0, count - 1, on='')}",
                "fill": {"color": LOOK.tint(colour, 0.55)} if colour else {"none": True},
                "border": {"none": True},
                "gap": 45,
                **({"data_labels": said} if colour else {}),
            }
        )
    chart.set_y_axis({**_axis("", grid=False), "reverse": True})
    bounds = {"min": 0.5, "max": table.count + 0.5, "visible": False}
    chart.set_x_axis({**_axis("", grid=False), **bounds})
    _beside(chart, titles, size)
    return _framed(chart, size, legend=False)


def journey(book: Book, table: Table, names: Iterable[str], size: tuple[int, int]) -> Chart:
    """Draw reality and what it is held against, from the first touchpoint to the last.

    Bars: where nothing is measured there is none, in every spreadsheet; a line would fall to 0.
    """
    chart = book.file.add_chart({"type": "bar"})
    sides = (("reference", "Held against", LOOK.rest), ("reality", "Reality", LOOK.reality))
    for column, name, colour in sides:
        chart.add_series(
            {
                "name": name,
                "categories": _range(table, "label"),
                "values": _range(table, column),
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 40,
                "overlap": 0,
                "data_labels": {"value": True, "num_format": "0.0;;", "font": _LETTERS},
            }
        )
    chart.set_y_axis({**_axis("", grid=False), "reverse": True})
    bounds = {"min": 0, "max": 100, "visible": False}
    chart.set_x_axis({**_axis("", grid=False), **bounds})
    _beside(chart, names, size)
    return _framed(chart, size, legend=True)


def _beside(chart: Chart, labels: Iterable[str], size: tuple[int, int]) -> None:
    """Leave the labels of bars the room that they need, but not more than the bars get."""
    longest = max(text_width(plain(label), LOOK.small) for label in labels)
    share = min((longest + _LABEL_ROOM) / size[0], _MOST_FOR_LABELS)
    top = _KEY / size[1]
    chart.set_plotarea(
        {
            "fill": {"none": True},
            "layout": {"x": share, "y": top, "width": 0.98 - share, "height": 0.98 - top},
        }
    )


def bars_height(count: int) -> int:
    """Return how high a chart with so many bars is, in pixels."""
    return _BAR * count + _AROUND


def _range(table: Table, column: str) -> str:
    return f"={table.all(column, on='')}"


_NO_GRID = {"visible": False}


def _axis(name: str, *, grid: bool) -> dict[str, Any]:
    return {
        "name": name,
        "name_font": _QUIET,
        "num_font": _LETTERS,
        "line": _AXIS,
        "major_gridlines": {"visible": grid, "line": {**_AXIS, "width": 0.5}},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }


def _shade(place: int, count: int) -> str:
    away = place / max(count - 1, 1)
    return LOOK.tint(LOOK.chosen, _DARKEST + (_PALEST - _DARKEST) * away)


def _framed(chart: Chart, size: Sequence[int], *, legend: bool) -> Chart:
    chart.set_title({"none": True})
    chart.set_legend({"position": "top", "font": _LETTERS} if legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": LOOK.paper}})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart
