"""What study.toml may say, checked all at once."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.contract import DEFAULT_SCALES, METRICS, Scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Metric = Literal["csat", "ces", "nps"]
Kind = Literal["reality", "expectation", "importance", "company", "competitor", "employee"]
Reference = Literal["expectation", "company", "competitor", "employee", "target"]
Code = str | int | float


class _Section(BaseModel):
    # A misspelt setting that is passed over in silence would change figures unseen.
    model_config = ConfigDict(extra="forbid", frozen=True)


class StudySection(_Section):
    """``[study]``: what the study is called."""

    title: str | None = None
    language: str | None = None
    currency: str | None = None


class ScaleSection(_Section):
    """``[scales.csat]`` and so on: the scale of a metric where it differs from the default."""

    min: float
    max: float

    @model_validator(mode="after")
    def _max_above_min(self) -> ScaleSection:
        if self.max <= self.min:
            message = "max must be greater than min"
            raise ValueError(message)
        return self


class RankingSection(_Section):
    """``[ranking]``: how to rank; ``None`` is the default of the product."""

    top: Annotated[int, Field(ge=1)] | None = None
    method: str | None = None
    reference: Reference | None = None
    importance: str | None = None
    impact: str | None = None
    metrics: tuple[Metric, ...] = METRICS


class CriterionSection(_Section):
    """``[criteria.gap]`` and so on: anchors and weight of a criterion."""

    worst: float | None = None
    best: float | None = None
    weight: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _anchors_differ(self) -> CriterionSection:
        if self.worst is not None and self.worst == self.best:
            message = "worst and best must differ"
            raise ValueError(message)
        return self


class PersonaRule(_Section):
    """``[[responses.persona]]``: which answers make a persona; the first match wins."""

    persona: str
    when: dict[str, tuple[Code, ...]]


class Question(_Section):
    """``[[responses.question]]``: one column of a wide export."""

    column: str
    touchpoint: str | None = None
    metric: Metric
    kind: Kind = "reality"
    min: float | None = None
    max: float | None = None
    not_applicable: tuple[Code, ...] = ()
    blank: tuple[Code, ...] = ()
    words: dict[str, float] = Field(default_factory=dict)


class ResponsesSection(_Section):
    """``[responses]``: how a raw export becomes answers.

    ``blank``, ``not_applicable`` and ``words`` hold for every question, besides its own.
    """

    source: str | None = None
    layout: Literal["wide", "long"] = "long"
    respondent: str | None = None
    weight: str | None = None
    date: str | None = None
    comment: str | None = None
    persona: tuple[PersonaRule, ...] = ()
    question: tuple[Question, ...] = ()
    not_applicable: tuple[Code, ...] = ()
    blank: tuple[Code, ...] = ()
    words: dict[str, float] = Field(default_factory=dict)


Share100 = Annotated[float, Field(ge=0, le=100)]


class Settings(_Section):
    """All of study.toml.

    Examples
    --------
    >>> Settings(target={"default": 85}).scale("csat")
    Scale(min=1, max=5)
    """

    study: StudySection = StudySection()
    scales: dict[Metric, ScaleSection] = Field(default_factory=dict)
    ranking: RankingSection = RankingSection()
    criteria: dict[str, CriterionSection] = Field(default_factory=dict)
    target: dict[str, Share100] = Field(default_factory=dict)
    responses: ResponsesSection | None = None

    def scale(self, metric: str) -> Scale:
        """Return the scale of a metric."""
        for name, section in self.scales.items():
            if name == metric:
                return Scale(section.min, section.max)
        return DEFAULT_SCALES[metric]


def parse_toml(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read TOML; a slip in the syntax becomes a problem that names its line."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        hint = "Texts stand in double quotes, lists in square brackets."
        return {}, [Problem(f"This is not valid TOML: {error}.", file=file, hint=hint)]


def check_settings(given: Mapping[str, Any], file: str) -> tuple[Settings, list[Problem]]:
    """Check what was given; with problems, the settings returned are the defaults."""
    try:
        return Settings.model_validate(given), []
    except ValidationError as error:
        return Settings(), [_problem(detail, file) for detail in error.errors()]


#: What pydantic found, in words of ours; ``{}`` is filled from the details it gives.
_IN_WORDS = {
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be a text",
    "tuple_type": "must be a list, such as [1, 2]",
    "dict_type": "must be a section of its own",
    "model_type": "must be a section of its own",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "is not known",
}


def _problem(detail: Any, file: str) -> Problem:  # noqa: ANN401  pydantic's ErrorDetails
    place, kind = [part for part in detail["loc"] if part != "[key]"], str(detail["type"])
    context = detail.get("ctx", {})
    name = str(place[-1]) if place else ""
    section = _in_brackets(place[:-1]) or "study.toml"
    if kind == "extra_forbidden":
        hint = did_you_mean(name, _settings_at(place[:-1]))
        return Problem(f"'{name}' is not a setting of {section}.", file=file, value=name, hint=hint)
    if kind == "missing":
        hint = f"Add {name} = ..."
        return Problem(f"'{name}' is missing in {section}.", file=file, hint=hint)
    if kind == "value_error":
        words = str(detail["msg"]).removeprefix("Value error, ")
        return Problem(f"In {_in_brackets(place)} {words}.", file=file)
    words = _IN_WORDS.get(kind, "cannot be read").format(**context)
    hint = ""
    if kind == "literal_error":
        hint = did_you_mean(detail["input"], _quoted(context["expected"]))
    shown = f"'{detail['input']}'" if not isinstance(detail["input"], dict) else f"'{name}'"
    at = section if isinstance(place[-1], int) or shown == f"'{name}'" else f"{section} {name}"
    return Problem(f"{shown} in {at} {words}.", file=file, value=shown.strip("'"), hint=hint)


def _quoted(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").replace("'", "").split(", ")


def _in_brackets(place: Sequence[object]) -> str:
    """``["responses", "question", 3]`` as ``[[responses.question]] 4``."""
    names = [str(part) for part in place if not isinstance(part, int)]
    numbers = [part for part in place if isinstance(part, int)]
    if not names:
        return ""
    dotted = ".".join(names)
    return f"[[{dotted}]] {numbers[0] + 1}" if numbers else f"[{dotted}]"


def _settings_at(place: Sequence[object]) -> list[str]:
    """Names of the settings that a section has."""
    model: type[BaseModel] = Settings
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = _models_in(model.model_fields[str(part)].annotation)
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401  any type annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
