"""What study.toml may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cx_workbench.study.contract import DEFAULT_SCALES, METRICS, Kind, Metric, Reference, Scale
from cx_workbench.study.values import as_heading, as_id

if TYPE_CHECKING:
    from collections.abc import Hashable

#: What the room rank knows by name: a slip is told with all other problems of the study.
MethodName = Literal[
    "additive", "product", "topsis", "ratio", "pareto", "rice", "ice", "wsjf", "opportunity"
]
ImportanceName = Literal["equal", "stated", "derived"]
ImpactName = Literal["index", "path"]
SpreadName = Literal["fixed", "around", "ordered", "any"]
#: More draws would need gigabytes, and change no figure that anybody reads.
MOST_DRAWS = 100_000
Id = Annotated[str, AfterValidator(as_id)]
Heading = Annotated[str, AfterValidator(as_heading)]
#: What stands in an export for an answer.
Codes = tuple[str | int | float, ...]


class _Section(BaseModel):
    # A misspelt setting that is passed over in silence would change figures unseen.
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True
    )


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
    def _max_above_min(self) -> Self:
        if self.max <= self.min:
            raise _refused(
                f"max is {self.max:g}, not above min {self.min:g}.",
                "Give the lowest and the highest score that the question allows.",
            )
        return self


class RankingSection(_Section):
    """``[ranking]``: how to rank; ``None`` is the default of the product."""

    top: Annotated[int, Field(ge=1)] | None = None
    method: MethodName | None = None
    reference: Reference | None = None
    importance: ImportanceName | None = None
    derived_by_persona: bool | None = None
    impact: ImpactName | None = None
    draws: Annotated[int, Field(ge=0, le=MOST_DRAWS)] | None = None
    seed: Annotated[int, Field(ge=0)] | None = None
    spread: SpreadName | None = None
    shrink: bool | None = None
    smallest_cell: Annotated[int, Field(ge=0)] | None = None
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1)] = METRICS


class CriterionSection(_Section):
    """``[criteria.gap]`` and so on: anchors and weight of a criterion."""

    worst: float | None = None
    best: float | None = None
    weight: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _anchors_differ(self) -> Self:
        if self.worst is not None and self.worst == self.best:
            raise _refused(
                f"worst and best are both {self.worst:g}.",
                "Give the figure that is worth 0 as worst and the one worth 1 as best.",
            )
        return self


class PersonaRule(_Section):
    """``[[responses.persona]]``: which answers make a persona; the first match wins."""

    persona: Id
    when: dict[Heading, Annotated[Codes, Field(min_length=1)]]


class AnswerCodes(_Section):
    """What stands in an export for no answer, and for answers in words."""

    not_applicable: Codes = ()
    blank: Codes = ()
    words: dict[str, float] = Field(default_factory=dict)


class Question(AnswerCodes):
    """``[[responses.question]]``: one column of a wide export."""

    column: Heading
    touchpoint: Id | None = None
    metric: Metric
    kind: Kind = "reality"
    min: float | None = None
    max: float | None = None


class ResponsesSection(AnswerCodes):
    """``[responses]``: how a raw export becomes answers.

    ``blank``, ``not_applicable`` and ``words`` hold for every question, besides its own.
    """

    source: str | None = None
    layout: Literal["wide", "long"] = "long"
    respondent: Heading | None = None
    weight: Heading | None = None
    date: Heading | None = None
    comment: Heading | None = None
    persona: tuple[PersonaRule, ...] = ()
    question: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _questions_fit_the_layout(self) -> Self:
        if self.layout == "wide" and not self.question:
            raise _refused(
                "the layout is wide, but there is no question.",
                "Add [[responses.question]] for each column that holds answers.",
            )
        if self.layout == "long" and self.question:
            raise _refused(
                "there are questions, but the layout is long.",
                'Add layout = "wide": one column a question; or delete the questions.',
            )
        return self

    @model_validator(mode="after")
    def _no_question_twice(self) -> Self:
        asked: set[Hashable] = set()
        for question in self.question:
            key = (question.column, question.touchpoint, question.metric, question.kind)
            if key in asked:
                raise _refused(
                    f"the column '{question.column}' stands there twice for the same question.",
                    "Its answers would count double: delete one [[responses.question]].",
                )
            asked.add(key)
        return self


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
    criteria: dict[Heading, CriterionSection] = Field(default_factory=dict)
    target: dict[Id, Share100] = Field(default_factory=dict)
    responses: ResponsesSection | None = None

    def scale(self, metric: str) -> Scale:
        """Return the scale of a metric."""
        for name, section in self.scales.items():
            if name == metric:
                return Scale(section.min, section.max)
        return DEFAULT_SCALES[metric]

    def question_scale(self, question: Question) -> Scale:
        """Return the scale of a question: its own where it has one, else its metric's."""
        usual = self.scale(question.metric)
        return Scale(
            usual.min if question.min is None else question.min,
            usual.max if question.max is None else question.max,
        )


def _refused(what: str, hint: str) -> PydanticCustomError:
    """Say what does not fit together; `complaints` adds the section."""
    return PydanticCustomError("refused", "{what}", {"what": what, "hint": hint})
