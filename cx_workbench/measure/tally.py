"""The tally: what all answers come down to, by persona and touchpoint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from cx_workbench.measure.intervals import even_square, kish_n
from cx_workbench.study.contract import KINDS_FOR_ALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.model import Study

    _Ids = tuple[str, ...]

_SUMS = ("n", "weight", "weight2", "total", "squares", "prior")
#: A ranking asks again at every change of a weight; answers never change.
_KEPT: WeakKeyDictionary[Answers, dict[tuple[_Ids, _Ids], Tally]]
_KEPT = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over the answers of one metric and kind, each of shape (personas, touchpoints).

    Attributes
    ----------
    n
        Answers.
    weight, weight2
        Sums of weights and of squared weights.
    total, squares
        Weighted sums of the index (0..1) and of its square.
    prior
        Sum over answers of the mean square of an even answer (see `even_square`).
    """

    n: NDArray[np.float64]
    weight: NDArray[np.float64]
    weight2: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    prior: NDArray[np.float64]

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Where there are answers that count."""
        return self.weight > 0

    @cached_property
    def mean(self) -> NDArray[np.float64]:
        """Weighted mean on 0..1; NaN where nothing is measured."""
        return _divided(self.total, self.weight)

    @cached_property
    def square(self) -> NDArray[np.float64]:
        """Weighted mean square on 0..1; NaN where nothing is measured."""
        return _divided(self.squares, self.weight)

    @cached_property
    def effective_n(self) -> NDArray[np.float64]:
        """Kish's effective number of answers."""
        return kish_n(self.weight, self.weight2)

    @cached_property
    def even_square(self) -> NDArray[np.float64]:
        """Mean square of an even answer on the scales that were used."""
        return _divided(self.prior, self.n)

    def at(self, cells: Any) -> Moments:  # noqa: ANN401  what numpy takes as an index
        """Keep the sums of some cells, by any index that numpy knows."""
        return Moments(*(getattr(self, name)[cells] for name in _SUMS))

    def __add__(self, other: Moments) -> Moments:
        """Pool the answers of two."""
        return Moments(*(getattr(self, name) + getattr(other, name) for name in _SUMS))


@dataclass(frozen=True, eq=False)
class Tally:
    """Moments by metric and kind, for the personas and touchpoints of a study, in their order.

    ``persona_weight`` is the weight of all answers of each persona (every kind, outcomes
    included), shape (personas,); ``kinds`` are all kinds of answers that there are, outcomes
    included.
    """

    personas: tuple[str, ...]
    touchpoints: tuple[str, ...]
    moments: dict[tuple[str, str], Moments]
    persona_weight: NDArray[np.float64]
    kinds: frozenset[str]

    def of(self, metric: str, kind: str) -> Moments:
        """Moments of one metric and kind; all zero where there are no answers."""
        shape = (len(self.personas), len(self.touchpoints))
        return self.moments.get((metric, kind)) or Moments(*(np.zeros(shape) for _ in _SUMS))


def tally(study: Study) -> Tally:
    """Lay a study's counted answers, or its averages, out by persona and touchpoint.

    Done once for the same answers, personas and touchpoints.
    """
    kept = _KEPT.setdefault(study.answers, {})
    grid = tuple(study.personas["persona"]), tuple(study.touchpoints["touchpoint"])
    if grid not in kept:
        kept[grid] = _counted(study.answers, *grid)
    return kept[grid]


def _counted(answers: Answers, personas: _Ids, touchpoints: _Ids) -> Tally:
    parts = [_from_counts(answers.counts), _from_scores(answers.scores)]
    sums = pd.concat(parts, ignore_index=True)
    person = pd.Index(personas).get_indexer(pd.Index(sums["persona"]))
    rows = _Rows(
        person,
        pd.Index(touchpoints).get_indexer(pd.Index(sums["touchpoint"])),
        (sums["persona"] == "").to_numpy(),
        {name: sums[name].to_numpy(dtype=float) for name in _SUMS},
    )
    shape = len(personas), len(touchpoints)
    measured = np.flatnonzero(rows.place >= 0)
    asked: Any = sums.iloc[measured].groupby(["metric", "kind"]).indices
    moments = {
        (str(metric), str(kind)): rows.only(measured[found]).laid_out(
            shape, everybody=kind in KINDS_FOR_ALL
        )
        for (metric, kind), found in asked.items()
    }
    known = rows.only(np.flatnonzero(person >= 0))
    weights = np.zeros(len(personas))
    np.add.at(weights, known.person, known.sums["weight"])
    kinds = frozenset(str(kind) for kind in sums["kind"].unique())
    return Tally(personas, touchpoints, moments, weights, kinds)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Sums that are not laid out yet: numbers of persona and touchpoint (-1: none in the grid)."""

    person: NDArray[np.intp]
    place: NDArray[np.intp]
    is_shared: NDArray[np.bool_]
    sums: dict[str, NDArray[np.float64]]

    def only(self, kept: NDArray[np.intp]) -> _Rows:
        sums = {name: figures[kept] for name, figures in self.sums.items()}
        return _Rows(self.person[kept], self.place[kept], self.is_shared[kept], sums)

    def laid_out(self, shape: tuple[int, int], *, everybody: bool) -> Moments:
        """Add up into dense arrays; an answer for every persona counts for each."""
        own, shared = self.person >= 0, self.is_shared
        laid = []
        for figures in self.sums.values():
            array = np.zeros(shape)
            np.add.at(array, (self.person[own], self.place[own]), figures[own])
            if everybody:
                array += np.bincount(self.place[shared], figures[shared], shape[1])
            laid.append(array)
        return Moments(*laid)


def _from_counts(counts: pd.DataFrame) -> pd.DataFrame:
    index = (counts["score"] - counts["min"]) / (counts["max"] - counts["min"])
    return _summed(
        counts,
        counts["n"],
        counts["weight"],
        counts["weight2"],
        counts["weight"] * index,
        counts["weight"] * index**2,
    )


def _from_scores(scores: pd.DataFrame) -> pd.DataFrame:
    span = scores["max"] - scores["min"]
    mean, sd = (scores["mean"] - scores["min"]) / span, scores["sd"] / span
    n = scores["n"].astype(float)
    return _summed(scores, n, n, n, n * mean, n * (sd**2 + mean**2))


def _summed(frame: pd.DataFrame, *sums: pd.Series[float]) -> pd.DataFrame:
    prior = sums[0] * even_square(frame["max"] - frame["min"] + 1)
    keys = frame[["persona", "touchpoint", "metric", "kind"]]
    return keys.assign(**dict(zip(_SUMS, (*sums, prior), strict=True)))


def _divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=share, where=below > 0)
    return share
