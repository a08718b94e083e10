"""However the answers are held, they are counted the same: properties of any answers."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.loading import load
from tests.study.broken import (
    frames,
    parquet,
    workbook,
    written,
)
from tests.tries import tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.study.model import Study


class Asked(NamedTuple):
    """A question of the property tests."""

    column: str
    touchpoint: str
    metric: str
    kind: str


QUESTIONS = (
    Asked("Q1", "order", "csat", "reality"),
    Asked("Q2", "order", "csat", "expectation"),
    Asked("Q3", "bill", "csat", "reality"),
    Asked("Q4", "help", "ces", "reality"),
    Asked("Q5", "", "nps", "reality"),
)
NO_ANSWER = (None, 0, 99)
SCORES = {"csat": range(1, 6), "ces": range(1, 8), "nps": range(1, 11)}

questions_answered = st.tuples(
    *(st.sampled_from([*NO_ANSWER, *SCORES[question.metric]]) for question in QUESTIONS)
)
#: Weights whose sums and squares are exact in any order.
weights = st.sampled_from([None, 0.25, 0.5, 1, 2.5])
respondents = st.lists(
    st.tuples(st.sampled_from(["families", "students"]), weights, questions_answered),
    min_size=1,
    max_size=30,
).filter(lambda people: any(answers[0] not in NO_ANSWER for _, _, answers in people))


def expected(people: list[Any]) -> dict[tuple[Any, ...], tuple[float, float, float]]:
    """Count by hand: answers, sum of weights, sum of squared weights."""
    counts: dict[tuple[Any, ...], tuple[float, float, float]] = {}
    for persona, given_weight, answers in people:
        weight = 1 if given_weight is None else given_weight
        for question, score in zip(QUESTIONS, answers, strict=True):
            if score not in NO_ANSWER:
                key = (persona, question.touchpoint, question.metric, question.kind, score)
                n, total, squares = counts.get(key, (0, 0, 0))
                counts[key] = (n + 1, total + weight, squares + weight**2)
    return counts


def counted(study: Study) -> dict[tuple[Any, ...], tuple[float, float, float]]:
    return {
        row[:5]: (row[-3], row[-2], row[-1])
        for row in study.answers.counts.itertuples(index=False, name=None)
    }


def long_table(people: list[Any]) -> list[list[Any]]:
    heading = ["respondent", "persona", "touchpoint", "metric", "kind", "score", "weight"]
    return [heading] + [
        [place, persona, question.touchpoint, question.metric, question.kind, score, weight]
        for place, (persona, weight, answers) in enumerate(people)
        for question, score in zip(QUESTIONS, answers, strict=True)
    ]


def wide_table(people: list[Any]) -> list[list[Any]]:
    heading = ["respondent", "persona", "weight", *(question.column for question in QUESTIONS)]
    return [heading] + [
        [place, persona, weight, *answers]
        for place, (persona, weight, answers) in enumerate(people)
    ]


CODES = {"blank": [0], "not_applicable": [99]}
LONG_SETTINGS = {"responses": CODES}
WIDE_SETTINGS = {
    "responses": {
        "layout": "wide",
        "weight": "weight",
        **CODES,
        "question": [
            {
                "column": question.column,
                "metric": question.metric,
                "kind": question.kind,
                **({"touchpoint": question.touchpoint} if question.touchpoint else {}),
            }
            for question in QUESTIONS
        ],
    }
}
FORMS: dict[str, tuple[Callable[[list[Any]], list[list[Any]]], dict[str, Any]]] = {
    "long": (long_table, LONG_SETTINGS),
    "wide": (wide_table, WIDE_SETTINGS),
}


def as_pandas(table: list[list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(table[1:], columns=table[0])


def as_object(table: list[list[Any]]) -> pd.DataFrame:
    """Every way to leave a cell empty, numbers as texts among numbers."""
    texts = [
        [
            cell if place % 2 else None if cell is None else f" {cell} "
            for place, cell in enumerate(row, start=row[0])
        ]
        for row in table[1:]
    ]
    mixed = pd.DataFrame(texts, columns=table[0], dtype="object")
    mixed.iloc[::3] = mixed.iloc[::3].map(lambda cell: pd.NA if cell is None else cell)
    mixed.iloc[1::3] = mixed.iloc[1::3].map(lambda cell: np.nan if cell is None else cell)
    return mixed


def as_polars(table: list[list[Any]]) -> pl.DataFrame:
    return pl.DataFrame(table[1:], schema=table[0], orient="row", infer_schema_length=None)


def with_nan(table: list[list[Any]]) -> pl.DataFrame:
    numbers = pl.selectors.numeric()
    return as_polars(table).with_columns(numbers.cast(pl.Float64).fill_null(float("nan")))


def with_categories(table: list[list[Any]]) -> pd.DataFrame:
    answers = as_pandas(table)
    texts = [name for name in answers if answers[name].dtype == "str"]
    return answers.astype(dict.fromkeys(texts, "category"))


HOLDERS: dict[str, Callable[[list[list[Any]]], Any]] = {
    "pandas": as_pandas,
    "pandas, mixed": as_object,
    "pandas, categories": with_categories,
    "pandas, Arrow": lambda table: as_pandas(table).convert_dtypes(dtype_backend="pyarrow"),
    "pandas, nullable": lambda table: as_pandas(table).convert_dtypes(),
    "Polars": as_polars,
    "Polars, lazily": lambda table: as_polars(table).lazy(),
    "Polars, NaN": with_nan,
    "Polars, categories": lambda table: as_polars(table).with_columns(
        pl.selectors.string().cast(pl.Categorical)
    ),
    "Arrow": lambda table: as_polars(table).to_arrow(),
    "Arrow, dictionaries": lambda table: pa.Table.from_pandas(with_categories(table)),
    "DuckDB": lambda table: duckdb.from_arrow(as_polars(table).to_arrow()),
    "DuckDB, of another connection": lambda table: duckdb.connect().from_arrow(
        as_polars(table).to_arrow()
    ),
    "DuckDB, NaN": lambda table: duckdb.from_arrow(with_nan(table).to_arrow()),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("holder", HOLDERS)
@tries(5)
@given(people=respondents)
def test_any_frame_counts_the_same(holder: str, form: str, people: list[Any]) -> None:
    make, described = FORMS[form]

    study = load(frames(responses=HOLDERS[holder](make(people))), settings=described)

    assert counted(study) == expected(people)


class Dialect(NamedTuple):
    """What CSV files differ in."""

    delimiter: str
    ending: str
    quoted: bool
    encoding: str


dialects = st.builds(
    Dialect,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "cp1252"]),
).filter(lambda dialect: dialect.quoted or dialect.ending != "\r")


def csv_content(table: list[list[Any]], dialect: Dialect) -> bytes:
    if dialect.delimiter == ";":
        table = [
            [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row]
            for row in table
        ]
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=dialect.delimiter,
        lineterminator=dialect.ending,
        quoting=csv.QUOTE_ALL if dialect.quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows(table)
    return text.getvalue().encode(dialect.encoding, errors="replace")


@pytest.mark.parametrize("form", FORMS)
@tries(15)
@given(
    people=respondents,
    dialect=dialects,
    comment=st.text(alphabet="a ,;\"\n'áčž|\t", max_size=12),
)
def test_any_csv_counts_the_same(
    form: str, people: list[Any], dialect: Dialect, comment: str
) -> None:
    make, described = FORMS[form]
    heading, *body = make(people)
    content = csv_content([[*heading, "comment"], *([*row, comment] for row in body)], dialect)
    with tempfile.TemporaryDirectory() as place:
        files = {"study.toml": None, "responses.csv": content}

        study = load(written(Path(place), files), settings=described)

        assert counted(study) == expected(people)


def with_bytes(table: list[list[Any]]) -> bytes:
    """Texts as some old programs write them: bytes that are not said to be text."""
    arrow = as_polars(table).to_arrow()
    fields = [
        field.with_type(pa.binary()) if pa.types.is_large_string(field.type) else field
        for field in arrow.schema
    ]
    content = io.BytesIO()
    pq.write_table(arrow.cast(pa.schema(fields)), content, store_schema=False)
    return content.getvalue()


FILES: dict[str, Callable[[list[list[Any]]], bytes]] = {
    "Parquet": lambda table: parquet(as_pandas(table)),
    "Parquet, categories": lambda table: parquet(with_categories(table)),
    "Parquet, bytes": with_bytes,
    "workbook": lambda table: workbook(responses=table),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", FILES)
@tries(4)
@given(people=respondents)
def test_parquet_and_workbooks_count_the_same(kind: str, form: str, people: list[Any]) -> None:
    make, described = FORMS[form]
    content = FILES[kind](make(people))
    suffix = "xlsx" if kind == "workbook" else "parquet"
    with tempfile.TemporaryDirectory() as place:
        files = {"study.toml": None, "responses.csv": None, f"responses.{suffix}": content}

        study = load(written(Path(place), files), settings=described)

        assert counted(study) == expected(people)
