"""One cell of a client's table: text, number or date, without guessing."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from typing import TypeAlias

Cell: TypeAlias = object

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")
#: 1,200 is 1200 to one reader and 1.2 to another.
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
#: Control characters do nothing in a study but drive terminals and break XML.
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], "")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?")
_DOTTED_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
#: Excel counts days from here (its day 1 is 1900-01-01, and it believes in 29 February 1900).
_EXCEL_EPOCH = dt.date(1899, 12, 30)
#: 1954 to 2119: outside, a bare number is hardly a day.
_EXCEL_DAYS = range(20_000, 80_001)


class CellError(ValueError):
    """A cell that cannot be read; ``hint`` says what to write instead."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def is_empty(cell: Cell) -> bool:
    """Whether the cell holds nothing: missing, not-a-number or only blanks."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    # NaN and NaT are the values that differ from themselves; pandas' NA refuses to say.
    return type(cell).__name__ == "NAType" or bool(cell != cell)  # noqa: PLR0124


def as_text(cell: Cell) -> str:
    """Trimmed text of a cell; whole numbers without ``.0``, dates as ``2026-01-15``.

    Examples
    --------
    >>> as_text(4.0), as_text("  4 "), as_text(None)
    ('4', '4', '')
    """
    if is_empty(cell):
        return ""
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, numbers.Real) and not isinstance(cell, bool):
        return f"{float(cell):.15g}"
    return str(cell).replace("\u00a0", " ").translate(_CONTROL).strip()


def as_number(cell: Cell, *, decimal_comma: bool = False) -> float:
    """Read a number: ``4``, ``"4"``, ``" 4,5 "``, ``"1 200"``, ``"25 %"`` (0.25).

    Parameters
    ----------
    cell
        Not empty.
    decimal_comma
        The file is known to write decimal commas, so ``1,200`` is 1.2.

    Raises
    ------
    CellError
        Where the cell is no number, or could be two.

    Examples
    --------
    >>> as_number(" 4,5 "), as_number("25 %"), as_number("1 200")
    (4.5, 0.25, 1200.0)
    """
    if isinstance(cell, bool):
        raise CellError(_shown(cell, "is true or false, not a number."), "Write a number.")
    if isinstance(cell, numbers.Real):
        return _finite(float(cell), cell)
    if isinstance(cell, dt.date):
        raise CellError(
            _shown(as_text(cell), "is a date, not a number."),
            "Excel turns entries such as 3-5 into dates: format the column as numbers and "
            "type the figure again.",
        )
    text = str(cell).replace("\u00a0", " ").strip()
    percent = text.endswith("%")
    digits = text.removesuffix("%").strip().replace("\u2212", "-")
    if _AMBIGUOUS.fullmatch(digits) and not decimal_comma:
        whole, point = digits.replace(",", ""), digits.replace(",", ".")
        raise CellError(
            _shown(text, f"could be {whole} or {float(point):g}."),
            f"Write {whole} or {float(point):g}.",
        )
    if not (_NUMBER.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise CellError(_shown(text, "is not a number."), _number_hint(text))
    number = float(re.sub(r"\s", "", digits).replace(",", "."))
    return _finite(number / 100 if percent else number, cell)


def has_decimal_comma(cell: Cell) -> bool:
    """Whether a cell is a number that only makes sense with a decimal comma."""
    text = str(cell).strip().removesuffix("%").strip() if isinstance(cell, str) else ""
    return "," in text and bool(_NUMBER.fullmatch(text)) and not _AMBIGUOUS.fullmatch(text)


def as_date(cell: Cell) -> tuple[dt.date, bool]:
    """Read a day, and say whether it was an Excel day number.

    Raises
    ------
    CellError
        Where the cell is no day, or could be two (``01/02/2026``).

    Examples
    --------
    >>> as_date("15.1.2026"), as_date(46037)
    ((datetime.date(2026, 1, 15), False), (datetime.date(2026, 1, 15), True))
    """
    if isinstance(cell, dt.datetime):
        return cell.date(), False
    if isinstance(cell, dt.date):
        return cell, False
    text = as_text(cell)
    if text.isdigit() and int(text) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + dt.timedelta(days=int(text)), True
    if iso := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups()[:3])
    elif dotted := _DOTTED_DATE.fullmatch(text):
        day, month, year = (int(part) for part in dotted.groups())
    else:
        raise CellError(
            _shown(text, "is not a date that has only one reading."),
            "Write year-month-day, such as 2026-01-31.",
        )
    try:
        return dt.date(year, month, day), False
    except ValueError:
        raise CellError(
            _shown(text, "is not a day of the calendar."),
            "Write year-month-day, such as 2026-01-31.",
        ) from None


def answer_key(cell: Cell) -> float | str:
    """Return what two cells of the same answer share: ``6``, ``6.0`` and ``" 6"`` are one.

    Examples
    --------
    >>> answer_key(" 6") == answer_key(6.0) == 6
    True
    """
    try:
        return as_number(cell) if not is_empty(cell) else ""
    except CellError:
        return as_text(cell)


def _finite(number: float, cell: Cell) -> float:
    if not math.isfinite(number):
        raise CellError(_shown(cell, "is not a finite number."), "Write a number.")
    return number


def _shown(cell: Cell, fact: str) -> str:
    text = str(cell)
    return f"'{text if len(text) <= 60 else text[:57] + '...'}' {fact}"  # noqa: PLR2004


def _number_hint(text: str) -> str:
    if text.startswith("#"):
        return "The spreadsheet shows an error there: mend the formula."
    if _ISO_DATE.fullmatch(text):
        return (
            "Excel turns entries such as 3-5 into dates: format the column as numbers and "
            "type the figure again."
        )
    return "Write a number, such as 12 or 0.5."
