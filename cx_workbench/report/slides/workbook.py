"""The figures behind a native chart, as the workbook that PowerPoint opens for editing."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Rows of a sheet from its first cell on; ``None`` is an empty cell.
Sheet: TypeAlias = "Iterable[Iterable[str | float | None]]"
#: A workbook without a date in it is dated by the clock.
_UNDATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
#: Wide enough for a name.
_NAMES = 40


def workbook(rows: Sheet) -> bytes:
    """Write the figures of a chart; no text of a client becomes a formula or a link."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _UNDATED})
        # The name that the chart's references have.
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, _NAMES)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)
    return out.getvalue()
