"""What each shipped template can be run with, said once: types, bounds, choices and meanings.

The cell tagged ``parameters`` of a template is what `cell` writes for its class here, so that
bare papermill runs it just as well. In a cell, an empty value leaves it to the study.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.study.contract import Reference
from cx_workbench.study.settings import (
    MOST_DRAWS,
    ImpactName,
    ImportanceName,
    MethodName,
    SpreadName,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cx_workbench.rank.model import Ranking

#: Values that leave it to the study, beside the ``top`` of 0.
EMPTY: tuple[object, ...] = ("", None, [], {})
Phase = Literal["before", "during", "after"]
PainType = Literal["interaction", "compatibility", "payment", "feature"]
Unit = Literal["person-days", "cost"]
Dimension = Literal["persona", "stage", "phase", "channel"]

#: How a schema marks a text that names a file or folder.
_IS_PATH: dict[str, JsonValue] = {"format": "path"}
_StudyPath = Annotated[
    str,
    Field(
        description='folder, workbook or study.toml; "example": the built-in synthetic study',
        json_schema_extra=_IS_PATH,
    ),
]
Format = Literal["html", "json", "csv", "pdf", "pptx", "xlsx", "svg", "png"]
_Formats = Annotated[
    list[Format],
    Field(description="what to hand over: html, json, csv, pdf, pptx, xlsx, svg, png"),
]
_PptxTemplate = Annotated[
    str,
    Field(
        description="a presentation whose look the slides take on",
        json_schema_extra=_IS_PATH,
    ),
]
_Since = Annotated[
    str,
    Field(
        description='run.json of an earlier report, to say what moved; "": the last in history/',
        json_schema_extra=_IS_PATH,
    ),
]
_Out = Annotated[str, Field(description='folder for page.html and ranking.json; "": no files')]
_Top = Annotated[
    int, Field(ge=0, description="how many make the TOP N; 0: as the study says, else 5")
]
_Method = Annotated[
    Literal["", MethodName],
    Field(
        description="additive, product, topsis, ratio, pareto, rice, ice, wsjf or opportunity",
    ),
]
_Reference = Annotated[
    Literal["", Reference],
    Field(
        description="what reality is held against: expectation, company, competitor, employee, "
        "target"
    ),
]
_Importance = Annotated[
    Literal["", ImportanceName],
    Field(description="how touchpoints count: equal, stated or derived"),
]
_Impact = Annotated[
    Literal["", ImpactName],
    Field(description="what closing a gap gains: index (points) or path (journeys that succeed)"),
]
_Weights = Annotated[
    dict[str, Annotated[float, Field(ge=0)]],
    Field(
        description='weight of each criterion, such as {"gap": 0.3, "impact": 0.4, "effort": 0.3}'
    ),
]
_Shrink = Annotated[
    bool | None,
    Field(description="True: draw cells with few answers toward the mean of their touchpoint"),
]
_SmallestCell = Annotated[
    Annotated[int, Field(ge=0)] | None,
    Field(description="fewest answers of a cell that counts and is shown; None: as the study says"),
]
_Draws = Annotated[
    Annotated[int, Field(ge=0, le=MOST_DRAWS)] | None,
    Field(description="how often to draw what is uncertain; None: 10,000; 0: not at all"),
]
_Seed = Annotated[
    Annotated[int, Field(ge=0)] | None,
    Field(description="start of the random numbers, a whole number"),
]
_Spread = Annotated[
    Literal["", SpreadName],
    Field(description="how far the weights may move in the draws: fixed, around, ordered or any"),
]
_Personas = Annotated[list[str], Field(description="only these personas, by id or name; []: all")]
_Stages = Annotated[list[str], Field(description="only these stages of the journey")]
_Phases = Annotated[list[Phase], Field(description="only before, during or after")]
_Channels = Annotated[list[str], Field(description="only these channels")]
_PainTypes = Annotated[
    list[PainType], Field(description="only interaction, compatibility, payment or feature")
]


#: Parameters that name what has to be there.
_TO_BE_READ = ("pptx_template", "since")


class Parameters(BaseModel):
    """Base of what a template can be run with.

    Nothing is turned into another type: where 7 is meant, "007" is a slip.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
    #: Names that mean something else here than as an argument of `rank`.
    not_of_rank: ClassVar[frozenset[str]] = frozenset()

    def problems(self, ranking: Ranking) -> Iterable[Problem]:  # noqa: ARG002  what others look at
        """Return what does not fit the study that was ranked, and files that are not there."""
        for name in _TO_BE_READ:
            path = getattr(self, name, "")
            if path and not Path(path).expanduser().exists():
                what = f"There is no '{path}', the parameter '{name}'."
                yield Problem(what, value=path, hint="Check the spelling of the path.")


class TopImprovements(Parameters):
    """``top_improvements``: the TOP N, why, and how sure.

    Examples
    --------
    >>> TopImprovements(top=10, phases=["during"]).phases
    ['during']
    """

    study: _StudyPath = "example"
    out: _Out = ""
    formats: _Formats = ["html", "json"]
    pptx_template: _PptxTemplate = ""
    since: _Since = ""
    top: _Top = 0
    method: _Method = ""
    reference: _Reference = ""
    importance: _Importance = ""
    impact: _Impact = ""
    weights: _Weights = {}
    shrink: _Shrink = None
    smallest_cell: _SmallestCell = None
    draws: _Draws = None
    seed: _Seed = None
    spread: _Spread = ""
    personas: _Personas = []
    stages: _Stages = []
    phases: _Phases = []
    channels: _Channels = []
    pain_types: _PainTypes = []


