"""Reads a workbook in a process of its own: run as a script, it writes JSON, a line a row.

What a workbook claims is not to be believed: one cell at the far end of a sheet has the reader
ask for more memory than there is, and that ends the process it runs in.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes that the reader may take; some thirty million cells.
MOST_MEMORY = 1_000_000_000
#: How each kind of cell that JSON does not know is marked.
DAY, MOMENT, TIME, SPAN = "day", "moment", "time", "span"
_Line: TypeAlias = "dict[str, Any] | list[Any]"


def main(path: str) -> None:
    """Write what a workbook holds: ``{"sheet": name}``, then ``[row, cells]`` of each row."""
    _hold_back()
    for line in _lines(path):
        sys.stdout.write(json.dumps(line, default=_plain))
        sys.stdout.write("\n")


def _lines(path: str) -> Iterator[_Line]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                yield {"sheet": name}
                sheet = book.get_sheet_by_name(name)
                left = [""] * (sheet.start[1] if sheet.start else 0)
                for number, cells in enumerate(sheet.iter_rows(), start=1):
                    last = len(cells)
                    while last and cells[last - 1] == "":
                        last -= 1
                    if last:
                        yield [number, left + [_written(cell) for cell in cells[:last]]]
    except PasswordError:
        yield {"refused": "locked"}
    except CalamineError:
        yield {"refused": "broken"}


def _written(cell: object) -> object:
    """Write what is true or false as spreadsheets show it: for Python it would be 1 or 0."""
    return str(cell).upper() if isinstance(cell, bool) else cell


def _plain(cell: object) -> dict[str, str | float]:
    if isinstance(cell, dt.datetime):
        return {MOMENT: cell.isoformat()}
    if isinstance(cell, dt.date):
        return {DAY: cell.isoformat()}
    if isinstance(cell, dt.time):
        return {TIME: cell.isoformat()}
    if isinstance(cell, dt.timedelta):
        return {SPAN: cell.total_seconds()}
    return {"text": str(cell)}


def _hold_back() -> None:
    """Take no more memory than a workbook needs, where the system can see to it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main(sys.argv[1])
