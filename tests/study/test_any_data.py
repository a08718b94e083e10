"""Whatever stands in the tables, `load` gives a study or says what is wrong; nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.study.loading import load
from cx_workbench.study.model import Study
from tests.study.broken import (
    EXPORT,
    GOOD,
    WIDE,
    Content,
    frame,
    frames,
    parquet,
    rows,
    sheets,
    workbook,
    written,
)
from tests.tries import tries

SCORES = """\
persona,touchpoint,metric,kind,mean,sd,n
families,bill,csat,reality,3,1,10
students,help,ces,,4,1,20
"""
REACH = "persona,touchpoint,reach\nfamilies,bill,0.5\nstudents,help,1\n"
CSV = {
    **{name: text for name, text in GOOD.items() if name.endswith(".csv")},
    "scores.csv": SCORES,
    "reach.csv": REACH,
    "export.csv": EXPORT,
}
#: What has to change for a table to be part of the study.
WITH: dict[str, dict[str, Content]] = {"scores.csv": {"responses.csv": None}, "export.csv": WIDE}
FILES = [*GOOD, *CSV]
BINARY = ["personas.xlsx", "touchpoints.parquet", "responses.parquet", "responses.xlsx"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1250", "cp1252", "cp852"]

#: Every example reads a whole study.
often = tries(20)

awkward = st.sampled_from([
    "", " ", "0", "6", "6.0", " 6", "4,5", "1,200", "1.200", "-1", "1e400", "nan", "inf", "25 %",
    "2026-05-03", "46145", "01/02/2026", "bill", "bill;help", ";", "families", "Families ", "csat",
    "reality", '"', '"a"b', "a\nb", "\x1b[31m", "\ufeff", "\x00", "#REF!", "=1+1", "č", "c\u030c",
    "\u00a0", "²", "9" * 400, "true", "sep=;", "persona", "1.0",
])  # fmt: skip
texts = awkward | st.text(max_size=8)
numbers = st.floats() | st.integers() | st.integers(min_value=-(10**30), max_value=10**30)
cells = (
    texts
    | numbers
    | st.booleans()
    | st.none()
    | st.dates(min_value=dt.date(1900, 3, 1))
    | st.datetimes(min_value=dt.datetime(1900, 3, 1))  # noqa: DTZ001  Excel knows no time zones
    | st.times()
    | st.sampled_from([pd.NA, pd.NaT, np.float32(1.5), np.bool_(True), decimal.Decimal("1.50")])  # noqa: FBT003  the truth value of numpy
    | st.binary(max_size=4)
    | st.lists(st.integers(), max_size=2)
)


def refusal(source: Any) -> StudyError | None:  # noqa: ANN401  anything at all
    try:
        assert isinstance(load(source), Study)
    except StudyError as refused:
        return refused
    return None


def loaded(source: Any) -> None:  # noqa: ANN401  anything at all
    if refused := refusal(source):
        assert refused.problems
        assert all(problem.what and problem.hint for problem in refused.problems)
        assert all(ord(sign) >= 32 or sign == "\n" for sign in str(refused))


def loaded_with(files: dict[str, Content]) -> None:
    with tempfile.TemporaryDirectory() as place:
        loaded(written(Path(place), files))


@st.composite
def tables(draw: st.DrawFn, of: st.SearchStrategy[Any]) -> tuple[str, list[list[Any]]]:
    """Draw a table of the good study with some cells changed, rows and columns added."""
    name = draw(st.sampled_from(list(CSV)))
    table = rows(CSV[name])
    for _ in range(draw(st.integers(1, 6))):
        row = draw(st.integers(0, len(table) - 1))
        if draw(st.integers(0, 5)):
            table[row][draw(st.integers(0, len(table[row]) - 1))] = draw(of)
        else:
            table.insert(row, draw(st.lists(of, min_size=1, max_size=len(table[0]) + 1)))
    return name, table


@often
@given(st.sampled_from(FILES + BINARY), st.binary(max_size=200))
def test_any_bytes(name: str, content: bytes) -> None:
    loaded_with({name: content})


SOUND = {
    "client.xlsx": sheets()["client.xlsx"],
    "responses.parquet": parquet(frame(GOOD["responses.csv"])),
    "personas.parquet": parquet(frame(GOOD["personas.csv"])),
    "responses.csv": GOOD["responses.csv"].encode(),
}


@often
@given(
    st.sampled_from(list(SOUND)), st.integers(0, 10**5), st.integers(0, 60), st.binary(max_size=60)
)
def test_any_damage(name: str, start: int, length: int, new: bytes) -> None:
    sound = SOUND[name]
    assert isinstance(sound, bytes)
    start %= len(sound)
    damaged = sound[:start] + new + sound[start + length :]
    others: dict[str, Content] = dict.fromkeys(GOOD) if name == "client.xlsx" else {}
    loaded_with({**others, Path(name).with_suffix(".csv").name: None, name: damaged})


@often
@given(st.sampled_from(FILES), st.text(max_size=200), st.sampled_from(ENCODINGS))
def test_any_text(name: str, content: str, encoding: str) -> None:
    loaded_with({name: content.encode(encoding, errors="replace")})


@often
@given(tables(texts), st.sampled_from(",;\t"), st.sampled_from(ENCODINGS), st.booleans())
def test_any_cells_of_a_csv(
    drawn: tuple[str, list[list[Any]]],
    delimiter: str,
    encoding: str,
    quoted: bool,  # noqa: FBT001  drawn
) -> None:
    name, table = drawn
    text = io.StringIO()
    if quoted:
        csv.writer(text, delimiter=delimiter).writerows(table)
    else:
        text.writelines(delimiter.join(map(str, row)) + "\n" for row in table)
    content = text.getvalue().encode(encoding, errors="replace")
    loaded_with({**WITH.get(name, {}), name: content})


@often
@given(st.text(max_size=20), st.integers(0, 400), st.integers(0, 30), st.booleans())
def test_any_change_of_the_settings(new: str, start: int, length: int, long: bool) -> None:  # noqa: FBT001  drawn
    files: dict[str, Content] = dict(WIDE)
    text = GOOD["study.toml"] if long else str(WIDE["study.toml"])
    start %= len(text)
    changed = text[:start] + new + text[start + length :]
    loaded_with({**({} if long else files), "study.toml": changed})


def sheet_cell(cell: object) -> object:
    """Keep what openpyxl can write."""
    if isinstance(cell, bytes | list | np.generic) or cell is pd.NA or cell is pd.NaT:
        return str(cell)
    if isinstance(cell, str):
        return "".join(sign for sign in cell if sign.isprintable())
    if isinstance(cell, int) and abs(cell) > 10**15:
        return float(cell)
    return None if isinstance(cell, float) and not np.isfinite(cell) else cell


@often
@given(tables(cells))
def test_any_cells_of_a_workbook(drawn: tuple[str, list[list[Any]]]) -> None:
    name, table = drawn
    tables = {other: rows(text) for other, text in GOOD.items() if other.endswith(".csv")}
    tables[name] = [[sheet_cell(cell) for cell in row] for row in table]
    left = [other for other in tables if other not in WITH.get(name, {})]
    sheets = {other.removesuffix(".csv"): tables[other] for other in left}
    loaded_with({**dict.fromkeys(GOOD), "client.xlsx": workbook(**sheets)})


@often
@given(tables(cells), st.sampled_from(["pandas", "typed", "polars", "lazy"]))
def test_any_cells_of_a_frame(drawn: tuple[str, list[list[Any]]], kind: str) -> None:
    name, (heading, *body) = drawn
    headings = [str(cell) for cell in heading]
    whole = [[*row, *heading][: len(heading)] for row in body]
    columns = [list(column) for column in zip(*whole, strict=True)]
    table: Any
    if kind in ("pandas", "typed"):
        table = pd.DataFrame(dict(enumerate(columns)), dtype="object")
        table = table.infer_objects() if kind == "typed" else table
        table = table.set_axis(headings[: table.shape[1]], axis=1)
    else:
        try:
            table = pl.DataFrame(
                [
                    pl.Series(heading, cells, strict=False)
                    for heading, cells in zip(headings, columns, strict=False)
                ]
            )
        except (pl.exceptions.PolarsError, TypeError, OverflowError):
            # Polars refuses such a frame itself.
            return
        table = table.lazy() if kind == "lazy" else table
    given: dict[str, Any] = frames()
    if name in WITH:
        del given["responses"]
    if name == "export.csv":
        given["settings"] = tomllib.loads(str(WIDE["study.toml"]))
        del given["settings"]["responses"]["source"]
    loaded({**given, "responses" if name == "export.csv" else name.removesuffix(".csv"): table})
