"""The improvements that compete in a measured world, in arrays: what their figures come from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.criteria import full_gains, gaps, path_impacts
from cx_workbench.rank.options import DEFAULT_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.criteria import Measured
    from cx_workbench.rank.estimates import Estimates

    Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Contenders:
    """I improvements in the order of the study, and the cells of a world that they touch.

    Attributes
    ----------
    world
        The measured world.
    table
        Their rows of the study's table.
    touched
        Shape (I, personas, touchpoints).
    estimates
        What effort and closes are taken to be.
    """

    world: Measured
    table: pd.DataFrame
    touched: NDArray[np.bool_]
    estimates: Estimates

    @cached_property
    def ids(self) -> NDArray[np.object_]:
        """Ids, shape (I,)."""
        return self.table["improvement"].to_numpy(dtype=object)

    @cached_property
    def by_id(self) -> NDArray[np.intp]:
        """Where each improvement stands, in the order of the ids; shape (I,)."""
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each improvement stands, by id."""
        return {name: place for place, name in enumerate(self.ids)}

    @cached_property
    def gap(self) -> Array:
        """Mean positive gap, index points, shape (I,)."""
        return gaps(self.touched, self.world)

    @cached_property
    def full_gain(self) -> Array:
        """Points of the overall index if it closed all of the gap, shape (I,)."""
        return full_gains(self.touched, self.world)

    def impact(self, closes: Array, model: str) -> Array:
        """Points gained if each closes such a share, under a model of impact; shape (I,)."""
        if model == "path":
            return path_impacts(self.touched, closes, self.world)
        return closes * self.full_gain

    def figures(
        self, model: str, criteria: Iterable[str], estimates: Estimates | None = None
    ) -> dict[str, Array]:
        """Figure of every criterion, shape (I,) each.

        Parameters
        ----------
        model
            ``index`` or ``path``.
        criteria
            Names; gap, impact and effort are always there.
        estimates
            Others than their own.
        """
        estimated = self.estimates if estimates is None else estimates
        found = {
            "gap": self.gap,
            "impact": self.impact(estimated.closes[1], model),
            "effort": estimated.effort_mean,
        }
        extra = [name for name in criteria if name not in DEFAULT_WEIGHTS]
        return found | {name: self.column(name) for name in extra}

    def only(self, place: int) -> Contenders:
        """Keep one of them."""
        own = slice(place, place + 1)
        points = replace(
            self.estimates,
            effort=self.estimates.effort[:, own],
            closes=self.estimates.closes[:, own],
        )
        return replace(self, table=self.table[own], touched=self.touched[own], estimates=points)

    def column(self, name: str) -> Array:
        """Return a column of numbers, shape (I,)."""
        return self.table[name].to_numpy(dtype=float)
