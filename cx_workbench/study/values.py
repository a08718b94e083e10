"""One cell of a client's table: text, number or date, without guessing."""

from __future__ import annotations

import datetime as dt
import decimal
import difflib
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Sized
from enum import Enum
from typing import TypeAlias, TypeGuard

Cell: TypeAlias = object


class Decimals(Enum):
    """How a table writes what is less than one: ``0.5``, ``0,5``, or now so, now so."""

    POINT = "point"
    COMMA = "comma"
    MIXED = "mixed"


_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")
_POINT = re.compile(r"[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?")
#: 1,200 and 1.200: a thousand and two hundred to one reader, one and a fifth to another.
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
#: Thousands set apart in ways that have one reading, with the sign that sets them apart.
_GROUPED = (
    (re.compile(r"[+-]?\d{1,3}([ '’]\d{3})+([.,]\d+)?"), " '’"),  # noqa: RUF001
    (re.compile(r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})"), ","),
    (re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})"), "."),
)
#: Control characters do nothing in a study but drive terminals and break XML; blanks of a
#: fixed width and marks of no width are blanks and nothing; half a character is none. Marks that
#: turn the direction of a text would turn the figures behind a name too: 25 would read 52.
_CONTROLS = (*range(9), 11, 12, *range(14, 32), *range(127, 160))
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CLEANED = (
    dict.fromkeys([*_CONTROLS, *_DIRECTIONS, 0x200B, 0xFEFF], "")
    | dict.fromkeys([0xA0, 0x2007, 0x202F], " ")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_WHOLE = re.compile(r"([+-]?\d+)\.0+")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MONTHS = 12
#: Excel counts days from here (its day 1 is 1900-01-01, and it believes in 29 February 1900).
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EXCEL_DAY = re.compile(r"(\d{5})(\.\d+)?")
#: 1954 to 2119: outside, a bare number is hardly a day.
_EXCEL_DAYS = range(20_000, 80_001)
#: Beyond, a number of Excel or of a data frame may have lost digits.
_EXACT = 10**15
_LONGEST_SHOWN = 60
#: Stands for the result of a formula that no spreadsheet program has computed yet.
NO_RESULT = "#NO RESULT"
_FAULTS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")

WRITE_A_NUMBER = "Write a number, such as 12 or 0.5."
_WRITE_A_DATE = "Write year-month-day, such as 2026-01-31."
_NOT_A_DATE_HINT = (
    "Excel turns entries such as 3-5 into dates: format the column as numbers and type the "
    "figure again."
)


class CellError(ValueError):
    """A cell that cannot be read; ``hint`` says what to write instead."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def is_empty(cell: Cell) -> bool:
    """Whether the cell holds nothing: missing, not-a-number or only blanks.

    Examples
    --------
    >>> is_empty(None), is_empty(float("nan")), is_empty(" "), is_empty(0)
    (True, True, True, False)
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return not as_text(cell)
    # pandas' NA refuses to say whether it differs from itself, as NaN and NaT do.
    if type(cell).__name__ == "NAType":
        return True
    if isinstance(cell, Sized):
        return False
    try:
        return bool(cell != cell)  # noqa: PLR0124
    except ArithmeticError:
        return True


def as_text(cell: Cell) -> str:
    """Trimmed text of a cell; whole numbers without ``.0``, dates as ``2026-01-15``.

    Examples
    --------
    >>> as_text(4.0), as_text("  4 "), as_text(None)
    ('4', '4', '')
    """
    if isinstance(cell, str):
        text = cell.translate(_CLEANED).strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if isinstance(cell, bytes):
        return as_text(cell.decode("utf-8", errors="replace"))
    if is_empty(cell):
        return ""
    return _number_as_text(cell) if _is_number(cell) else as_text(_day_or_other(cell))


def as_id(cell: Cell) -> str:
    """Text of an id: ``1``, ``"1.0"`` and ``" 1"`` are one, as are runs of blanks.

    Examples
    --------
    >>> as_id(1), as_id("1.0"), as_id("first  bill ")
    ('1', '1', 'first bill')
    """
    text = " ".join(as_text(cell).split())
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def as_safe_text(text: str) -> str:
    """Text as a spreadsheet may open it in a CSV: it stays a text and runs nothing.

    A spreadsheet runs what begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return; an
    apostrophe in front keeps it a text.

    Examples
    --------
    >>> as_safe_text("=1+1"), as_safe_text("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_heading(cell: Cell) -> str:
    r"""Text of a heading, on one line.

    Examples
    --------
    >>> as_heading(" How satisfied\nwere you?")
    'How satisfied were you?'
    """
    return " ".join(as_text(cell).split())


def as_number(cell: Cell, decimals: Decimals = Decimals.POINT) -> float:
    """Read a number: ``4``, ``"4"``, ``" 4,5 "``, ``"1 200"``, ``"25 %"`` (0.25).

    Parameters
    ----------
    cell
        Not empty.
    decimals
        How the table writes decimals, as far as known: where it writes commas ``1,200`` is 1.2
        and ``1.200`` could be two numbers; else the other way round.

    Raises
    ------
    CellError
        Where the cell is no number, or could be two.

    Examples
    --------
    >>> as_number(" 4,5 "), as_number("25 %"), as_number("1 200")
    (4.5, 0.25, 1200.0)
    """
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        raise CellError(_shown(cell, "is true or false, not a number."), "Write a number.")
    if _is_number(cell):
        return _finite(cell, cell)
    if isinstance(cell, dt.date):
        raise CellError(_shown(cell, "is a date, not a number."), _NOT_A_DATE_HINT)
    check_fault(cell)
    text = as_text(cell)
    percent = text.endswith("%")
    digits = text.removesuffix("%").strip().replace("\u2212", "-")
    _one_reading(text, digits, decimals)
    plain = _ungrouped(digits)
    if not _PLAIN.fullmatch(plain):
        raise CellError(_shown(text, "is not a number."), _number_hint(text))
    number = _finite(plain.replace(",", "."), text)
    return number / 100 if percent else number


def decimals_of(cells: Iterable[Cell], usual: Decimals = Decimals.POINT) -> Decimals:
    """Tell how cells write decimals from those that have one reading; else as is usual.

    Examples
    --------
    >>> decimals_of(["0,4", "1,200"]), decimals_of(["1,200"])
    (<Decimals.COMMA: 'comma'>, <Decimals.POINT: 'point'>)
    """
    digits = [
        as_text(cell).removesuffix("%").strip()
        for cell in cells
        if isinstance(cell, str) and ("," in cell or "." in cell)
    ]
    plain = [text for text in digits if not _AMBIGUOUS.fullmatch(text)]
    commas = any(_COMMA.fullmatch(text) for text in plain)
    points = any(_POINT.fullmatch(text) for text in plain)
    if commas and points:
        return Decimals.MIXED
    if commas or points:
        return Decimals.COMMA if commas else Decimals.POINT
    return usual


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
    if (number := _EXCEL_DAY.fullmatch(text)) and int(number[1]) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + dt.timedelta(days=int(number[1])), True
    year, month, day = _day_parts(text)
    try:
        return dt.date(year, month, day), False
    except ValueError:
        raise CellError(_shown(text, "is not a day of the calendar."), _WRITE_A_DATE) from None


def check_fault(cell: Cell) -> None:
    """Refuse what a spreadsheet shows in place of a result.

    Raises
    ------
    CellError
        Where the cell is such a mark.
    """
    if not isinstance(cell, str) or not cell.lstrip().startswith("#"):
        return
    text = as_text(cell)
    if text == NO_RESULT:
        raise CellError(
            "The formula has no result yet.",
            "Open the workbook in Excel or LibreOffice and save it: then it has.",
        )
    if text in _FAULTS:
        raise CellError(
            _shown(text, "is an error of the spreadsheet."), "Mend the formula, or type the value."
        )


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
        return as_heading(cell)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is nearly the one given, if there is one.

    Examples
    --------
    >>> nearest("Persons", ["persons.csv", "bills.csv"])
    'persons.csv'
    """
    folded = {other.casefold(): other for other in names}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    return folded[near[0]] if near else None


def _is_number(cell: Cell) -> TypeGuard[numbers.Real | decimal.Decimal]:
    return isinstance(cell, numbers.Real | decimal.Decimal) and not isinstance(cell, bool)


def _day_or_other(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _number_as_text(number: numbers.Real | decimal.Decimal) -> str:
    if isinstance(number, numbers.Integral):
        return str(int(number))
    value = float(number)
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15g}"


def _one_reading(text: str, digits: str, decimals: Decimals) -> None:
    if not _AMBIGUOUS.fullmatch(digits):
        return
    usual = "," if decimals is Decimals.COMMA else "."
    if usual in digits and decimals is not Decimals.MIXED:
        return
    sign = " %" if text.endswith("%") else ""
    whole = f"{float(re.sub('[.,]', '', digits)):.0f}{sign}"
    point = f"{float(digits.replace(',', '.')):g}{sign}"
    raise CellError(_shown(text, f"could be {whole} or {point}."), f"Write {whole} or {point}.")


def _ungrouped(digits: str) -> str:
    for pattern, signs in _GROUPED:
        if pattern.fullmatch(digits):
            return re.sub(f"[{signs}]", "", digits)
    return digits


def _day_parts(text: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > _MONTHS or first == second:
            return year, second, first
        if second > _MONTHS:
            return year, first, second
        raise CellError(_shown(text, "could be two different days."), _WRITE_A_DATE)
    raise CellError(_shown(text, "is not a date."), _WRITE_A_DATE)


def _finite(number: numbers.Real | decimal.Decimal | str, cell: Cell) -> float:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise CellError(_shown(cell, "is not a finite number."), "Write a number.")
    return value


def _shown(cell: Cell, fact: str) -> str:
    return f"'{shortened(cell)}' {fact}"


def shortened(cell: Cell) -> str:
    """Text of a cell for a message: on one line, and not too long."""
    text = as_heading(cell)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def _number_hint(text: str) -> str:
    if _YEAR_FIRST.fullmatch(text):
        return _NOT_A_DATE_HINT
    return WRITE_A_NUMBER
