"""Distinct answers as they were counted, with all that is needed to check them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import did_you_mean
from cx_workbench.study.contract import METRICS, Scale
from cx_workbench.study.counting import LONG_KEYS, count_long, count_wide
from cx_workbench.study.tables import contract_key
from cx_workbench.study.values import answer_key, as_id, as_text, nearest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from cx_workbench.errors import Problem
    from cx_workbench.study.counting import Counted
    from cx_workbench.study.settings import AnswerCodes, Question, ResponsesSection, Settings
    from cx_workbench.study.sources import Source


@dataclass(frozen=True)
class RawAnswer:
    """One distinct raw answer.

    Attributes
    ----------
    counted
        Its measures and doubts.
    persona, touchpoint, metric, kind
        As the study knows them, if it does.
    score
        As it stands there.
    reading
        How scores are to be read.
    where
        By what it says (``persona``, ``score`` ...), the column and what stands there.
    question
        Tells apart what is read from the same column.
    """

    counted: Mapping[str, Any]
    persona: str
    touchpoint: str
    metric: str
    kind: str
    score: object
    reading: Reading
    where: Mapping[str, tuple[str, object]]
    question: Hashable = None


@dataclass(frozen=True)
class Reading:
    """How the scores of a question are to be read: its scale, its codes and words."""

    scale: Scale | None
    no_answer: frozenset[float | str]
    words: Mapping[float | str, float]


def resolved(section: ResponsesSection, columns: Sequence[str]) -> ResponsesSection:
    """Write the columns that study.toml names as the source does; capitals may differ."""
    by_fold = {column.casefold(): column for column in columns}

    def written(name: str | None) -> str | None:
        return None if name is None else by_fold.get(name.casefold(), name)

    return section.model_copy(
        update={
            **{role: written(getattr(section, role)) for role in _ROLES},
            "persona": tuple(
                rule.model_copy(update={"when": {written(c): v for c, v in rule.when.items()}})
                for rule in section.persona
            ),
            "question": tuple(
                question.model_copy(update={"column": written(question.column)})
                for question in section.question
            ),
        }
    )


def known_columns(columns: Sequence[str]) -> dict[str, str]:
    """Name the source's column for each column of the contract that it has."""
    return {contract_key(column): column for column in reversed(columns)}


def missing_columns(source: Source, section: ResponsesSection) -> list[Problem]:
    """Find the columns that cannot be done without."""
    columns = source.columns
    known = known_columns(columns)
    export = "metric" not in known and "score" not in known and section.layout == "long"
    return [
        source.problem(
            f"The column '{name}' is missing; {reason} needs it.",
            rows=(1,),
            column=name,
            hint=_EXPORT_HINT if export else _where_it_may_be(name, columns),
        )
        for name, reason in _needed(section).items()
        if name not in columns and not (name in LONG_KEYS and name in known)
    ]


def nested_columns(source: Source, section: ResponsesSection) -> list[Problem]:
    """Find needed columns of a data frame that hold lists or other data of their own."""
    known = known_columns(source.columns)
    needed = dict.fromkeys([known.get(name, name) for name in (*_needed(section), *LONG_KEYS)])
    return [
        source.problem(
            f"The column '{name}' holds lists, not single values.",
            rows=(1,),
            column=name,
            hint="Give one value a row: a text or a number.",
        )
        for name in source.nested
        if name in needed
    ]


def _needed(section: ResponsesSection) -> dict[str, str]:
    """Name the columns that cannot be done without, and what needs them."""
    needed: dict[str, str] = {}
    if section.layout == "wide":
        needed |= {question.column: "a question in study.toml" for question in section.question}
    else:
        needed |= dict.fromkeys(("metric", "score"), "every table of answers")
    needed |= {column: "a persona rule" for rule in section.persona for column in rule.when}
    if not section.persona:
        needed["persona"] = "every table of answers without persona rules"
    for role in _ROLES:
        if (name := getattr(section, role)) is not None:
            needed[name] = f"the setting {role} of [responses]"
    return needed


def _where_it_may_be(name: str, columns: Sequence[str]) -> str:
    if name not in LONG_KEYS:
        return did_you_mean(name, columns)
    near = nearest(name, columns)
    may_be = f" The heading '{near}' may be it." if near else ""
    return f"Add a column with the heading {name}.{may_be}"


def count_raw(source: Source, section: ResponsesSection, weight: str | None) -> Counted:
    """Count the answers of a source, long or wide."""
    known = known_columns(source.columns)
    if section.layout == "wide":
        persona = None if section.persona else known["persona"]
        return count_wide(source, persona, weight, section.persona, section.question)
    columns = {key: known[key] for key in LONG_KEYS if key in known}
    return count_long(source, columns, weight, section.persona)


def raw_answers(
    counted: Counted, source: Source, settings: Settings, section: ResponsesSection
) -> Iterable[RawAnswer]:
    """Say of each distinct answer who gave it, where, to which question, and how to read it."""
    columns = known_columns(source.columns)
    if section.persona:
        # A rule made the persona: it stands in no column.
        columns.pop("persona", None)
    if section.layout == "wide":
        return _wide(counted, columns, settings, section)
    return _long(counted, columns, settings, section)


_ROLES = ("respondent", "weight", "date", "comment")
_EXPORT_HINT = (
    "Each row is one answer with its persona, metric and score. If this is a survey export with "
    "one column a question, describe it under [responses] in study.toml."
)


def _long(
    counted: Counted, columns: Mapping[str, str], settings: Settings, section: ResponsesSection
) -> Iterator[RawAnswer]:
    readings: dict[str, Reading] = {m: _reading(settings.scale(m), section) for m in METRICS}
    unknown = _reading(None, section)
    for raw in counted.frame.to_dict("records"):
        metric = as_text(raw.get("metric")).casefold()
        yield RawAnswer(
            counted={str(name): value for name, value in raw.items()},
            persona=as_id(raw.get("persona")),
            touchpoint=as_id(raw.get("touchpoint")),
            metric=metric,
            kind=as_text(raw.get("kind")).casefold() or "reality",
            score=raw.get("score"),
            reading=readings.get(metric, unknown),
            where={key: (columns[key], raw[key]) for key in LONG_KEYS if key in columns},
        )


def _wide(
    counted: Counted, columns: Mapping[str, str], settings: Settings, section: ResponsesSection
) -> Iterator[RawAnswer]:
    readings = [
        _reading(_in_order(settings.question_scale(question)), section, question)
        for question in section.question
    ]
    for raw in counted.frame.to_dict("records"):
        place = int(raw["question"])
        question = section.question[place]
        where = {"score": (question.column, raw["score"])}
        if "persona" in columns:
            where["persona"] = (columns["persona"], raw["persona"])
        yield RawAnswer(
            counted={str(name): value for name, value in raw.items()},
            persona=as_id(raw["persona"]),
            touchpoint=question.touchpoint or "",
            metric=question.metric,
            kind=question.kind,
            score=raw["score"],
            reading=readings[place],
            where=where,
            question=place,
        )


def _in_order(scale: Scale) -> Scale | None:
    """Leave out a scale that is told of elsewhere: every score would seem wrong."""
    return scale if scale.min < scale.max else None


def _reading(
    scale: Scale | None, section: ResponsesSection, question: Question | None = None
) -> Reading:
    parts: list[AnswerCodes] = [section] if question is None else [section, question]
    codes = [code for part in parts for code in (*part.blank, *part.not_applicable)]
    words = [item for part in parts for item in part.words.items()]
    return Reading(
        scale,
        frozenset(answer_key(code) for code in codes),
        {answer_key(word): score for word, score in words},
    )
