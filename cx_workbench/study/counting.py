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
_WEIGHT, _SQUARED, _BAD, _PERSONA = "w", "w_squared", "w_bad", "p"
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
    negative = (nw.col(_WEIGHT) < 0) | (nw.col(_WEIGHT) != nw.col(_WEIGHT))
    frame = _with_weight(source.frame, weight).filter((nw.col(_BAD) > 0) | negative)
    values = frame.select(weight).unique().sort(weight).head(5).collect(backend="pyarrow")
    return list(values[weight].to_list())


def _count(frame: nw.LazyFrame[Any], keys: list[str], weight: str | None) -> pd.DataFrame:
    column = nw.col(_WEIGHT)
    sums = () if weight is None else (
        column.sum().alias("weight"), nw.col(_SQUARED).sum().alias("weight2"),
        column.count().alias("weighted"), column.min().alias("lowest"),
        nw.col(_BAD).sum().alias("not_weights"),
    )
    grouped = frame.group_by(keys).agg(nw.len().alias("n"), *sums)
    counts: pd.DataFrame = grouped.collect(backend="pyarrow").to_pandas()
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    if weight is None:
        return counts.assign(
            weight=counts["n"].astype(float), weight2=counts["n"].astype(float),
            **dict.fromkeys(_DOUBTS, 0),
        )
    missing = counts["n"] - counts["weighted"]
    negative = (counts["lowest"] < 0) | counts["weight"].isna() & (counts["weighted"] > 0)
    # An answer without a weight counts 1.
    return counts.assign(
        weight=counts["weight"].fillna(0.0).astype(float) + missing,
        weight2=counts["weight2"].fillna(0.0).astype(float) + missing,
        unweighted=missing - counts["not_weights"],
        not_weights=counts["not_weights"] + negative,
    ).drop(columns=["weighted", "lowest"])


def _weight_columns(weight: str | None) -> list[str]:
    return [] if weight is None else [_WEIGHT, _SQUARED, _BAD]


def _with_weight(frame: nw.LazyFrame[Any], weight: str | None) -> nw.LazyFrame[Any]:
    """Add the weight as a number (nothing where it is empty or none) and a flag for the latter.

    A column of numbers is taken as it is: on millions of answers every further expression
    costs as much as the count itself.
    """
    if weight is None:
        return frame
    column = nw.col(weight)
    bad: nw.Expr = nw.lit(0)
    if frame.collect_schema()[weight].is_numeric():
        number = column.cast(nw.Float64)
    else:
        text = column.cast(nw.String)
        filled = ~column.is_null() & (text.str.strip_chars() != "")
        valid = filled & text.str.contains(_NUMBER)
        digits = nw.when(valid).then(text.str.replace_all(",", ".", literal=True).str.strip_chars())
        number = digits.cast(nw.Float64)
        bad = nw.when(filled & ~valid).then(nw.lit(1)).otherwise(nw.lit(0))
    numbered = frame.with_columns(number.alias(_WEIGHT), bad.alias(_BAD))
    return numbered.with_columns((nw.col(_WEIGHT) * nw.col(_WEIGHT)).alias(_SQUARED))


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