class HowSure(TopImprovements):
    """``how_sure``: what the order hangs on."""


class Portfolio(Parameters):
    """``portfolio``: the set that gains most under a budget."""

    not_of_rank: ClassVar[frozenset[str]] = frozenset({"draws"})

    study: _StudyPath = "example"
    out: Annotated[
        str,
        Field(
            description="folder for page.html, ranking.json, portfolio.json and the picture; "
            '"": no files'
        ),
    ] = ""
    formats: _Formats = ["html", "json"]
    pptx_template: _PptxTemplate = ""
    since: _Since = ""
    budget: Annotated[
        float, Field(ge=0, description="what the set may take, in the unit of the next line")
    ] = 220.0
    unit: Annotated[
        Unit,
        Field(description="person-days, or cost: the improvements' column cost, or else budget"),
    ] = "person-days"
    include: Annotated[
        list[str], Field(description="improvements that must be in the set, by id or title")
    ] = []
    exclude: Annotated[list[str], Field(description="improvements that must be out of it")] = []
    at_most: Annotated[
        int, Field(ge=0, description="how many improvements the set may hold; 0: any number")
    ] = 0
    at_least_one_per: Annotated[
        Literal["", Dimension],
        Field(
            description='persona, stage, phase or channel: at least one for each; "": no such rule'
        ),
    ] = ""
    draws: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_DRAWS,
            description="in how many draws the best set is looked for again; 0: nothing is drawn "
            "at all",
        ),
    ] = 200
    top: Annotated[
        int,
        Field(
            ge=0,
            description="how many make the TOP N of the ranking; 0: as the study says, else 5",
        ),
    ] = 0
    method: Annotated[
        Literal["", MethodName],
        Field(description="method of the ranking: additive, product, topsis, ratio, pareto ..."),
    ] = ""
    reference: _Reference = ""
    importance: _Importance = ""
    impact: Annotated[
        Literal["", ImpactName],
        Field(
            description="what closing a gap gains in the ranking: index (points) or path",
        ),
    ] = ""
    weights: _Weights = {}
    shrink: _Shrink = None
    smallest_cell: _SmallestCell = None
    seed: _Seed = None
    spread: Annotated[
        Literal["", SpreadName],
        Field(
            description="how far the weights may move in the ranking's draws: fixed, around, "
            "ordered or any"
        ),
    ] = ""
    personas: _Personas = []
    stages: _Stages = []
    phases: _Phases = []
    channels: _Channels = []
    pain_types: _PainTypes = []

    def problems(self, ranking: Ranking) -> Iterable[Problem]:
        """Return improvements that are not in the study, and wishes that exclude each other."""
        from cx_workbench.rank.portfolio.asked import ask

        yield from super().problems(ranking)
        try:
            ask(
                ranking,
                budget=self.budget,
                unit=self.unit,
                include=self.include,
                exclude=self.exclude,
                requires=None,
                excludes=None,
                at_most=self.at_most or None,
                at_least_one_per=self.at_least_one_per or None,
                draws=self.draws,
                seconds=1,
            )
        except SettingError as error:
            yield from error.problems


class Workshop(Parameters):
    """``workshop``: from the warm-up to the decision."""

    study: _StudyPath = "example"
    out: _Out = ""
    formats: _Formats = ["html", "json"]
    pptx_template: _PptxTemplate = ""
    since: _Since = ""
    file: Annotated[
        str | Literal[False] | None,
        Field(
            description="where decisions are kept; None: with the study, in session.json; "
            "False: nowhere",
            json_schema_extra=_IS_PATH,
        ),
    ] = None
    top: _Top = 0
    draws: _Draws = None
    seed: _Seed = None
    votes: Annotated[
        dict[str, list[Annotated[float, Field(ge=0)]]],
        Field(
            description='person-days as voted in silence, such as {"plain_bill": [20, 45, 30]}, '
            "by id"
        ),
    ] = {}
    method: Annotated[
        Literal["", MethodName],
        Field(description="to begin with: additive, product, topsis, ratio, pareto, rice ..."),
    ] = ""
    reference: _Reference = ""
    importance: _Importance = ""
    impact: _Impact = ""
    weights: _Weights = {}
    personas: Annotated[list[str], Field(description="only these personas, by id")] = []
    stages: _Stages = []
    phases: _Phases = []
    channels: _Channels = []
    pain_types: _PainTypes = []

    def problems(self, ranking: Ranking) -> Iterable[Problem]:
        """Return votes on what is no improvement of the study."""
        yield from super().problems(ranking)
        known = ranking.basis.study.improvements["improvement"].tolist()
        for name in self.votes:
            if name not in known:
                yield Problem(
                    f"There are votes on '{name}', which is not an improvement of this study.",
                    value=name,
                    hint=did_you_mean(name, known),
                )


#: By the name of the template.
DECLARED: dict[str, type[Parameters]] = {
    "how_sure": HowSure,
    "portfolio": Portfolio,
    "top_improvements": TopImprovements,
    "workshop": Workshop,
}


def cell(model: type[BaseModel]) -> str:
    """Write the cell tagged ``parameters`` of a template.

    Examples
    --------
    >>> print(cell(TopImprovements).splitlines()[5])
    top = 0  # how many make the TOP N; 0: as the study says, else 5
    """
    lines = (
        f"{name} = {_literal(about.default)}  # {about.description}"
        for name, about in model.model_fields.items()
    )
    return "\n".join(lines)


def _literal(value: object) -> str:
    return json.dumps(value) if isinstance(value, str | list) else repr(value)
