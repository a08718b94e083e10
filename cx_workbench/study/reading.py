"""Answers read from their source: counted, checked, added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from cx_workbench.errors import did_you_mean
from cx_workbench.study.answers import COUNT_COLUMNS, SCORE_COLUMNS, Answers, no_answers
from cx_workbench.study.contract import KINDS, KINDS_FOR_ALL, METRICS
from cx_workbench.study.counting import MEASURES, doubtful_weights, repeated_respondents
from cx_workbench.study.findings import MOST_VALUES, Fact, Findings
from cx_workbench.study.legend import legend_of
from cx_workbench.study.raw_answers import (
    count_raw,
    known_columns,
    missing_columns,
    nested_columns,
    raw_answers,
    resolved,
)
from cx_workbench.study.settings import ResponsesSection
from cx_workbench.study.values import (
    WRITE_A_NUMBER,
    CellError,
    Decimals,
    answer_key,
    as_number,
    as_text,
    decimals_of,
    nearest,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cx_workbench.errors import Problem
    from cx_workbench.study.counting import Counted
    from cx_workbench.study.raw_answers import RawAnswer
    from cx_workbench.study.settings import Settings
    from cx_workbench.study.sources import Source

NAME_THE_PERSONA = (
    "Name the persona; it may be empty only for company, competitor and employee, and for the "
    "journey as a whole."
)
_NOT_AN_ANSWER = (
    "If it means no answer, list it under blank or not_applicable in study.toml; if it is an "
    "answer in words, give its score under words."
)
_NOT_ON_THE_SCALE = (
    "If it is a code for no answer, list it under blank or not_applicable in study.toml; if the "
    "question has another scale, give its min and max there."
)

_OF_NOBODY = {
    ("respondent", True): "{n:,} respondents belong to no persona; their answers count only in "
    "the outcomes of the whole journey.",
    ("respondent", False): "1 respondent belongs to no persona; their answers count only in the "
    "outcomes of the whole journey.",
    ("answer", True): "{n:,} answers belong to no persona and count only in the outcomes of the "
    "whole journey.",
    ("answer", False): "1 answer belongs to no persona and counts only in the outcomes of the "
    "whole journey.",
}


@dataclass
class Read:
    """Answers with what was found on the way."""

    answers: Answers | None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """Ids that answers may name; ``None`` where their table cannot be read."""

    personas: Collection[str] | None
    touchpoints: Collection[str] | None


def read_answers(source: Source, settings: Settings, known: Known) -> Read:
    """Count and check the answers of a source, long or wide."""
    section = resolved(settings.responses or ResponsesSection(), source.columns)
    wrong = missing_columns(source, section) or nested_columns(source, section)
    read = Read(None, wrong, list(source.notes))
    if read.problems:
        return read
    weight = _weight(source, section, read)
    counted = count_raw(source, section, weight)
    if counted.rows == 0:
        hint = "Give it at least one row."
        read.problems.append(source.problem("There is no row under the heading.", hint=hint))
        return read
    findings = Findings(source)
    given = [raw for raw in raw_answers(counted, source, settings, section) if _is_given(raw)]
    decimals = decimals_of((raw.score for raw in given), source.decimals)
    checked = [(raw, _checked(raw, findings, known, decimals)) for raw in given]
    sound = [(raw, score) for raw, score in checked if score is not None]
    read.problems += findings.problems()
    read.problems += _weight_problems(source, counted, weight)
    read.problems += _repeated(source, section)
    counts = _added_up(sound)
    if not read.problems and len(counts) and not counts["weight"].any():
        hint = f"Check the column {weight}, or leave the weights out."
        read.problems.append(
            source.problem("Every weight is 0, so no answer would count.", column=weight, hint=hint)
        )
    read.notes += _notes(counted, sound, section, source, weight)
    legend = legend_of(checked, section, weight)
    read.answers = Answers(counts, no_answers(SCORE_COLUMNS), weight is not None, source, legend)
    return read


def _weight(source: Source, section: ResponsesSection, read: Read) -> str | None:
    """Name the column of weights: in an export, only if study.toml does."""
    likely = known_columns(source.columns).get("weight")
    if section.layout == "wide" and section.weight is None and likely is not None:
        read.notes.append(
            f"{source.place}: the column '{likely}' was not used. If it holds survey weights, add "
            f'weight = "{likely}" under [responses] in study.toml.'
        )
        return None
    return section.weight or likely


def _is_given(raw: RawAnswer) -> bool:
    """Whether the row is more than an empty line of the table."""
    if raw.question is not None:
        return True
    return any(as_text(value) for _, value in raw.where.values())


def _checked(raw: RawAnswer, findings: Findings, known: Known, decimals: Decimals) -> float | None:
    """Return the score of an answer that counts; what is wrong goes to the findings."""
    named = _names_fit(raw, findings, known)
    key = answer_key(raw.score)
    if key == "" or key in raw.reading.no_answer:
        return None
    value = raw.where["score"][1]
    try:
        score = raw.reading.words[key] if key in raw.reading.words else as_number(value, decimals)
    except CellError as error:
        hint = _NOT_AN_ANSWER if error.hint == WRITE_A_NUMBER else error.hint
        near = nearest(str(key), map(str, raw.reading.words))
        hint = f"Did you mean '{near}'?" if near else hint
        _note(raw, findings, ("score",), error.what, hint)
        return None
    return score if _on_scale(raw, score, findings) and named else None


def _names_fit(raw: RawAnswer, findings: Findings, known: Known) -> bool:
    """Whether an answer says who, where and what in words that the study knows."""
    valid = (
        ("persona", raw.persona, known.personas, "is not in personas"),
        ("touchpoint", raw.touchpoint, known.touchpoints, "is not in touchpoints"),
        ("metric", raw.metric, METRICS, "is not a metric"),
        ("kind", raw.kind, KINDS, "is not a kind of answer"),
    )
    sound = True
    for name, value, names, fact in valid:
        may_be_empty = name in ("persona", "touchpoint") and not value
        if names is None or value in names or may_be_empty or name not in raw.where:
            continue
        sound = False
        shown = shortened(raw.where[name][1])
        what = f"'{shown}' {fact}." if shown else f"The cell '{name}' is empty."
        _note(raw, findings, (name,), what, did_you_mean(value, names))
    needs_persona = raw.touchpoint and raw.kind not in KINDS_FOR_ALL
    if (
        sound
        and needs_persona
        and not raw.persona
        and raw.question is None
        and ("persona" in raw.where)
    ):
        place = ("persona", "touchpoint", "kind")
        _note(raw, findings, place, "The cell 'persona' is empty.", NAME_THE_PERSONA)
        return False
    return sound


def _note(raw: RawAnswer, findings: Findings, place: Sequence[str], what: str, hint: str) -> None:
    """Take note of what is wrong at the first of the cells that together say where it is."""
    column, value = raw.where[place[0]]
    where = dict(raw.where[name] for name in place if name in raw.where)
    fact = Fact(what, column, as_text(value), hint)
    findings.add(fact, where, int(raw.counted["n"]), raw.question)


def _on_scale(raw: RawAnswer, score: float, findings: Findings) -> bool:
    scale = raw.reading.scale
    if scale is None or scale.min <= score <= scale.max:
        return scale is not None
    what = f"{score:g} is outside the scale {scale} of {raw.metric}."
    _note(raw, findings, ("score", "metric"), what, _NOT_ON_THE_SCALE)
    return False


def _added_up(sound: Sequence[tuple[RawAnswer, float]]) -> pd.DataFrame:
    """Add up answers that mean the same (``6``, ``6.0`` and ``" 6"``)."""
    flat = [
        (
            raw.persona,
            raw.touchpoint,
            raw.metric,
            raw.kind,
            score,
            raw.reading.scale.min,
            raw.reading.scale.max,
            *(raw.counted[name] for name in MEASURES),
        )
        for raw, score in sound
        if raw.reading.scale is not None
    ]
    if not flat:
        return no_answers(COUNT_COLUMNS)
    frame = pd.DataFrame(flat, columns=list(COUNT_COLUMNS))
    keys = list(COUNT_COLUMNS[: -len(MEASURES)])
    return frame.groupby(keys, as_index=False, sort=True)[list(MEASURES)].sum()


def _weight_problems(source: Source, counted: Counted, weight: str | None) -> list[Problem]:
    """Find what is no weight; 1,200 is none unless the file writes decimal commas."""
    sums = counted.frame[["not_weights", "ambiguous", "with_comma"]].sum()
    commas = source.decimals is Decimals.COMMA or sums["with_comma"] > 0
    ambiguous = bool(sums["ambiguous"]) and not commas
    if weight is None or not (sums["not_weights"] or ambiguous):
        return []
    findings = Findings(source)
    for value, n in doubtful_weights(source, weight, MOST_VALUES + 1, ambiguous=ambiguous):
        what, hint = _not_a_weight(value, Decimals.COMMA if commas else Decimals.POINT)
        findings.add(Fact(what, weight, as_text(value), hint), {weight: value}, n)
    return findings.problems()


def _not_a_weight(value: object, decimals: Decimals) -> tuple[str, str]:
    try:
        as_number(value, decimals)
    except CellError as error:
        if "could be" in error.what:
            return error.what, error.hint
    return (
        f"'{shortened(value)}' is not a weight.",
        "Write a number of 0 or more, or leave it empty for 1.",
    )


def _repeated(source: Source, section: ResponsesSection) -> list[Problem]:
    if section.layout != "wide" or section.respondent is None:
        return []
    findings = Findings(source)
    for value, n in repeated_respondents(source, section.respondent, MOST_VALUES + 1):
        fact = Fact(
            f"The respondent '{shortened(value)}' has {n} rows.",
            section.respondent,
            as_text(value),
            "A wide table has one row a respondent: delete the others, or name another column "
            "as respondent.",
        )
        findings.add(fact, {section.respondent: value}, n)
    return findings.problems()


def _notes(
    counted: Counted,
    sound: Sequence[tuple[RawAnswer, float]],
    section: ResponsesSection,
    source: Source,
    weight: str | None,
) -> list[str]:
    notes = []
    if nobody := counted.without_persona:
        who = "respondent" if section.layout == "wide" else "answer"
        notes.append(_OF_NOBODY[who, nobody > 1].format(n=nobody))
    if unweighted := sum(int(raw.counted["unweighted"]) for raw, _ in sound):
        notes.append(
            f"{source.place}: {unweighted:,} answers have no {weight}; each was counted with 1."
            if unweighted > 1
            else f"{source.place}: 1 answer has no {weight}; it was counted with 1."
        )
    return notes
