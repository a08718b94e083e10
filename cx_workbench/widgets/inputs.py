"""What a workshop can change, and which of it differs from the study's own settings."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, cast

from cx_workbench.errors import Problem, SettingError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.sessions import Changed

#: Dimensions of a filter as a ranking names them, and the inputs that set them.
DIMENSIONS = {
    "persona": "personas",
    "stage": "stages",
    "phase": "phases",
    "channel": "channels",
    "pain_type": "pain_types",
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a session can change; its names are arguments of `rank`.

    Attributes
    ----------
    weights
        By criterion.
    top, method, reference, importance, impact
        As for `rank`.
    personas, stages, phases, channels, pain_types
        Ids that stay in play; empty for all.
    estimates
        Changed estimates by improvement: ``effort`` in person-days, ``closes`` 0..1.
    pinned, vetoed
        Reasons by improvement.
    """

    weights: Mapping[str, float]
    top: int
    method: str
    reference: str
    importance: str
    impact: str
    personas: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    pain_types: tuple[str, ...] = ()
    estimates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    vetoed: Mapping[str, str] = field(default_factory=dict)

    def changed(self, inputs: Mapping[str, Any]) -> Inputs:
        """Return these inputs with some of them changed.

        Raises
        ------
        SettingError
            With every name that is no input.
        """
        if unknown := [name for name in inputs if name not in NAMES]:
            problems = (
                Problem(f"'{name}' is no input.", value=name, hint=did_you_mean(name, NAMES))
                for name in unknown
            )
            raise SettingError("Nothing was changed.", problems)
        return Inputs(**{**self.as_dict(), **{n: _plain(v) for n, v in inputs.items()}})

    def as_dict(self) -> dict[str, Any]:
        """Return the inputs by name."""
        return {name: getattr(self, name) for name in NAMES}

    def settings(self, own: Inputs) -> Changed:
        """Return what differs from the study's own settings, as arguments of `rank`."""
        differing = {
            name: value for name, value in self.as_dict().items() if value != getattr(own, name)
        }
        return cast("Changed", {name: _jsonable(value) for name, value in differing.items()})


#: Names of the inputs, in order.
NAMES = tuple(each.name for each in fields(Inputs))


def inputs_of(ranking: Ranking) -> Inputs:
    """Return the inputs that a ranking without changed estimates, pins and vetoes used."""
    filters: dict[str, Any] = {
        name: tuple(ranking.filters.get(dimension, ())) for dimension, name in DIMENSIONS.items()
    }
    return Inputs(
        weights=ranking.weights,
        top=ranking.top,
        method=ranking.method,
        reference=ranking.reference,
        importance=ranking.importance,
        impact=ranking.impact,
        **filters,
    )


def _plain(value: Any) -> Any:  # noqa: ANN401  any input
    """Take lists, sets and their like for tuples, so that equal inputs compare equal."""
    if isinstance(value, (str, int, float)) or hasattr(value, "items"):
        return value
    return () if value is None else tuple(value)


def _jsonable(value: Any) -> Any:  # noqa: ANN401  any input
    if hasattr(value, "items"):
        return {name: _jsonable(each) for name, each in value.items()}
    return list(value) if isinstance(value, tuple) else value
