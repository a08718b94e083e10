"""A raw table against the contract: typed columns, or every cell that does not fit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.values import (
    CellError, as_date, as_number, as_text, has_decimal_comma, is_empty,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.study.contract import Column, Table
    from cx_workbench.study.tables import RawTable


@dataclass
class Checked:
    """A typed table with what was found on the way."""

    frame: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_table(raw: RawTable, table: Table) -> Checked:
    """Type a raw table's columns as the contract says.

    Missing optional columns are added empty, columns that the contract does not know are
    carried along (as numbers where every cell is one). The index stays the row numbers.
    """
    checked = Checked(raw.frame, list(raw.problems), list(raw.notes))
    if raw.frame.columns.empty:
        return checked
    missing = [name for name in table.required_columns if name not in raw.frame.columns]
    unknown = [name for name in raw.frame.columns if name not in table.names]
    checked.problems += [_missing_column(raw, name, unknown) for name in missing]
    checked.notes += _near_misses(raw, table, unknown)
    if raw.frame.empty:
        checked.problems.append(
            raw.problem("There is no row under the heading.", hint="Give it at least one row.")
        )
    comma = raw.decimal_comma or _writes_decimal_commas(raw, table)
    typed = {
        column.name: _typed(raw, column, checked, decimal_comma=comma) for column in table.columns
    }
    extra = {name: _carried(raw.frame[name], decimal_comma=comma) for name in unknown}
    checked.frame = pd.DataFrame(typed | extra, index=raw.frame.index)
    checked.problems += _duplicates(raw, table, checked.frame)
    return checked


def _missing_column(raw: RawTable, name: str, unknown: list[str]) -> Problem:
    hint = did_you_mean(name, unknown) if unknown else ""
    near = f" The heading '{hint.split(chr(39))[1]}' may be it." if "Did you mean" in hint else ""
    return raw.problem(
        f"The column '{name}' is missing.",
        rows=(1,), column=name, hint=f"Add a column with the heading {name}.{near}",
    )


def _near_misses(raw: RawTable, table: Table, unknown: list[str]) -> list[str]:
    """A column that is nearly one of ours is more likely a slip than a column of theirs."""
    absent = [name for name in table.names if name not in raw.frame.columns]
    hints = {name: did_you_mean(name, absent) for name in unknown if absent}
    return [
        f"{raw.file}: the column '{name}' is not one that is known, so it changes no figure. {hint}"
        for name, hint in hints.items()
        if hint.startswith("Did you mean") and hint.split("'")[1] not in table.required_columns
    ]


def _writes_decimal_commas(raw: RawTable, table: Table) -> bool:
    numeric = [column.name for column in table.columns if column.type == "number"]
    return any(
        has_decimal_comma(cell)
        for name in numeric
        if name in raw.frame.columns
        for cell in raw.frame[name]
    )


def _typed(
    raw: RawTable, column: Column, checked: Checked, *, decimal_comma: bool
) -> pd.Series[Any]:
    if column.name not in raw.frame.columns:
        return _empty(column, raw.frame.index)
    readers: dict[str, Callable[[object], object]] = {
        "id": _read_id,
        "ids": _read_ids,
        "text": as_text,
        "choice": lambda cell: _read_choice(cell, column),
        "number": lambda cell: _read_number(cell, column, decimal_comma=decimal_comma),
        "date": lambda cell: _read_date(cell, raw, column, checked),
    }
    read = readers[column.type]
    empty = _empty_value(column)
    values: list[object] = []
    for row, cell in raw.frame[column.name].items():
        if is_empty(cell):
            values.append(empty)
            if column.required and column.name not in _MAY_BE_EMPTY.get(raw.name, ()):
                checked.problems.append(_empty_cell(raw, column, int(str(row))))
            continue
        try:
            values.append(read(cell))
        except CellError as error:
            values.append(empty)
            checked.problems.append(
                raw.problem(
                    error.what, rows=(int(str(row)),), column=column.name,
                    value=as_text(cell), hint=error.hint,
                )
            )
    return pd.Series(values, index=raw.frame.index, dtype=_DTYPES.get(column.type, "object"))


#: Required columns whose cells may be empty; what that means is checked where the table is used.
_MAY_BE_EMPTY = {"scores": ("persona",)}
_DTYPES = {"number": "float64"}


def _empty_value(column: Column) -> object:
    return {"number": np.nan, "ids": (), "date": None}.get(column.type, "")


def _empty(column: Column, index: pd.Index[Any]) -> pd.Series[Any]:
    values = [_empty_value(column)] * len(index)
    return pd.Series(values, index=index, dtype=_DTYPES.get(column.type, "object"))


def _empty_cell(raw: RawTable, column: Column, row: int) -> Problem:
    return raw.problem(
        f"The cell '{column.name}' is empty.", rows=(row,), column=column.name,
        hint=f"Fill in: {column.means[0].lower()}{column.means[1:]}",
    )


def _read_id(cell: object) -> str:
    if isinstance(cell, dt.date):
        raise CellError(
            f"'{as_text(cell)}' is a date, not an id.",
            "Excel turns entries such as 3-5 into dates: format the column as text and type "
            "the id again.",
        )
    text = as_text(cell)
    if ";" in text:
        raise CellError(f"'{text}' holds a semicolon.", "One id a cell, without a semicolon.")
    return text


def _read_ids(cell: object) -> tuple[str, ...]:
    ids = [part.strip() for part in as_text(cell).split(";")]
    return tuple(dict.fromkeys(part for part in ids if part))


def _read_choice(cell: object, column: Column) -> str:
    text = as_text(cell)
    for choice in column.choices:
        if text.casefold() == choice:
            return choice
    raise CellError(
        f"'{text}' is not a {column.name.replace('_', ' ')}.", did_you_mean(text, column.choices)
    )


def _read_number(cell: object, column: Column, *, decimal_comma: bool) -> float:
    number = as_number(cell, decimal_comma=decimal_comma)
    low, high = column.at_least, column.at_most
    if low is not None and number < low:
        raise CellError(f"{number:g} is below {low:g}.", _bounds(low, high))
    if high is not None and number > high:
        as_share = f" {number:g} percent is {number / 100:g}." if 1 < number <= 100 else ""  # noqa: PLR2004
        raise CellError(f"{number:g} is above {high:g}.", _bounds(low, high) + as_share)
    return number


def _bounds(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"Give a number of {low:g} or more." if low is not None else f"At most {high:g}."
    return f"Give a number from {low:g} to {high:g}."


def _read_date(cell: object, raw: RawTable, column: Column, checked: Checked) -> dt.date:
    day, was_number = as_date(cell)
    note = (
        f"{raw.file}: numbers in the column '{column.name}' were read as Excel days, such as "
        f"{as_text(cell)} as {day.isoformat()}."
    )
    if was_number and not any(f"'{column.name}' were read as Excel" in n for n in checked.notes):
        checked.notes.append(note)
    return day


def _carried(cells: pd.Series[Any], *, decimal_comma: bool) -> pd.Series[Any]:
    """Take a column that the contract does not know as numbers if all of its cells are."""
    try:
        numbers = [
            np.nan if is_empty(cell) else as_number(cell, decimal_comma=decimal_comma)
            for cell in cells
        ]
    except CellError:
        return cells.map(as_text).astype(object)
    return pd.Series(numbers, index=cells.index, dtype="float64")


def _duplicates(raw: RawTable, table: Table, frame: pd.DataFrame) -> list[Problem]:
    key = [name for name in table.key if name in raw.frame.columns]
    if not key or key != list(table.key):
        return []
    filled = frame[frame[key[0]].astype(str) != ""]
    twice = filled[filled.duplicated(key, keep=False)]
    problems = []
    for _, group in twice.groupby(key, sort=False):
        rows = tuple(int(str(row)) for row in group.index)
        value = ", ".join(str(group.iloc[0][name]) for name in key if group.iloc[0][name] != "")
        problems.append(
            raw.problem(
                f"'{value}' stands there {len(rows)} times.",
                rows=rows[:5], count=len(rows), column=", ".join(key), value=value,
                hint="Keep one row, or give the others another id."
                if len(key) == 1 else "Keep one row of them.",
            )
        )
    return problems
