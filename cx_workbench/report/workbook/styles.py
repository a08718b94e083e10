"""How the cells look: the kinds of cells, in the colours and sizes of all our pictures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cx_workbench.charts.theme import LOOK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

#: On every computer, with Central European and Cyrillic letters.
FONT = "Arial"
_POINTS_PER_PIXEL = 0.75

#: Grounds of a cell that may be changed, of one that was, and of a note.
INPUT = LOOK.tint(LOOK.chosen, 0.1)
CHANGED = LOOK.tint(LOOK.gap, 0.25)
NOTE = LOOK.tint(LOOK.gap, 0.12)

_LINE = {"bottom": 1, "bottom_color": LOOK.line}
_SMALL = {"font_size": LOOK.small}
_QUIET = {**_SMALL, "font_color": LOOK.quiet}
_WRAPPED = {"text_wrap": True}
_TOP = {"valign": "top"}
_RIGHT = {"align": "right"}
_INDENTED = {"align": "right", "indent": 1}
_HATCHED = {"pattern": 14, "fg_color": LOOK.line, "bg_color": LOOK.paper}

#: Kinds of cells; sizes in pixels.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "study": {**_QUIET},
    "title": {"font_size": LOOK.title, "bold": True, **_WRAPPED},
    "lead": {**_WRAPPED, **_TOP},
    "reading": {**_QUIET, **_WRAPPED, **_TOP},
    "note": {**_SMALL, **_WRAPPED, "bold": True},
    "section": {"font_size": LOOK.lead, "bold": True, "valign": "bottom"},
    "heading": {**_QUIET, **_WRAPPED, "valign": "bottom", "bottom": 1, "bottom_color": LOOK.quiet},
    "heading_right": {
        **_QUIET,
        **_WRAPPED,
        **_INDENTED,
        "valign": "bottom",
        "bottom": 1,
        "bottom_color": LOOK.quiet,
    },
    "heading_upright": {**_SMALL, "rotation": 90, "valign": "bottom", **_WRAPPED},
    "group": {**_SMALL, "bold": True, "valign": "bottom"},
    "rank": {
        "font_size": LOOK.lead,
        "bold": True,
        "font_color": LOOK.chosen,
        "align": "center",
        "num_format": "0",
        **_LINE,
    },
    "name": {"bold": True, **_WRAPPED, **_LINE},
    "text": {**_SMALL, **_WRAPPED, **_LINE},
    "figure": {**_RIGHT, **_LINE},
    "small_figure": {**_SMALL, **_RIGHT, **_LINE},
    "chance": {**_SMALL, **_INDENTED, **_WRAPPED, **_LINE},
    "moved": {**_QUIET, **_INDENTED, **_LINE},
    "quiet_figure": {**_QUIET, **_RIGHT, **_LINE},
    "quiet_text": {**_QUIET, **_WRAPPED, **_LINE},
    "mark": {"num_format": ";;;", "font_color": LOOK.paper},
    "dot": {
        "font_size": LOOK.small,
        "font_color": LOOK.chosen,
        "align": "center",
        "num_format": '"●";;""',
        **_LINE,
    },
    "input": {
        **_RIGHT,
        "bg_color": INPUT,
        "bottom": 1,
        "bottom_color": LOOK.chosen,
        "locked": False,
    },
    "input_text": {
        **_SMALL,
        **_WRAPPED,
        "align": "left",
        "bg_color": INPUT,
        "bottom": 1,
        "bottom_color": LOOK.chosen,
        "locked": False,
    },
    "missing": {**_QUIET, **_INDENTED, **_HATCHED, "bottom": 1, "bottom_color": LOOK.line},
}
#: Words that keep from the column before, except where a table begins.
INDENTED = {"text", "name", "quiet_text", "heading"}
_ALWAYS = {
    "font_name": FONT,
    "font_size": LOOK.body,
    "font_color": LOOK.ink,
    "valign": "vcenter",
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, file: Workbook) -> None:
        self._file = file
        # Not on the method: a cache there would keep every workbook for ever.
        self.of = cache(self._of)

    def _of(self, kind: str, figures: str = "", *, indented: bool = False) -> Format:
        properties = {**_ALWAYS, **KINDS[kind]}
        if indented:
            properties |= {"align": "left", "indent": 1}
        properties["font_size"] = properties["font_size"] * _POINTS_PER_PIXEL
        if KINDS[kind].get("align") == "right":
            properties["num_format"] = _kept_apart(figures or "General")
        elif figures:
            properties["num_format"] = figures
        return self._file.add_format(properties)


def _kept_apart(figures: str) -> str:
    """Leave the width of a digit between a figure and the words of the next column."""
    return ";".join(f"{part}_0" if part else "" for part in figures.split(";"))


def decimals(places: int) -> str:
    """Return the format of a figure with so many decimals and thousands marked.

    Examples
    --------
    >>> decimals(1), decimals(0)
    ('#,##0.0', '#,##0')
    """
    return f"#,##0.{'0' * places}" if places else "#,##0"


#: Shares as whole percent, or with one decimal.
PERCENT, FINE_PERCENT = r"0\ %", r"0.0\ %"
POINTS, SIGNED_POINTS = "0.0", '+0.0;"−"0.0;0.0'
