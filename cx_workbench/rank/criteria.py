"""Gap, impact and effort of each improvement, and what they are worth between anchors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from cx_workbench.errors import Problem, StudyError
from cx_workbench.measure.paths import path_satisfaction
from cx_workbench.rank.model import Criterion

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.study.settings import CriterionSection

_UNITS = {"gap": "index points", "effort": "person-days"}


@dataclass(frozen=True, eq=False)
class Measured:
    """The measured world that improvements are held against.

    Attributes
    ----------
    cells
        The cells in play, (personas, touchpoints).
    weight
        Weight of each persona in play, sums to 1.
    importance
        Shape of the cells; sums to 1 over a persona's measured touchpoints.
    """

    cells: Cells
    weight: NDArray[np.float64]
    importance: NDArray[np.float64]

    @property
    def mass(self) -> NDArray[np.float64]:
        """Persona weight times reach where measured, else 0; shape of the cells."""
        carried = self.weight[:, None] * self.cells.reach
        mass: NDArray[np.float64] = np.where(self.cells.measured, carried, 0.0)
        return mass


class Grid(Protocol):
    """What of the cells decides gap and impact; arrays of shape (personas, touchpoints)."""

    @property
    def reality(self) -> NDArray[np.float64]:
        """Index of reality, 0..100; NaN without answers."""

    @property
    def reach(self) -> NDArray[np.float64]:
        """Share of journeys that pass, 0..1."""

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Where there is a gap."""

    @property
    def positive_gap(self) -> NDArray[np.float64]:
        """The gap where it is above 0, else 0."""


class World(Protocol):
    """What improvements are held against (see `Measured`)."""

    @property
    def cells(self) -> Grid:
        """The cells in play."""

    @property
    def weight(self) -> NDArray[np.float64]:
        """Weight of each persona."""

    @property
    def importance(self) -> NDArray[np.float64]:
        """Importance of each cell."""

    @property
    def mass(self) -> NDArray[np.float64]:
        """Persona weight times reach where measured, else 0."""


def touches(improvements: pd.DataFrame, cells: Cells) -> NDArray[np.bool_]:
    """Which cells each improvement touches, shape (improvements, personas, touchpoints)."""
    person = np.array(
        [[p in chosen for p in cells.personas] for chosen in improvements["personas"]], dtype=bool
    ).reshape(len(improvements), len(cells.personas))
    place = np.array(
        [[t in chosen for t in cells.touchpoints] for chosen in improvements["touchpoints"]],
        dtype=bool,
    ).reshape(len(improvements), len(cells.touchpoints))
    touched: NDArray[np.bool_] = person[:, :, None] & place[:, None, :]
    return touched


