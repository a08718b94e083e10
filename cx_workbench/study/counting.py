"""Answers counted once, by the engine that holds them.

Whatever the number of answers, what comes back has one row for each *distinct* answer:
codes, words, scales and ids are then checked on these few rows, not on millions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from cx_workbench.study.engines import collected
from cx_workbench.study.values import answer_key, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from cx_workbench.study.settings import PersonaRule, Question
    from cx_workbench.study.sources import Source

LONG_KEYS = ("persona", "touchpoint", "metric", "kind", "score")
#: Measures of a group: answers, sum of weights, sum of squared weights.
MEASURES = ("n", "weight", "weight2")

#: What only a weight column needs, as numbers of rows: without a weight; with one that is no
#: weight; with one that could be two numbers (1,200); with one that only a decimal comma explains.
DOUBTS = ("unweighted", "not_weights", "ambiguous", "with_comma")
# A client's table may have any heading, but hardly these.
_WEIGHT, _SQUARED = "cx_weight", "cx_squared"
_DOUBTED = {name: f"cx_{name}" for name in DOUBTS}
_KEY, _VALUE = "cx_key_", "cx_value"
_N = "cx_n"
#: Engines turn what these match into numbers without a slip; more digits may overflow.
_NUMBER = r"^\s*(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,2})?\s*$"
_AMBIGUOUS = r"^\s*[1-9]\d{0,2},\d{3}\s*$"


@dataclass(frozen=True)
class Counted:
    """Distinct raw answers with how often they occur.

    Attributes
    ----------
    frame
        The key columns as they stand in the source (``None`` where empty), the measures and
        the doubts.
    rows
        How many rows were counted.
    without_persona
        How many of them no persona rule matches.
    """

    frame: pd.DataFrame
    rows: int
    without_persona: int = 0


def count_long(
    source: Source, columns: Mapping[str, str], weight: str | None, rules: Sequence[PersonaRule]
) -> Counted:
    """Count a long table by persona, touchpoint, metric, kind and score, in one scan.

    ``columns`` names the source's column of each key that it has.
    """
    keys = {name: nw.col(column) for name, column in columns.items()}
    if rules:
        keys["persona"] = persona_by_rules(source, rules)
    named = [key.alias(_KEY + name) for name, key in keys.items()]
    counts = None
    if weight is not None and source.frame.collect_schema()[weight].is_numeric():
        counts = _count_numbers(source.frame.select(*named, nw.col(weight)), list(keys), weight)
    if counts is None:
        counts = _count(source.frame.select(*named, *weighing(source, weight)), list(keys), weight)
    rows = int(counts["n"].sum())
    nobody = int(counts["n"][counts["persona"] == ""].sum()) if rules else 0
    return Counted(counts, rows, nobody)


def count_wide(
    source: Source,
    persona: str | None,
    weight: str | None,
    rules: Sequence[PersonaRule],
    questions: Sequence[Question],
) -> Counted:
    """Count a wide table by persona, question (its number) and score.

    ``persona`` names the column to take it from where there are no rules.
    """
    schema = source.frame.collect_schema()
    person = as_written(persona, schema) if persona else persona_by_rules(source, rules)
    places = {f"q{place}": question for place, question in enumerate(questions)}
    frame = source.frame.select(
        person.alias(f"{_KEY}persona"),
        *weighing(source, weight),
        *(as_written(question.column, schema).alias(q) for q, question in places.items()),
    )
    weights = [] if weight is None else [_WEIGHT, _SQUARED, *_DOUBTED.values()]
    long = _unpivoted(frame, list(places), [f"{_KEY}persona", *weights])
    counts = _count(long, ["persona", "question", "score"], weight)
    counts["question"] = counts["question"].str.removeprefix("q").astype(int)
    respondents = _count(frame, ["persona"], None)
    nobody = respondents["persona"].map(as_text) == ""
    return Counted(counts, int(respondents["n"].sum()), int(respondents["n"][nobody].sum()))


def _unpivoted(
    frame: nw.LazyFrame[Any], questions: list[str], others: list[str]
) -> nw.LazyFrame[Any]:
    """Make one row of each answer; answers that are missing may be left out."""
    name, value = f"{_KEY}question", f"{_KEY}score"
    if frame.implementation.is_duckdb():
        # narwhals does so on DuckDB's common connection, which need not be the frame's.
        native = frame.to_native().query(
            "cx_wide", f"unpivot cx_wide on {', '.join(questions)} into name {name} value {value}"
        )
        long: nw.LazyFrame[Any] = nw.from_native(native).lazy()
        return long
    return frame.unpivot(on=questions, index=others, variable_name=name, value_name=value)


def repeated_respondents(source: Source, respondent: str, most: int) -> list[tuple[object, int]]:
    """Name respondents that have several rows in a wide table, with how many."""
    column = nw.col(respondent)
    is_text = source.frame.collect_schema()[respondent] == nw.String
    named = ~column.is_null() & (column.str.strip_chars() != "") if is_text else ~column.is_null()
    return _most_frequent(source.frame.filter(named), respondent, most, at_least=2)


def may_weigh(text: str) -> bool:
    """Whether every engine reads a text as a weight.

    Examples
    --------
    >>> may_weigh("0,5"), may_weigh("1 000"), may_weigh("1e-300")
    (True, False, False)
    """
    # Engines know the digits 0 to 9 alone.
    return re.fullmatch(_NUMBER, text, re.ASCII) is not None


def doubtful_weights(
    source: Source, weight: str, most: int, *, ambiguous: bool
) -> list[tuple[object, int]]:
    """Name weights that are no weights, or also those that could be two numbers."""
    doubts = ["not_weights", "ambiguous"] if ambiguous else ["not_weights"]
    frame = source.frame.select(nw.col(weight), *weighing(source, weight))
    doubted = [nw.col(_DOUBTED[name]) > 0 for name in doubts]
    met = doubted[0] | doubted[-1]
    return _most_frequent(frame.filter(met), weight, most, at_least=1)


def _most_frequent(
    frame: nw.LazyFrame[Any], column: str, most: int, *, at_least: int
) -> list[tuple[object, int]]:
    # Under a name of our own: some engines read dots and quotes in a heading as their language.
    groups = collected(
        frame.select(nw.col(column).alias(_VALUE))
        .group_by(_VALUE)
        .agg(nw.len().alias(_N))
        .filter(nw.col(_N) >= at_least)
        .sort(_N, _VALUE, descending=[True, False])
        .head(most)
    )
    values, counts = groups[_VALUE].to_list(), groups[_N].to_list()
    return [(value, int(n)) for value, n in zip(values, counts, strict=True)]


def _count(frame: nw.LazyFrame[Any], keys: list[str], weight: str | None) -> pd.DataFrame:
    sums = {} if weight is None else {"weight": _WEIGHT, "weight2": _SQUARED, **_DOUBTED}
    grouped = frame.group_by([_KEY + key for key in keys]).agg(
        nw.len().alias(_N),
        *(nw.col(column).sum().alias(f"sum_{name}") for name, column in sums.items()),
    )
    raw: pd.DataFrame = collected(grouped).to_pandas()
    counts = raw.set_axis([*keys, "n", *sums], axis=1)
    if weight is None:
        counts = counts.assign(weight=counts["n"], weight2=counts["n"], **dict.fromkeys(DOUBTS, 0))
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    return counts.astype({"n": int, "weight": float, "weight2": float})


def _count_numbers(frame: nw.LazyFrame[Any], keys: list[str], weight: str) -> pd.DataFrame | None:
    """Count with a column of numbers as weights, if all of them can be weights.

    On millions of answers each doubt looked for row by row costs half as much as the count;
    the least and greatest weight of a group show for nothing whether there is any.
    """
    number = nw.col(weight).cast(nw.Float64)
    frame = frame.with_columns(number.alias(_WEIGHT), (number * number).alias(_SQUARED))
    grouped = frame.group_by([_KEY + key for key in keys]).agg(
        nw.len().alias("n"),
        nw.col(_WEIGHT).sum().alias("weight"),
        nw.col(_SQUARED).sum().alias("weight2"),
        nw.col(_WEIGHT).count().alias("weighted"),
        nw.col(_WEIGHT).min().alias("least"),
    )
    counts: pd.DataFrame = collected(grouped).to_pandas()
    counts = counts.rename(columns={_KEY + key: key for key in keys})
    given = counts["weighted"] > 0
    if not (np.isfinite(counts["weight"][given]) & (counts["least"][given] >= 0)).all():
        return None
    missing = counts["n"] - counts["weighted"]
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    # An answer without a weight counts 1.
    return counts.assign(
        weight=counts["weight"].fillna(0.0).astype(float) + missing,
        weight2=counts["weight2"].fillna(0.0).astype(float) + missing,
        **dict.fromkeys(DOUBTS, 0) | {"unweighted": missing},
    ).drop(columns=["weighted", "least"])


def weighing(source: Source, weight: str | None) -> list[nw.Expr]:
    """Give the weight as a number (1 where empty, 0 where it is none), squared, and doubts."""
    if weight is None:
        return []
    column, dtype = nw.col(weight), source.frame.collect_schema()[weight]
    if dtype.is_numeric():
        number = column.cast(nw.Float64)
        empty = column.is_null() | number.is_nan() if dtype.is_float() else column.is_null()
        valid = empty | (number.is_finite() & (number >= 0))
        ambiguous = with_comma = nw.lit(value=False)
    else:
        text = column.cast(nw.String)
        empty = column.is_null() | (text.str.strip_chars() == "")
        valid = empty | text.str.contains(_NUMBER)
        ambiguous = ~empty & text.str.contains(_AMBIGUOUS)
        with_comma = valid & ~empty & text.str.contains(",", literal=True) & ~ambiguous
        digits = nw.when(valid & ~empty).then(text.str.replace_all(",", ".", literal=True))
        number = digits.otherwise(nw.lit("1")).str.strip_chars().cast(nw.Float64)
    instead = nw.when(empty).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    known = nw.when(valid & ~empty).then(number).otherwise(instead)
    doubts = (empty, ~valid, ambiguous, with_comma)
    return [
        known.alias(_WEIGHT),
        (known * known).alias(_SQUARED),
        *(_flag(doubt).alias(_DOUBTED[name]) for name, doubt in zip(DOUBTS, doubts, strict=True)),
    ]


def as_written(column: str, schema: nw.Schema) -> nw.Expr:
    """Take a column as texts, missing where a number is none."""
    text = nw.col(column).cast(nw.String)
    # Some engines write a text for a number that is none.
    return nw.when(~nw.col(column).is_nan()).then(text) if schema[column].is_float() else text


def _flag(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def persona_by_rules(source: Source, rules: Sequence[PersonaRule]) -> nw.Expr:
    """Name the first rule that matches, as one expression.

    The engine compares only whole raw values: which of them mean `6` is settled here, on the
    distinct values of the columns that the rules read.
    """
    columns = dict.fromkeys(column for rule in rules for column in rule.when)
    present = {
        column: collected(source.frame.select(column).unique())[column].to_list()
        for column in columns
    }
    first = nw.col(source.columns[0])
    # True in each row: a mere word belongs to none, and some engines cannot compute with it there.
    always = first.is_null() | ~first.is_null()
    persona: nw.Expr = nw.lit("")
    for rule in reversed(rules):
        matches: nw.Expr = always
        for column, values in rule.when.items():
            keys = {answer_key(value) for value in values}
            same = [v for v in present[column] if v is not None and answer_key(v) in keys]
            matches &= nw.col(column).is_in(same) if same else nw.lit(value=False)
        persona = nw.when(matches).then(nw.lit(rule.persona)).otherwise(persona)
    return persona
