"""A raw table against the contract: typed columns, or every cell that does not fit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.delimited import ROWS_NAMED
from cx_workbench.study.values import (
    CellError,
    Decimals,
    as_date,
    as_id,
    as_number,
    as_text,
    check_fault,
    decimals_of,
    is_empty,
    nearest,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.study.contract import Column, Table
    from cx_workbench.study.tables import RawTable
    from cx_workbench.study.values import Cell

#: Required columns whose cells may be empty; what that means is checked where the table is used.
_MAY_BE_EMPTY = {"scores": ("persona",)}
_DTYPES = {"number": "float64"}
_EMPTY_VALUES = {"number": np.nan, "ids": (), "date": None}
_PERCENT = 100
_LIKELY_PERCENT = 5


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
    unknown = [str(name) for name in raw.frame.columns if name not in table.names]
    checked.problems += [_missing_column(raw, name, unknown) for name in missing]
    checked.notes += _near_misses(raw, table, unknown)
    if raw.frame.empty:
        checked.problems.append(
            raw.problem("There is no row under the heading.", hint="Give it at least one row.")
        )
    decimals = _decimals(raw, table, checked)
    typed = {column.name: _typed(raw, column, checked, decimals) for column in table.columns}
    extra = {name: _carried(raw.frame[name], decimals) for name in unknown}
    checked.frame = pd.DataFrame(typed | extra, index=raw.frame.index)
    checked.problems += _duplicates(raw, table, checked.frame)
    return checked


def _missing_column(raw: RawTable, name: str, unknown: list[str]) -> Problem:
    near = nearest(name, unknown)
    may_be = f" The heading '{near}' may be it." if near else ""
    return raw.problem(
        f"The column '{name}' is missing.",
        rows=(1,),
        column=name,
        hint=f"Add a column with the heading {name}.{may_be}",
    )


def _near_misses(raw: RawTable, table: Table, unknown: list[str]) -> list[str]:
    """Take a column that is nearly one of ours for a slip rather than a column of theirs."""
    absent = [name for name in table.names if name not in raw.frame.columns]
    meant = {name: nearest(name, absent) for name in unknown}
    return [
        f"{raw.place}: the column '{name}' is not one that is known, so it changes no figure. Did "
        f"you mean '{near}'?"
        for name, near in meant.items()
        if near is not None and near not in table.required_columns
    ]


def _decimals(raw: RawTable, table: Table, checked: Checked) -> Decimals:
    """Tell how the table writes decimals, and say so where it writes commas."""
    cells = [
        cell
        for column in table.columns
        if column.type == "number" and column.name in raw.frame.columns
        for cell in raw.frame[column.name]
    ]
    decimals = decimals_of(cells, raw.decimals)
    with_comma = [cell for cell in cells if decimals_of([cell], Decimals.POINT) is Decimals.COMMA]
    if with_comma:
        first = as_text(with_comma[0])
        checked.notes.append(
            f"{raw.place}: decimal commas were read as such, {first} as {first.replace(',', '.')}."
        )
    return decimals


def _typed(raw: RawTable, column: Column, checked: Checked, decimals: Decimals) -> pd.Series[Any]:
    empty = _EMPTY_VALUES.get(column.type, column.default if column.choices else "")
    dtype = _DTYPES.get(column.type, "object")
    if column.name not in raw.frame.columns:
        return pd.Series([empty] * len(raw.frame), index=raw.frame.index, dtype=dtype)
    read = _reader(raw, column, checked, decimals)
    required = column.required and column.name not in _MAY_BE_EMPTY.get(raw.name, ())
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    values: list[object] = []
    for row, cell in raw.frame[column.name].items():
        value = empty
        try:
            if not is_empty(cell):
                value = read(cell)
            if (required and value in ("", ())) or (required and is_empty(cell)):
                raise _empty_cell(column)
        except CellError as error:
            if row not in raw.misfits:
                found[error.what, error.hint, shortened(cell)].append(int(str(row)))
        values.append(value)
    checked.problems += [
        raw.problem(
            what,
            rows=tuple(rows[:ROWS_NAMED]),
            count=len(rows),
            column=column.name,
            value=value or None,
            hint=hint,
        )
        for (what, hint, value), rows in found.items()
    ]
    return pd.Series(values, index=raw.frame.index, dtype=dtype)


def _reader(
    raw: RawTable, column: Column, checked: Checked, decimals: Decimals
) -> Callable[[Cell], object]:
    readers: dict[str, Callable[[Cell], object]] = {
        "id": _read_id,
        "ids": _read_ids,
        "text": as_text,
        "choice": lambda cell: _read_choice(cell, column),
        "number": lambda cell: _read_number(cell, column, decimals),
        "date": lambda cell: _read_date(cell, raw, column, checked),
    }

    def read(cell: Cell) -> object:
        check_fault(cell)
        return readers[column.type](cell)

    return read


def _empty_cell(column: Column) -> CellError:
    return CellError(
        f"The cell '{column.name}' is empty.",
        f"Fill in: {column.means[0].lower()}{column.means[1:]}",
    )


def _read_id(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        raise CellError(
            f"'{as_text(cell)}' is a date, not an id.",
            "Excel turns entries such as 3-5 into dates: format the column as text and type "
            "the id again.",
        )
    text = as_id(cell)
    if ";" in text:
        raise CellError(f"'{text}' holds a semicolon.", "One id a cell, without a semicolon.")
    return text


def _read_ids(cell: Cell) -> tuple[str, ...]:
    parts = as_text(cell).split(";") if isinstance(cell, str) else [cell]
    return tuple(dict.fromkeys(_read_id(part) for part in parts if not is_empty(part)))


def _read_choice(cell: Cell, column: Column) -> str:
    text = as_text(cell)
    for choice in column.choices:
        if text.casefold() == choice:
            return choice
    raise CellError(
        f"'{shortened(text)}' is not {_with_article(column.name)}.",
        did_you_mean(text, column.choices),
    )


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name.replace('_', ' ')}"


def _read_number(cell: Cell, column: Column, decimals: Decimals) -> float:
    number = as_number(cell, decimals)
    low, high = column.at_least, column.at_most
    if low is not None and number < low:
        raise CellError(f"{number:g} is below {low:g}.", _bounds(low, high))
    if high is not None and number > high:
        as_share = number / _PERCENT
        likely = _LIKELY_PERCENT <= number <= _PERCENT
        percent = f" {number:g} percent is {as_share:g}." if likely else ""
        raise CellError(f"{number:g} is above {high:g}.", _bounds(low, high) + percent)
    return number


def _bounds(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"Give a number of {low:g} or more." if low is not None else f"At most {high:g}."
    return f"Give a number from {low:g} to {high:g}."


def _read_date(cell: Cell, raw: RawTable, column: Column, checked: Checked) -> dt.date:
    day, was_number = as_date(cell)
    about = f"{raw.place}: numbers in the column '{column.name}' were read as Excel days, "
    if was_number and not any(note.startswith(about) for note in checked.notes):
        checked.notes.append(f"{about}such as {as_text(cell)} as {day.isoformat()}.")
    return day


def _carried(cells: pd.Series[Any], decimals: Decimals) -> pd.Series[Any]:
    """Take a column that the contract does not know as numbers if all of its cells are."""
    try:
        numbers = [np.nan if is_empty(cell) else as_number(cell, decimals) for cell in cells]
    except CellError:
        return cells.map(as_text).astype(object)
    return pd.Series(numbers, index=cells.index, dtype="float64")


def _duplicates(raw: RawTable, table: Table, frame: pd.DataFrame) -> list[Problem]:
    """Find what must not occur twice; rows whose own id is empty are told of elsewhere."""
    key = list(table.key)
    if not key or not set(key) & set(raw.frame.columns):
        return []
    filled = frame
    for name in key:
        if table.column(name).required and name not in _MAY_BE_EMPTY.get(raw.name, ()):
            filled = filled[filled[name] != ""]
    twice = filled[filled.duplicated(key, keep=False)]
    problems = []
    for _, group in twice.groupby(key, sort=False):
        rows = tuple(int(str(row)) for row in group.index)
        value = ", ".join(str(group.iloc[0][name]) for name in key if group.iloc[0][name] != "")
        problems.append(
            raw.problem(
                f"'{value}' stands there {len(rows)} times.",
                rows=rows[:ROWS_NAMED],
                count=len(rows),
                column=", ".join(key),
                value=value,
                hint="Keep one row, or give the others another id."
                if len(key) == 1
                else "Keep one row of them.",
            )
        )
    return problems
