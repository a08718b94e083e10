"""What the answers and the estimates allow, drawn many times over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.derived import derived
from cx_workbench.measure.posterior import beta_draws, posterior
from cx_workbench.measure.weights import stated_moments
from cx_workbench.rank.criteria import touches
from cx_workbench.rank.estimates import pert_draws
from cx_workbench.study.contract import KINDS_FOR_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.tally import Moments
    from cx_workbench.rank.basis import Basis


@dataclass(frozen=True, eq=False)
class Draws:
    """Uncertain inputs of a ranking, drawn: D draws, M measured cells, I ranked improvements.

    Attributes
    ----------
    cells
        Persona and touchpoint of each measured cell in play, personas first.
    improvements
        Ids in the order of the ranking.
    person
        Which persona each cell belongs to, shape (M,), as a place in the personas in play.
    weight
        Weight of each cell's persona, shape (M,).
    reach
        Share of that persona's journeys that pass, shape (M,).
    touched
        Which cells each improvement touches, shape (I, M).
    reality, reference
        Index 0..100, shape (M, D); a target is the same in every draw.
    importance
        Sums to 1 over the cells of a persona, shape (M, D), or (M, 1) where it is no matter
        of answers.
    closes, effort
        Share of the gap and person-days, shape (D, I).
    """

    cells: tuple[tuple[str, str], ...]
    improvements: tuple[str, ...]
    person: NDArray[np.intp]
    weight: NDArray[np.float64]
    reach: NDArray[np.float64]
    touched: NDArray[np.bool_]
    reality: NDArray[np.float64]
    reference: NDArray[np.float64]
    importance: NDArray[np.float64]
    closes: NDArray[np.float64]
    effort: NDArray[np.float64]

    @cached_property
    def positive_gap(self) -> NDArray[np.float64]:
        """``max(reference - reality, 0)`` in index points, shape (M, D)."""
        gap = self.reference - self.reality
        return np.maximum(gap, 0.0, out=gap)

    @property
    def count(self) -> int:
        """How many draws."""
        return len(self.effort)


def draw(basis: Basis, ranked: pd.DataFrame, draws: int, seed: int) -> Draws:
    """Draw every uncertain input.

    Parameters
    ----------
    basis
        The measured world.
    ranked
        The ranked improvements as they stand in the study, in the order of the ranking.
    draws
        How many times.
    seed
        The same seed gives the same draws; each input has its own, so that another
        improvement or touchpoint changes none of them.
    """
    answers = _Answers(basis, draws, seed)
    person, place = answers.here
    return Draws(
        cells=answers.names,
        improvements=tuple(ranked["improvement"]),
        person=person,
        weight=basis.world.weight[person],
        reach=answers.reach,
        touched=touches(ranked, basis.world.cells)[:, person, place],
        reality=answers.reality(),
        reference=answers.reference(),
        importance=answers.importance(),
        closes=_estimated("closes", ranked, draws, seed),
        # A moving slider reads the effort again and again, draw after draw.
        effort=np.ascontiguousarray(_estimated("effort", ranked, draws, seed)),
    )


@dataclass(frozen=True, eq=False)
class _Answers:
    """What the answers at the measured cells allow; each array of shape (cells, draws)."""

    basis: Basis
    draws: int
    seed: int

    @property
    def grid(self) -> Cells:
        return self.basis.world.cells

    @cached_property
    def here(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Places of the measured cells among the personas and the touchpoints."""
        person, place = np.nonzero(self.grid.measured)
        return person, place

    @cached_property
    def names(self) -> tuple[tuple[str, str], ...]:
        grid = self.grid
        return tuple(
            (grid.personas[p], grid.touchpoints[t]) for p, t in zip(*self.here, strict=True)
        )

    @property
    def reach(self) -> NDArray[np.float64]:
        return self.grid.reach[self.here]

    def _means(self, names: Sequence[str], moments: Moments) -> NDArray[np.float64]:
        """Draw true means, index 0..100; the same name draws the same."""
        shape = posterior(moments.mean, moments.square, moments.effective_n, moments.even_square)
        return beta_draws(*shape, names, draws=self.draws, seed=self.seed, high=100.0)

    def reality(self) -> NDArray[np.float64]:
        names = [_name("reality", *cell) for cell in self.names]
        return self._means(names, self.grid.moments.at(self.here))

    def reference(self) -> NDArray[np.float64]:
        """Draw what reality is held against; a target is the same in every draw."""
        held = self.grid.held
        if held is None:
            fixed = self.grid.reference[self.here][:, None]
            return np.broadcast_to(fixed, (len(self.names), self.draws))
        shared = self._shared(held)
        names = [
            _name("reference", "" if shared[column] else persona, place)
            for (persona, place), column in zip(self.names, self.here[1], strict=True)
        ]
        return self._means(names, held.at(self.here))

    def _shared(self, held: Moments) -> NDArray[np.bool_]:
        """Where the same answers count for every persona, shape (touchpoints,)."""
        alike: NDArray[np.bool_] = np.all(
            (held.weight == held.weight[:1]) & (held.total == held.total[:1]), axis=0
        )
        return alike & (self.basis.options.reference in KINDS_FOR_ALL)

    def importance(self) -> NDArray[np.float64]:
        """Draw importance where it comes from answers, summing to 1 over a persona."""
        drawn_by = {"stated": self._stated, "derived": self._derived}
        if self.basis.options.importance not in drawn_by:
            return self.basis.world.importance[self.here][:, None]
        drawn = drawn_by[self.basis.options.importance]()
        for person in np.unique(self.here[0]):
            rows = self.here[0] == person
            drawn[rows] /= np.maximum(drawn[rows].sum(axis=0), np.finfo(float).tiny)
        return drawn

    def _stated(self) -> NDArray[np.float64]:
        """Draw how important customers say it is; 0 where nobody was asked."""
        metrics = self.basis.study.settings.ranking.metrics
        moments = stated_moments(self.grid, self.basis.tally, metrics).at(self.here)
        asked = moments.measured
        drawn = np.zeros((len(self.names), self.draws))
        names = [_name("importance", *self.names[cell]) for cell in np.flatnonzero(asked)]
        drawn[asked] = self._means(names, moments.at(asked))
        return drawn

    def _derived(self) -> NDArray[np.float64]:
        """Draw the shares of the outcome by resampled respondents; 0 where there is none."""
        found = derived(self.basis.given, by_persona=self.basis.options.derived_by_persona)
        grid = self.grid
        shares = found.drawn(grid.personas, grid.touchpoints, self.draws, self.seed)[self.here]
        return np.nan_to_num(shares) * self.reach[:, None]


def _estimated(what: str, ranked: pd.DataFrame, draws: int, seed: int) -> NDArray[np.float64]:
    """Draw what was estimated, shape (draws, improvements)."""
    low, likely, high = (
        ranked[f"{what}_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high")
    )
    names = [_name(what, name) for name in ranked["improvement"]]
    return pert_draws(low, likely, high, names, draws=draws, seed=seed).T


def _name(*parts: str) -> str:
    """Join ids by what no id can hold, so that no two inputs share a name."""
    return "\x1f".join(parts)
