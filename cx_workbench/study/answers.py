"""Counted answers, checked: who, where, which question, what score, how many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import did_you_mean
from cx_workbench.study.contract import KINDS, KINDS_FOR_ALL, METRICS, Scale
from cx_workbench.study.counting import (
    MEASURES,
    Counted,
    bad_weights,
    count_long,
    count_wide,
    repeated_respondents,
)
from cx_workbench.study.settings import Question, ResponsesSection
from cx_workbench.study.values import CellError, answer_key, as_number, as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cx_workbench.errors import Problem
    from cx_workbench.study.settings import Settings
    from cx_workbench.study.sources import Condition, Source

#: Columns of the counted answers; ``persona`` and ``touchpoint`` are empty texts for "all".
COUNT_COLUMNS = ("persona", "touchpoint", "metric", "kind", "score", "min", "max", *MEASURES)


@dataclass(frozen=True, eq=False)
class Answers:
    """All answers of a study, as far as arithmetic needs them.

    Attributes
    ----------
    counts
        One row for each distinct answer: ``persona`` (empty = no persona, or every persona for
        the kinds company, competitor and employee), ``touchpoint`` (empty = the whole
        journey), ``metric``, ``kind``, ``score``, ``min``, ``max`` (its scale), ``n``
        (answers), ``weight`` (sum of weights), ``weight2`` (sum of squared weights).
    scores
        Averages instead of answers: ``persona``, ``touchpoint``, ``metric``, ``kind``,
        ``mean``, ``sd``, ``n``, ``min``, ``max``; empty where there are answers.
    weighted
        Whether the answers bring survey weights.
    source
        The way back to the single answers; ``None`` for averages.
    """

    counts: pd.DataFrame
    scores: pd.DataFrame
    weighted: bool = False
    source: Source | None = field(default=None, repr=False)

    @property
    def count(self) -> int:
        """How many answers there are, or stand behind the averages."""
        return int(self.counts["n"].sum() + self.scores["n"].sum())


@dataclass
class _Findings:
    """Wrong values by what is wrong with them, until their rows are looked up."""

    source: Source
    conditions: dict[tuple[str, str, str, str], list[Condition]] = field(
        default_factory=lambda: defaultdict(list)
    )
    counts: dict[tuple[str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(  # noqa: PLR0913  a problem has that many parts
        self, what: str, column: str, value: str, hint: str, where: Condition, n: int
    ) -> None:
        key = (what, column, value, hint)
        self.conditions[key].append(where)
        self.counts[key] += n

    def problems(self) -> list[Problem]:
        flat = [(key, where) for key, wheres in self.conditions.items() for where in wheres]
        rows: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        found = self.source.find([where for _, where in flat]) if flat else []
        for (key, _), some in zip(flat, found, strict=True):
            rows[key] += some
        return [
            self.source.problem(
                what, rows=tuple(sorted(rows[key])[:5]), count=self.counts[key],
                column=column, value=value or None, hint=hint,
            )
            for key in self.conditions
            for what, column, value, hint in [key]
        ]


@dataclass
class Read:
    """Answers with what was found on the way."""

    answers: Answers | None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_answers(
    source: Source, settings: Settings, personas: Collection[str], touchpoints: Collection[str]
) -> Read:
    """Count and check the answers of a source, long or wide."""
    section = settings.responses or ResponsesSection()
    wide = section.layout == "wide"
    missing = _missing_columns(source, section, wide=wide)
    if missing:
        return Read(None, missing)
    weight = section.weight or ("weight" if "weight" in source.columns else None)
    if wide:
        counted = count_wide(source, weight, section.persona, section.question)
    else:
        counted = count_long(source, weight, section.persona)
    read = Read(None, notes=[*source.notes])
    if int(counted.frame["n"].sum()) == 0:
        hint = "Give it at least one row."
        read.problems.append(source.problem("There is no row under the heading.", hint=hint))
        return read
    findings = _Findings(source)
    rows = _wide_rows(counted, settings, section) if wide else _long_rows(counted, settings, section)
    checked = [
        row for row in rows if _fits(row, findings, personas, touchpoints, wide=wide, source=source)
    ]
    read.problems += findings.problems()
    read.problems += _weight_problems(source, counted, weight)
    read.problems += _repeated(source, section, wide=wide)
    read.notes += _notes(counted, section, source, wide=wide)
    read.answers = Answers(_gather(checked), _NO_SCORES.copy(), weight is not None, source)
    return read


_NO_SCORES = pd.DataFrame(
    {name: pd.Series(dtype=kind) for name, kind in (
        ("persona", "object"), ("touchpoint", "object"), ("metric", "object"), ("kind", "object"),
        ("mean", "float64"), ("sd", "float64"), ("n", "int64"), ("min", "float64"),
        ("max", "float64"),
    )}
)


def from_scores(scores: pd.DataFrame) -> Answers:
    """Take checked averages instead of answers."""
    empty = pd.DataFrame({name: pd.Series(dtype="float64") for name in COUNT_COLUMNS})
    return Answers(empty.astype(dict.fromkeys(COUNT_COLUMNS[:4], "object")), scores)


@dataclass
class _Row:
    """One distinct raw answer with all that is needed to check it."""

    raw: Mapping[str, object]
    persona: str
    touchpoint: str
    metric: str
    kind: str
    score: object
    scale: Scale | None
    no_answer: Collection[float | str]
    words: Mapping[str, float]
    column: str
    where: dict[str, object]
    number: float = float("nan")


def _long_rows(
    counted: Counted, settings: Settings, section: ResponsesSection
) -> Iterable[_Row]:
    scales = {metric: settings.scale(metric) for metric in METRICS}
    no_answer = {answer_key(code) for code in (*section.blank, *section.not_applicable)}
    words = {word.strip(): score for word, score in section.words.items()}
    for raw in counted.frame.to_dict("records"):
        metric = as_text(raw.get("metric")).casefold()
        yield _Row(
            raw, as_text(raw.get("persona")), as_text(raw.get("touchpoint")), metric,
            as_text(raw.get("kind")).casefold() or "reality", raw.get("score"),
            scales.get(metric), no_answer, words, "score",
            {name: raw[name] for name in ("metric", "score")},
        )


def _scale(question: Question, settings: Settings) -> Scale:
    usual = settings.scale(question.metric)
    return Scale(
        usual.min if question.min is None else question.min,
        usual.max if question.max is None else question.max,
    )


def _wide_rows(
    counted: Counted, settings: Settings, section: ResponsesSection
) -> Iterable[_Row]:
    scales = [_scale(question, settings) for question in section.question]
    no_answers = [
        {
            answer_key(code)
            for code in (
                *section.blank, *section.not_applicable, *question.blank, *question.not_applicable
            )
        }
        for question in section.question
    ]
    words = [
        {word.strip(): score for word, score in {**section.words, **question.words}.items()}
        for question in section.question
    ]
    for raw in counted.frame.to_dict("records"):
        place = int(raw["question"])
        question = section.question[place]
        yield _Row(
            raw, as_text(raw["persona"]), question.touchpoint or "", question.metric,
            question.kind, raw["score"], scales[place],
            no_answers[place], words[place], question.column, {question.column: raw["score"]},
        )


def _fits(  # noqa: PLR0913  everything that an answer is held against
    row: _Row,
    findings: _Findings,
    personas: Collection[str],
    touchpoints: Collection[str],
    *,
    wide: bool,
    source: Source,
) -> bool:
    """Whether a row is a counted answer; what is wrong with it goes to the findings."""
    n = int(str(row.raw["n"]))
    sound = wide or _names_fit(row, findings, personas, touchpoints, n)
    if wide and row.persona and row.persona not in personas:
        hint = did_you_mean(row.persona, personas)
        findings.add(
            f"'{row.persona}' is not in personas.", "persona", row.persona, hint,
            {"persona": row.raw["persona"]}, n,
        )
        sound = False
    key = answer_key(row.score)
    if key == "" or key in row.no_answer:
        return False
    if str(key) in row.words:
        key = row.words[str(key)]
    try:
        row.number = as_number(key, decimal_comma=source.decimal_comma)
    except CellError as error:
        findings.add(error.what, row.column, as_text(row.score), error.hint, row.where, n)
        return False
    return sound and _in_scale(row, findings, n)


def _names_fit(
    row: _Row,
    findings: _Findings,
    personas: Collection[str],
    touchpoints: Collection[str],
    n: int,
) -> bool:
    valid: tuple[tuple[str, str, Collection[str], str], ...] = (
        ("persona", row.persona, personas, "is not in personas"),
        ("touchpoint", row.touchpoint, touchpoints, "is not in touchpoints"),
        ("metric", row.metric, METRICS, "is not a metric"),
        ("kind", row.kind, KINDS, "is not a kind of answer"),
    )
    sound = True
    for column, value, names, fact in valid:
        if value in names or (column in ("persona", "touchpoint") and not value):
            continue
        sound = False
        shown = as_text(row.raw.get(column))
        what = f"'{shown}' {fact}." if shown else f"The cell '{column}' is empty."
        hint = did_you_mean(value, names)
        findings.add(what, column, shown, hint, {column: row.raw[column]}, n)
    if not row.persona and row.touchpoint and row.kind not in KINDS_FOR_ALL and sound:
        sound = False
        hint = (
            "Name the persona; it may be empty only for company, competitor and employee, and "
            "for the journey as a whole."
        )
        where = {name: row.raw[name] for name in ("persona", "kind") if name in row.raw}
        findings.add("The cell 'persona' is empty.", "persona", "", hint, where, n)
    return sound


def _in_scale(row: _Row, findings: _Findings, n: int) -> bool:
    scale = row.scale
    if scale is None or scale.min <= row.number <= scale.max:
        return scale is not None
    what = f"{row.number:g} is outside the scale {scale} of {row.metric}."
    hint = (
        "If it is a code for no answer, list it under blank or not_applicable in study.toml; "
        "if the question has another scale, give its min and max there."
    )
    findings.add(what, row.column, as_text(row.score), hint, row.where, n)
    return False


def _gather(rows: Sequence[_Row]) -> pd.DataFrame:
    """Add up rows that mean the same answer (``6``, ``6.0`` and ``" 6"``)."""
    flat = [
        (
            row.persona, row.touchpoint, row.metric, row.kind, row.number,
            row.scale.min if row.scale else 0, row.scale.max if row.scale else 0,
            *(row.raw[name] for name in MEASURES),
        )
        for row in rows
    ]
    frame = pd.DataFrame(flat, columns=list(COUNT_COLUMNS))
    keys = list(COUNT_COLUMNS[:-3])
    return frame.groupby(keys, as_index=False, sort=True)[list(MEASURES)].sum()


def _missing_columns(source: Source, section: ResponsesSection, *, wide: bool) -> list[Problem]:
    needed: dict[str, str] = {}
    if wide:
        needed |= {question.column: "a question in study.toml" for question in section.question}
    else:
        needed |= dict.fromkeys(("metric", "score"), "every table of answers")
    needed |= {column: "a persona rule" for rule in section.persona for column in rule.when}
    if not section.persona:
        needed["persona"] = "every table of answers without persona rules"
    for role in ("respondent", "weight", "date", "comment"):
        if (name := getattr(section, role)) is not None:
            needed[name] = f"the setting {role} of [responses]"
    columns = source.columns
    return [
        source.problem(
            f"The column '{name}' is missing; {reason} needs it.",
            rows=(1,), column=name, hint=did_you_mean(name, columns),
        )
        for name, reason in needed.items()
        if name not in columns
    ]


def _weight_problems(source: Source, counted: Counted, weight: str | None) -> list[Problem]:
    count = int(counted.frame["not_weights"].sum())
    if weight is None or not count:
        return []
    values = bad_weights(source, weight)
    rows = source.find([{weight: value} for value in values])
    return [
        source.problem(
            f"'{as_text(value)}' is not a weight.", rows=some, column=weight,
            value=as_text(value), hint="Write a number of 0 or more, or leave it empty for 1.",
        )
        for value, some in zip(values, rows, strict=True)
    ]


def _repeated(source: Source, section: ResponsesSection, *, wide: bool) -> list[Problem]:
    if not wide or section.respondent is None:
        return []
    values = repeated_respondents(source, section.respondent)
    rows = source.find([{section.respondent: value} for value in values])
    return [
        source.problem(
            f"The respondent '{as_text(value)}' has several rows.", rows=some,
            count=len(some), column=section.respondent, value=as_text(value),
            hint="A wide table has one row a respondent: delete the others, or name another "
            "column as respondent.",
        )
        for value, some in zip(values, rows, strict=True)
    ]


def _notes(
    counted: Counted, section: ResponsesSection, source: Source, *, wide: bool
) -> list[str]:
    notes = []
    if wide and counted.without_persona:
        notes.append(
            f"{counted.without_persona:,} respondents belong to no persona; their answers count "
            "only in the outcomes of the whole journey."
        )
    unweighted = int(counted.frame["unweighted"].sum())
    if unweighted:
        name = section.weight or "weight"
        notes.append(
            f"{source.file}: {unweighted:,} answers have no {name}; each was counted with 1."
        )
    return notes
