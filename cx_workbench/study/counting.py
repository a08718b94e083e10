"""Answers counted once, by the engine that holds them.

Whatever the number of answers, what comes back has one row for each *distinct* answer:
codes, words, scales and ids are then checked on these few rows, not on millions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from cx_workbench.study.values import answer_key, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cx_workbench.study.settings import PersonaRule, Question
    from cx_workbench.study.sources import Source

LONG_KEYS = ("persona", "touchpoint", "metric", "kind", "score")
#: Measures of a group: answers, sum of weights, sum of squared weights.
MEASURES = ("n", "weight", "weight2")
#: What only a weight column needs: answers without a weight, and weights that are no weight.
_DOUBTS = ("unweighted", "not_weights")
_WEIGHT, _SQUARED, _EMPTY, _BAD, _PERSONA = "w", "w_squared", "w_empty", "w_bad", "p"
_NUMBER = r"^\s*\d+([.,]\d*)?\s*$|^\s*[.,]\d+\s*$"


@dataclass(frozen=True)
class Counted:
    """Distinct raw answers with how often they occur.

    ``frame`` has the key columns as they stand in the source (``None`` where empty), the
    measures, and ``unweighted`` and ``not_weights`` (numbers of answers).
    """

    frame: pd.DataFrame
    without_persona: int = 0


def count_long(
    source: Source, weight: str | None, rules: Sequence[PersonaRule]
) -> Counted:
    """Count a long table by persona, touchpoint, metric, kind and score."""
    frame = _with_weight(source.frame, weight)
    if rules:
        frame = frame.with_columns(_persona(source, rules).alias("persona"))
    names = frame.collect_schema().names()
    return Counted(_count(frame, [key for key in LONG_KEYS if key in names], weight))


def count_wide(
    source: Source, weight: str | None, rules: Sequence[PersonaRule], questions: Sequence[Question]
) -> Counted:
    """Count a wide table by persona, question (its number) and score, in one scan."""
    persona = _persona(source, rules) if rules else nw.col("persona").cast(nw.String)
    places = {f"q{place}": question for place, question in enumerate(questions)}
    frame = _with_weight(source.frame, weight).select(
        persona.alias(_PERSONA),
        *(nw.col(name) for name in _weight_columns(weight)),
        *(_as_string(source, question.column).alias(q) for q, question in places.items()),
    )
    long = frame.unpivot(
        on=list(places), index=[_PERSONA, *_weight_columns(weight)],
        variable_name="question", value_name="score",
    )
    counts = _count(long, [_PERSONA, "question", "score"], weight)
    counts["question"] = counts["question"].str.removeprefix("q").astype(int)
    respondents = frame.group_by(_PERSONA).agg(nw.len().alias("n")).collect(backend="pyarrow")
    nobody = sum(
        int(n)
        for name, n in zip(respondents[_PERSONA].to_list(), respondents["n"].to_list(), strict=True)
        if not as_text(name)
    )
    return Counted(counts.rename(columns={_PERSONA: "persona"}), nobody)


def repeated_respondents(source: Source, respondent: str) -> list[object]:
    """Name respondents that have several rows in a wide table, first five."""
    repeated = (
        source.frame.group_by(respondent).agg(nw.len().alias("n"))
        .filter(nw.col("n") > 1, ~nw.col(respondent).is_null())
        .sort(respondent).select(respondent).head(5).collect(backend="pyarrow")
    )
    return [value for value in repeated[respondent].to_list() if as_text(value)]


def bad_weights(source: Source, weight: str) -> list[object]:
    """Name the first few weights that are not numbers of 0 or more."""
    frame = _with_weight(source.frame, weight).filter(nw.col(_BAD) > 0)
    values = frame.select(weight).unique().sort(weight).head(5).collect(backend="pyarrow")
    return list(values[weight].to_list())


def _count(frame: nw.LazyFrame[Any], keys: list[str], weight: str | None) -> pd.DataFrame:
    sums = {} if weight is None else {
        "weight": _WEIGHT, "weight2": _SQUARED, "unweighted": _EMPTY, "not_weights": _BAD,
    }
    grouped = frame.group_by(keys).agg(
        nw.len().alias("n"), *(nw.col(column).sum().alias(name) for name, column in sums.items())
    )
    counts: pd.DataFrame = grouped.collect(backend="pyarrow").to_pandas()
    if weight is None:
        counts = counts.assign(weight=counts["n"], weight2=counts["n"], **dict.fromkeys(_DOUBTS, 0))
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    return counts.astype({"n": int, "weight": float, "weight2": float})


def _weight_columns(weight: str | None) -> list[str]:
    return [] if weight is None else [_WEIGHT, _SQUARED, _EMPTY, _BAD]


def _with_weight(frame: nw.LazyFrame[Any], weight: str | None) -> nw.LazyFrame[Any]:
    """Add the weight as a number (1 where empty, 0 where it is none) and flags for both."""
    if weight is None:
        return frame
    column = nw.col(weight)
    if frame.collect_schema()[weight].is_numeric():
        empty, number = column.is_null(), column.cast(nw.Float64)
        valid = empty | (number >= 0)
    else:
        text = column.cast(nw.String)
        empty = column.is_null() | (text.str.strip_chars() == "")
        valid = empty | text.str.contains(_NUMBER)
        digits = nw.when(valid & ~empty).then(text.str.replace_all(",", ".", literal=True))
        number = digits.otherwise(nw.lit("1")).str.strip_chars().cast(nw.Float64)
    known = nw.when(valid).then(nw.when(empty).then(nw.lit(1.0)).otherwise(number))
    return frame.with_columns(known.otherwise(nw.lit(0.0)).alias(_WEIGHT)).with_columns(
        (nw.col(_WEIGHT) * nw.col(_WEIGHT)).alias(_SQUARED),
        _flag(empty).alias(_EMPTY),
        _flag(~valid).alias(_BAD),
    )


def _flag(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _persona(source: Source, rules: Sequence[PersonaRule]) -> nw.Expr:
    """Name the first rule that matches, as one expression.

    The engine compares only whole raw values: which of them mean `6` is settled here, on the
    distinct values of the columns that the rules read.
    """
    columns = dict.fromkeys(column for rule in rules for column in rule.when)
    present = {
        column: source.frame.select(column).unique().collect(backend="pyarrow")[column].to_list()
        for column in columns
    }
    persona: nw.Expr = nw.lit("")
    for rule in reversed(rules):
        matches: nw.Expr = nw.lit(value=True)
        for column, values in rule.when.items():
            keys = {answer_key(value) for value in values}
            same = [v for v in present[column] if v is not None and answer_key(v) in keys]
            matches &= nw.col(column).is_in(same) if same else nw.lit(value=False)
        persona = nw.when(matches).then(nw.lit(rule.persona)).otherwise(persona)
    return persona


def _as_string(source: Source, column: str) -> nw.Expr:
    is_text = source.frame.collect_schema()[column] == nw.String
    return nw.col(column) if is_text else nw.col(column).cast(nw.String)
