"""The figures as they are when the workbook is made: what its cells show until one is changed.

Nothing is found out here that the ranking does not say. What stands between two of its figures
in the sheets (a product, a share) is laid out, so that a viewer that does not calculate shows
it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.measure.paths import path_satisfaction, steps_kept
from cx_workbench.rank.frames import as_ranked
from cx_workbench.rank.methods import DECIMALS, METHODS
from cx_workbench.rank.parts import PARTS, parts
from cx_workbench.rank.stand_ins import importance_by_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.rank.model import Criterion, Ranking

    Array = NDArray[np.float64]

_OWN = ("gap", "impact", "effort")


@dataclass(frozen=True, eq=False)
class Made:
    """A ranking of I improvements over C cells, laid out for a sheet.

    Attributes
    ----------
    ranking
        What it is made from; improvements stand in its order.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> made = Made(cx.rank(cx.example(), draws=0))
    >>> made.touched.shape, made.further, len(made.places)
    ((17, 70), [], 10)
    """

    ranking: Ranking

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The yardsticks."""
        return self.ranking.criteria

    @property
    def names(self) -> list[str]:
        """Names of the criteria."""
        return [criterion.name for criterion in self.criteria]

    @property
    def further(self) -> list[str]:
        """Criteria that are a column of the study's improvements."""
        return [name for name in self.names if name not in _OWN]

    @cached_property
    def shares(self) -> Array:
        """Weight of each criterion, summing to 1."""
        weights = np.array([criterion.weight for criterion in self.criteria])
        shares: Array = weights / weights.sum()
        return shares

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Every persona at every touchpoint, personas first, in the order of their tables."""
        ranking = self.ranking
        order = pd.MultiIndex.from_product(
            [ranking.personas["persona"], ranking.touchpoints["touchpoint"]],
            names=["persona", "touchpoint"],
        )
        cells = ranking.cells.set_index(["persona", "touchpoint"]).loc[order].reset_index()
        return cells.assign(
            persona_at=np.repeat(range(len(ranking.personas)), len(ranking.touchpoints)),
            touchpoint_at=np.tile(range(len(ranking.touchpoints)), len(ranking.personas)),
        )

    def cell(self, name: str) -> Array:
        """Figure of each cell, 0 where nothing is measured; shape (C,)."""
        figures = self.cells[name].to_numpy(dtype=float)
        return np.where(self.measured, np.nan_to_num(figures), 0.0)

    @cached_property
    def measured(self) -> NDArray[np.bool_]:
        """Which cells count, shape (C,)."""
        return self.cells["measured"].to_numpy(dtype=bool)

    @cached_property
    def weight(self) -> Array:
        """Weight of the persona of each cell, shape (C,)."""
        found: Array = self.ranking.personas["weight"].to_numpy(dtype=float)[
            self.cells["persona_at"]
        ]
        return found

    @cached_property
    def counted(self) -> Array:
        """What of the gap of each cell counts, index points, shape (C,)."""
        return np.maximum(self.cell("gap"), 0.0)

    @cached_property
    def kept(self) -> Array:
        """Share of journeys that each cell leaves satisfied, shape (C,)."""
        reality = np.where(self.measured, self.cells["reality"], np.nan)
        return steps_kept(reality, self.cells["reach"])

    @cached_property
    def touched(self) -> NDArray[np.bool_]:
        """Which measured cells each improvement works on, shape (I, C)."""
        table, cells = self.ranking.table, self.cells
        person = [cells["persona"].isin(chosen).to_numpy() for chosen in table["personas"]]
        place = [cells["touchpoint"].isin(chosen).to_numpy() for chosen in table["touchpoints"]]
        both = np.array(person, dtype=bool) & np.array(place, dtype=bool)
        found: NDArray[np.bool_] = both.reshape(len(table), len(cells)) & self.measured
        return found

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The improvements as they stand in the study, with the estimates in force."""
        return as_ranked(self.ranking)

    def column(self, name: str) -> Array:
        """Figures of the ranking's table, shape (I,)."""
        return self.ranking.table[name].to_numpy(dtype=float)

    @cached_property
    def worth(self) -> dict[str, Array]:
        """Value between the anchors by criterion, shape (I,) each."""
        table = self.ranking.contributions.set_index("improvement")
        return {
            name: table.loc[table["criterion"] == name, "value"]
            .loc[self.ranking.table["improvement"]]
            .to_numpy(dtype=float)
            for name in self.names
        }

    @cached_property
    def by_id(self) -> NDArray[np.intp]:
        """Place of each improvement in the order of the ids, from 1; shape (I,)."""
        ids = self.ranking.table["improvement"].to_numpy(dtype=object)
        return np.argsort(np.argsort(ids, kind="stable")) + 1

    @cached_property
    def in_top(self) -> NDArray[np.bool_]:
        """Which make the TOP N, shape (I,)."""
        return self.ranking.table["in_top"].to_numpy(dtype=bool)

    @cached_property
    def listed(self) -> NDArray[np.intp]:
        """Improvements in the order of the list: the TOP N by rank, then the others; shape (I,)."""
        return np.lexsort((self.column("rank"), ~self.in_top))

    @property
    def places(self) -> range:
        """Places that the list shows: the TOP N and, if it is short, who comes next."""
        return range(min(len(self.ranking.table), max(self.ranking.top, _LIST)))

    @property
    def most(self) -> int:
        """How many the TOP N may name at most."""
        return max(len(self.places), self.ranking.top)

    @cached_property
    def parts(self) -> dict[str, Array]:
        """What the method needs beyond the criteria, by column, shape (I,) each."""
        figures = {name: self.column(name) for name in {*_OWN, *self.names}}
        return parts(self.ranking.method, self.ranking.basis, self.proposed, self.criteria, figures)

    @property
    def part_names(self) -> dict[str, str]:
        """The column of each part, by the name by which the method asks for it."""
        return {name: PARTS[name].column for name in METHODS[self.ranking.method].parts}

    def has_own(self, column: str) -> bool:
        """Whether the study itself says what a part is."""
        return column in self.ranking.basis.study.improvements

    @cached_property
    def importance_known(self) -> Array:
        """How important each cell is, 0..10, as the opportunity score counts it; shape (C,)."""
        world = self.ranking.basis.world.cells
        known = dict(
            zip(
                pd.MultiIndex.from_product([world.personas, world.touchpoints]),
                10 * importance_by_cell(self.ranking.basis).ravel(),
                strict=True,
            )
        )
        keys = zip(self.cells["persona"], self.cells["touchpoint"], strict=True)
        figures = np.array([known.get(key, 0.0) for key in keys])
        return np.where(self.measured, figures, 0.0)

    @cached_property
    def compared(self) -> Array:
        """Values as fronts compare them, 0 where the weight is 0; shape (I, criteria)."""
        values = [self.worth[name].round(DECIMALS) for name in self.names]
        found: Array = np.column_stack(values) * (self.shares > 0)
        return found

    @cached_property
    def lines(self) -> NDArray[np.intp]:
        """Place of each in an order where nobody stands behind one it beats, from 1; shape (I,)."""
        keys: Sequence[Array] = [self.by_id.astype(float), *(-self.compared.T[::-1])]
        return np.argsort(np.lexsort(keys)) + 1

    def path(self) -> Array:
        """Share of each persona's journeys without a disappointment, as it is; shape (P,)."""
        return path_satisfaction(*self._grid(self.cells["reality"].to_numpy(dtype=float)))

    def paths(self) -> Array:
        """Share of each persona's journeys with each improvement, shape (I, P)."""
        closes = self.proposed["closes_likely"].to_numpy(dtype=float)
        lifted = self.cells["reality"].to_numpy(dtype=float) + (
            self.touched * closes[:, None] * self.counted
        )
        reality, reach = self._grid(lifted)
        return path_satisfaction(reality, np.broadcast_to(reach, reality.shape))

    def _grid(self, reality: Array) -> tuple[Array, Array]:
        shape = (len(self.ranking.personas), len(self.ranking.touchpoints))
        measured = np.where(self.measured, reality, np.nan)
        reach = self.cells["reach"].to_numpy(dtype=float).reshape(shape)
        return measured.reshape(*measured.shape[:-1], *shape), reach


#: A shorter TOP N is followed by those that come next, up to so many.
_LIST = 10
