"""The settings of a ranking as options, written once for every command that ranks."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

TopOption = Annotated[
    int | None, typer.Option(metavar="N", help="How many make the TOP N; 5 unless the study says.")
]
MethodOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="additive, product, topsis, ratio, pareto, rice, ice, wsjf or opportunity.",
    ),
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What reality is held against: expectation, company, competitor, employee or target.",
    ),
]
ImportanceOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="How touchpoints count: equal, stated or derived."),
]
ImpactOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What closing a gap gains: index (points) or path (journeys that succeed).",
    ),
]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=NUMBER,...",
        help="Such as gap=0.2,impact=0.5,effort=0.3; what is not named counts nothing.",
    ),
]
PersonaOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only this persona, by id or name; may be repeated."),
]
StageOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this stage; may be repeated.")
]
PhaseOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only before, during or after; may be repeated."),
]
ChannelOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this channel; may be repeated.")
]
PainOption = Annotated[
    list[str] | None,
    typer.Option("--pain-type", metavar="NAME", help="Only this pain type; may be repeated."),
]
DrawsOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="How often to draw what is uncertain, to say how sure it is; 10000, and 0 for not.",
    ),
]
SeedOption = Annotated[
    int | None, typer.Option(metavar="N", help="Start of the random numbers; 1.")
]
SpreadOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="How far the weights may move in the draws: fixed, around, ordered or any.",
    ),
]
ShrinkOption = Annotated[
    bool | None,
    typer.Option(
        "--shrink/--no-shrink",
        help="Draw cells with few answers toward the mean of their touchpoint.",
        show_default=False,
    ),
]
SmallestCellOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Set the answers of a persona at a touchpoint apart where fewer than N gave them.",
    ),
]
#: Name of the option, name of the argument of `rank`, and how it is written.
_SETTINGS = (
    ("top", "top", TopOption),
    ("method", "method", MethodOption),
    ("reference", "reference", ReferenceOption),
    ("importance", "importance", ImportanceOption),
    ("impact", "impact", ImpactOption),
    ("weights", "weights", WeightsOption),
    ("shrink", "shrink", ShrinkOption),
    ("smallest_cell", "smallest_cell", SmallestCellOption),
    ("draws", "draws", DrawsOption),
    ("seed", "seed", SeedOption),
    ("spread", "spread", SpreadOption),
    ("persona", "personas", PersonaOption),
    ("stage", "stages", StageOption),
    ("phase", "phases", PhaseOption),
    ("channel", "channels", ChannelOption),
    ("pain_type", "pain_types", PainOption),
)
SETTING_NAMES = tuple(argument for _, argument, _ in _SETTINGS)


def ranking_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for every setting of a ranking.

    The command takes them as its argument ``settings``: the arguments of `rank` that were given.
    An option that the command has itself is left to it.
    """
    signature, hints = inspect.signature(command), get_type_hints(command, include_extras=True)
    settable = [each for each in _SETTINGS if each[0] not in signature.parameters]
    own = [
        each.replace(annotation=hints[name])
        for name, each in signature.parameters.items()
        if name != "settings"
    ]
    options = [
        inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for option, _, kind in settable
    ]

    @functools.wraps(command)
    def with_settings(**given: Any) -> None:  # noqa: ANN401  values of any option
        from cx_workbench.runs.parameters import read_weights

        settings = {argument: given.pop(option) for option, argument, _ in settable}
        if settings["weights"] is not None:
            settings["weights"] = read_weights(settings["weights"])
        given["settings"] = {name: v for name, v in settings.items() if v not in (None, [])}
        command(**given)

    with_settings.__annotations__ = {each.name: each.annotation for each in (*own, *options)}
    vars(with_settings)["__signature__"] = signature.replace(parameters=[*own, *options])
    return with_settings
