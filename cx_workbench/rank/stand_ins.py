"""What the study knows of an improvement, for frameworks whose columns it does not have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.weights import persona_weights, stated_importance
from cx_workbench.rank.criteria import touches
from cx_workbench.rank.methods import EFFORT_FLOOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.model import Criterion

#: Parts without a unit of their own count from 0 to this.
_SCALE = 10.0


@dataclass(frozen=True, eq=False)
class Known:
    """What the study knows of some improvements, where they have no column of their own.

    Attributes
    ----------
    basis, improvements
        The measured world, and the improvements as they stand in the study.
    criteria
        With the anchors in use.
    figures
        By criterion, shape (..., improvements).
    closes
        Share of the gap, shape (..., improvements).
    reality
        Of the measured cells, personas first; index, shape (..., cells).
    """

    basis: Basis
    improvements: pd.DataFrame
    criteria: Sequence[Criterion]
    figures: Mapping[str, NDArray[np.float64]]
    closes: NDArray[np.float64]
    reality: NDArray[np.float64]

    @property
    def count(self) -> int:
        """How many improvements."""
        return len(self.improvements)

    def value(self, name: str) -> NDArray[np.float64]:
        """Value of a criterion between its anchors, times ten and not below 0."""
        criterion = next(each for each in self.criteria if each.name == name)
        way = criterion.best - criterion.worst
        share: NDArray[np.float64] = (self.figures[name] - criterion.worst) / way
        return _SCALE * np.maximum(share, 0.0)

    def column(self, name: str) -> NDArray[np.float64]:
        """Return a column of the improvements, shape (improvements,)."""
        return self.improvements[name].to_numpy(dtype=float)

    def mean(self, figure: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean of a figure (..., cells) where an improvement helps, shape (..., improvements).

        By persona weight and reach; the plain mean where nobody who counts goes.
        """
        measured = self.basis.world.cells.measured
        touched = self.touched[:, measured].astype(float)
        weight = touched * self.basis.world.mass[measured]
        nobody = weight.sum(axis=1) == 0
        weight[nobody] = touched[nobody]
        mean: NDArray[np.float64] = figure @ (weight / weight.sum(axis=1, keepdims=True)).T
        return mean

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Measured cells touched, shape (improvements, personas, touchpoints)."""
        cells = self.basis.world.cells
        touched: NDArray[np.bool_] = touches(self.improvements, cells) & cells.measured
        return touched


def reach(known: Known) -> NDArray[np.float64]:
    """Count of 100 customers in play those who pass the busiest touchpoint worked on."""
    basis, cells = known.basis, known.basis.world.cells
    in_play = basis.scope.personas
    share = basis.study.personas["share"].to_numpy(dtype=float)[in_play]
    alike = np.full(len(share), np.nan)
    customers = persona_weights(share, alike, basis.tally.persona_weight[in_play])
    busiest = np.where(known.touched, cells.reach, 0.0).max(axis=2, initial=0.0)
    out_of_100: NDArray[np.float64] = 100 * busiest @ customers
    return out_of_100


def impact_each(known: Known) -> NDArray[np.float64]:
    """Points gained by a customer who passes: how many pass is a part of its own."""
    return known.figures["gap"] * known.closes


def confidence(known: Known) -> NDArray[np.float64]:
    """Take 1 minus the width of the estimate of what it closes."""
    return 1 - (known.column("closes_high") - known.column("closes_low"))


def effort(known: Known) -> NDArray[np.float64]:
    """Person-days, one at least."""
    return np.maximum(known.figures["effort"], EFFORT_FLOOR)


def nothing(known: Known) -> NDArray[np.float64]:
    """Count nothing: only people can judge it."""
    return np.zeros(known.count)


def importance(known: Known) -> NDArray[np.float64]:
    """Take what customers said, 0..10; else set each persona's most important touchpoint to 10."""
    world = known.basis.world
    return _SCALE * known.mean(importance_by_cell(known.basis)[world.cells.measured])


def importance_by_cell(basis: Basis) -> NDArray[np.float64]:
    """Take importance as stated, else with each persona's most important touchpoint as 1; 0..1."""
    stated = _stated(basis)
    if stated is not None:
        return stated
    most = basis.world.importance.max(axis=1, keepdims=True, initial=0.0)
    shares = np.zeros_like(basis.world.importance)
    np.divide(basis.world.importance, most, out=shares, where=most > 0)
    return shares


def _stated(basis: Basis) -> NDArray[np.float64] | None:
    """Take importance as stated, 0..1, if it is in use or known of every measured cell."""
    cells = basis.world.cells
    said = stated_importance(cells, basis.tally, basis.study.settings.ranking.metrics)
    everywhere = bool(np.isfinite(said[cells.measured]).all())
    if everywhere or basis.options.importance == "stated":
        return np.nan_to_num(said)
    return None


def importance_in_words(basis: Basis) -> str:
    """Say where importance comes from, as it reads after "is"."""
    if _stated(basis) is not None:
        return "what customers said of its touchpoints, 0 to 10"
    return (
        f"the {basis.options.importance} importance of its touchpoints, 10 for a persona's most "
        "important one"
    )


def satisfaction(known: Known) -> NDArray[np.float64]:
    """Reality where an improvement helps, 0..10."""
    return known.mean(known.reality) / _SCALE
