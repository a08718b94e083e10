"""Columns that lay answers side by side: who, which persona, which question, what index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw

from cx_workbench.study.counting import LONG_KEYS, as_written, persona_by_rules, weighing
from cx_workbench.study.engines import brought_here, is_here
from cx_workbench.study.raw_answers import known_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cx_workbench.study.crossing import Asked
    from cx_workbench.study.legend import Legend
    from cx_workbench.study.sources import Source

#: Columns of the answers; a wide table has ``x0``, ``x1`` ... for the questions, a long one the
#: number of the question and the index.
RESPONDENT, PERSONA, WEIGHT = "cx_respondent", "cx_persona", "cx_weight"
QUESTION, INDEX = "cx_question", "cx_index"
NOBODY = -1


def respondent_column(source: Source, legend: Legend) -> str | None:
    """Name the column that says who answered, if there is one."""
    return legend.section.respondent or known_columns(source.columns).get("respondent")


def _held(source: Source, columns: Iterable[str | None]) -> Source:
    """Keep some columns; what is in memory is handed to an engine of our own."""
    frame = source.frame.select(*dict.fromkeys(filter(None, columns)))
    if is_here(frame) and not frame.implementation.is_duckdb():
        frame = brought_here(frame)
    return replace(source, frame=frame)


def wide_answers(
    source: Source,
    legend: Legend,
    personas: Mapping[str, int],
    asked: tuple[Asked, ...],
    *,
    along: Sequence[str] = (),
) -> nw.LazyFrame[Any]:
    """Give a row a respondent: id as text (if there is one), persona, weight, indices.

    ``along`` names columns of the source that are carried along as they are.
    """
    section = legend.section
    columns_of = [(one.touchpoint or "", one.metric, one.kind) for one in section.question]
    at = [[place for place, own in enumerate(columns_of) if own == one] for one in asked]
    respondent = respondent_column(source, legend)
    persona = None if section.persona else known_columns(source.columns)["persona"]
    source = _held(
        source,
        (
            respondent,
            persona,
            legend.weight,
            *along,
            *(column for rule in section.persona for column in rule.when),
            *(section.question[place].column for places in at for place in places),
        ),
    )
    schema = source.frame.collect_schema()
    who = as_written(persona, schema) if persona else persona_by_rules(source, section.persona)
    indices = [_mean([_index(legend, place, schema) for place in places]) for places in at]
    named = [] if respondent is None else [_as_id(respondent, schema).alias(RESPONDENT)]
    return source.frame.select(
        *named,
        _numbered(
            who, _raws(legend, "persona", personas), is_float=False, is_here=is_here(source.frame)
        ).alias(PERSONA),
        _weight(source, legend).alias(WEIGHT),
        *(index.alias(f"x{number}") for number, index in enumerate(indices)),
        *along,
    )


def _index(legend: Legend, place: int, schema: nw.Schema) -> nw.Expr:
    column = legend.section.question[place].column
    written = nw.col(column) if schema[column].is_numeric() else as_written(column, schema)
    return legend.index(place, written, schema[column])


def _mean(found: list[nw.Expr]) -> nw.Expr:
    if len(found) <= 1:
        return found[0] if found else nw.lit(None, dtype=nw.Float64)
    return nw.mean_horizontal(*found)


def long_answers(
    source: Source,
    legend: Legend,
    personas: Mapping[str, int],
    asked: tuple[Asked, ...],
    *,
    named: bool,
) -> nw.LazyFrame[Any]:
    """Give a row an answer that counts: respondent, persona, question, index, weight.

    ``named`` leaves out answers of no persona.
    """
    respondent = respondent_column(source, legend)
    source = held_answers(source, legend, (respondent, legend.weight))
    schema = source.frame.collect_schema()
    said = said_by(source, legend)
    # Most answers are of no question asked for: they go before anything else is looked up.
    asked_for = source.frame.with_columns(said.question(asked).alias(QUESTION)).filter(
        nw.col(QUESTION) >= 0
    )
    return asked_for.select(
        who_answered(str(respondent), schema).alias(RESPONDENT),
        said.persona(personas).alias(PERSONA),
        nw.col(QUESTION),
        said.index(asked).alias(INDEX),
        _weight(source, legend).alias(WEIGHT),
    ).filter(
        ~nw.col(RESPONDENT).is_null(),
        ~nw.col(INDEX).is_null(),
        nw.col(WEIGHT) > 0,
        nw.col(PERSONA) >= (0 if named else NOBODY),
    )


def held_answers(source: Source, legend: Legend, others: Iterable[str | None]) -> Source:
    """Keep the columns of a long table that say what was answered, and some others."""
    when = (column for rule in legend.section.persona for column in rule.when)
    return _held(source, (*others, *_keys(source).values(), *when))


def _keys(source: Source) -> dict[str, str]:
    known = known_columns(source.columns)
    return {name: known[name] for name in LONG_KEYS if name in known}


def said_by(source: Source, legend: Legend) -> Said:
    """Return what the columns of a long table say."""
    keys, schema = _keys(source), source.frame.collect_schema()
    dtypes = {name: schema[column] for name, column in keys.items()}
    columns = {name: nw.col(column) for name, column in keys.items()}
    if rules := legend.section.persona:
        columns["persona"], dtypes["persona"] = persona_by_rules(source, rules), nw.String()
    return Said(legend, columns, dtypes, is_here=is_here(source.frame))


#: What a table means that lacks the column.
_DEFAULTS = {"touchpoint": "", "kind": "reality"}


@dataclass(frozen=True)
class Said:
    """What the columns of a long table say, as expressions."""

    legend: Legend
    columns: Mapping[str, nw.Expr]
    dtypes: Mapping[str, nw.dtypes.DType]
    is_here: bool

    def _says(self, name: str, meant: str) -> nw.Expr:
        if name not in self.columns:
            return nw.lit(meant == _DEFAULTS.get(name))
        raws = self.legend.raw(name, meant)
        return _is_any(self.columns[name], raws, is_float=self.dtypes[name].is_float())

    def _numbered(self, name: str, numbers: Mapping[str, int]) -> nw.Expr:
        if name not in self.columns:
            return nw.lit(numbers.get(_DEFAULTS.get(name, ""), NOBODY))
        meant = _raws(self.legend, name, numbers)
        return _numbered(
            self.columns[name], meant, is_float=self.dtypes[name].is_float(), is_here=self.is_here
        )

    def persona(self, personas: Mapping[str, int]) -> nw.Expr:
        """Give the number of the persona; -1 for none."""
        return self._numbered("persona", personas)

    def question(self, asked: tuple[Asked, ...]) -> nw.Expr:
        """Give the number of the question; -1 where it was not asked for."""
        places: dict[tuple[str, str], dict[str, int]] = {}
        for at, one in enumerate(asked):
            places.setdefault((one.metric, one.kind), {})[one.touchpoint] = at
        number = nw.lit(NOBODY)
        for (metric, kind), touchpoints in places.items():
            so_asked = self._says("metric", metric) & self._says("kind", kind)
            place = self._numbered("touchpoint", touchpoints)
            number = nw.when(so_asked).then(place).otherwise(number)
        return number

    def index(self, asked: tuple[Asked, ...]) -> nw.Expr:
        """Give the index by the scale of the metric; null for no answer."""
        index = nw.lit(None, dtype=nw.Float64)
        for metric in dict.fromkeys(one.metric for one in asked):
            here = self._says("metric", metric)
            # What another metric's answers say may be no number at all.
            scores = nw.when(here).then(self.columns["score"])
            found = self.legend.index(metric, scores, self.dtypes["score"])
            index = nw.when(here).then(found).otherwise(index)
        return index


def _is_any(column: nw.Expr, raws: Sequence[object], *, is_float: bool) -> nw.Expr:
    given = [raw for raw in raws if raw is not None]
    met = column.is_in(given) if given else nw.lit(value=False)
    return met if len(given) == len(raws) else _is_missing(column, is_float=is_float) | met


def _is_missing(column: nw.Expr, *, is_float: bool) -> nw.Expr:
    return column.is_null() | column.is_nan() if is_float else column.is_null()


def _raws(legend: Legend, name: str, numbers: Mapping[str, int]) -> dict[object, int]:
    return {raw: number for meant, number in numbers.items() for raw in legend.raw(name, meant)}


def _numbered(
    column: nw.Expr, meant: Mapping[object, int], *, is_float: bool, is_here: bool
) -> nw.Expr:
    """Give the number of a raw value; -1 for any other.

    Here it is looked up in one go; not all of the other engines know how to (Spark Connect).
    """
    given = {raw: number for raw, number in meant.items() if raw is not None}
    number: nw.Expr = nw.lit(NOBODY)
    if given and is_here:
        number = column.replace_strict(
            list(given), list(given.values()), default=NOBODY, return_dtype=nw.Int64
        )
    elif given:
        for place in dict.fromkeys(given.values()):
            raws = [raw for raw, own in given.items() if own == place]
            number = nw.when(column.is_in(raws)).then(nw.lit(place)).otherwise(number)
    if None not in meant:
        return number
    missing = _is_missing(column, is_float=is_float)
    return nw.when(missing).then(nw.lit(meant[None])).otherwise(number)


def _weight(source: Source, legend: Legend) -> nw.Expr:
    return nw.lit(1.0) if legend.weight is None else weighing(source, legend.weight)[0]


def who_answered(respondent: str, schema: nw.Schema) -> nw.Expr:
    """Give the id of the respondent, null where it is empty."""
    column, dtype = nw.col(respondent), schema[respondent]
    if dtype == nw.String:
        text = column.str.strip_chars()
        return nw.when(text != "").then(text)
    return nw.when(~column.is_nan()).then(column.cast(nw.Int64)) if dtype.is_float() else column


def _as_id(respondent: str, schema: nw.Schema) -> nw.Expr:
    return who_answered(respondent, schema).cast(nw.String)