def reached(touched: NDArray[np.bool_], cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which improvements touch at least one of some cells, shape (improvements,)."""
    found: NDArray[np.bool_] = np.any(touched & cells, axis=(1, 2))
    return found


def gaps(touched: NDArray[np.bool_], world: World) -> NDArray[np.float64]:
    """Mean positive gap of the cells touched, weighted by persona and reach; index points."""
    return weighted_over(touched, world.mass, world.cells.positive_gap)


def weighted_over(
    touched: NDArray[np.bool_], mass: NDArray[np.float64], figure: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of a figure over the cells that each improvement touches; 0 without any mass."""
    known = np.where(mass > 0, np.nan_to_num(figure), 0.0)
    total = np.einsum("ipt,pt->i", touched, mass * known)
    weight = np.einsum("ipt,pt->i", touched, mass)
    mean = np.zeros(len(touched))
    np.divide(total, weight, out=mean, where=weight > 0)
    return mean


def impacts(
    touched: NDArray[np.bool_], closes: NDArray[np.float64], world: World
) -> NDArray[np.float64]:
    """Points of the overall index gained: ``sum w I closes gap+``."""
    return closes * full_gains(touched, world)


def full_gains(touched: NDArray[np.bool_], world: World) -> NDArray[np.float64]:
    """Points of the overall index if all of the gap were closed, shape (improvements,)."""
    gain = world.weight[:, None] * world.importance * world.cells.positive_gap
    gained: NDArray[np.float64] = np.einsum("ipt,pt->i", touched, gain)
    return gained


def path_impacts(
    touched: NDArray[np.bool_], closes: NDArray[np.float64], world: World
) -> NDArray[np.float64]:
    """Points of path satisfaction gained: ``100 sum w (J' - J)``."""
    return path_gains(touched, closes, world) @ world.weight


def path_gains(
    touched: NDArray[np.bool_], closes: NDArray[np.float64], world: World
) -> NDArray[np.float64]:
    """Points of path satisfaction that each persona gains: shape (improvements, personas)."""
    cells = world.cells
    reality = np.where(cells.measured, cells.reality, np.nan)
    lifted = reality + np.where(touched, closes[:, None, None] * cells.positive_gap, 0.0)
    now = path_satisfaction(reality, cells.reach)
    then = path_satisfaction(lifted, np.broadcast_to(cells.reach, lifted.shape))
    return 100 * (then - now)


def nice_anchor(largest: float) -> float:
    """Return the smallest of ... 0.1, 0.2, 0.5, 1, 2, 5, 10, 20 ... that is not below.

    Examples
    --------
    >>> nice_anchor(0.62), nice_anchor(130), nice_anchor(50), nice_anchor(0)
    (1.0, 200.0, 50.0, 1.0)
    """
    if largest <= 0:
        return 1.0
    power = math.floor(math.log10(largest))
    steps = (float(f"{digit}e{power + up}") for up in (0, 1) for digit in (1, 2, 5))
    # A mean that should be 50 may come out a rounding error above.
    return next(step for step in steps if step >= largest * (1 - 1e-12))


def anchored(
    weights: Mapping[str, float],
    figures: Mapping[str, NDArray[np.float64]],
    settings: Mapping[str, CriterionSection],
    impact_unit: str,
) -> tuple[Criterion, ...]:
    """Fix the anchors of each criterion.

    Parameters
    ----------
    weights
        By criterion; decides which criteria there are.
    figures
        By criterion, over all improvements that can be ranked before any filter: the default
        anchors must not move with a filter.
    settings
        ``[criteria.*]`` of study.toml.
    impact_unit
        What the impact counts.

    Raises
    ------
    StudyError
        Where the one anchor given in study.toml does not go with the default of the other end.
    """
    criteria = []
    for name, weight in weights.items():
        section = settings.get(name)
        worst = section.worst if section else None
        best = section.best if section else None
        nice = nice_anchor(float(np.max(figures[name], initial=0.0)))
        ends = _ends(name, worst, best, nice)
        unit = impact_unit if name == "impact" else _UNITS.get(name, name)
        criteria.append(Criterion(name, *ends, float(weight), unit, _origin(worst, best)))
    return tuple(criteria)


def _ends(name: str, worst: float | None, best: float | None, nice: float) -> tuple[float, float]:
    """Fill in the anchor that is not given; more of a criterion is better, of effort less."""
    low, high = (nice, 0.0) if name == "effort" else (0.0, nice)
    ends = (low if worst is None else worst, high if best is None else best)
    if worst is not None and best is not None:
        return ends
    if ends[0] != ends[1] and (ends[0] < ends[1]) == (low < high):
        return ends
    fact = (
        f"The anchors of {name} are both {ends[0]:g}."
        if ends[0] == ends[1]
        else f"The anchors of {name} are the wrong way round: worst {ends[0]:g}, best {ends[1]:g}."
    )
    hint = f"Give both worst and best under [criteria.{name}] in study.toml."
    raise StudyError("The study cannot be ranked.", [Problem(fact, value=name, hint=hint)])


def _origin(worst: float | None, best: float | None) -> str:
    if worst is None and best is None:
        return "default"
    missing = "worst" if worst is None else "best" if best is None else ""
    return f"study.toml, {missing} by default" if missing else "study.toml"


def values(
    criteria: tuple[Criterion, ...], figures: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Value of each figure between its anchors, ``(x - worst) / (best - worst)``, not clipped.

    Returns
    -------
    numpy.ndarray
        Shape (improvements, criteria).
    """
    columns = [(figures[c.name] - c.worst) / (c.best - c.worst) for c in criteria]
    return np.column_stack(columns)
