"""How sure a ranking is: the same arithmetic on everything that could also be true."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.parts import parts
from cx_workbench.rank.sure import drawn
from cx_workbench.rank.sure.acceptability import (
    acceptability,
    among_first,
    central_weights,
    in_top,
    rank_range,
    ranks_of,
    win_shares,
)
from cx_workbench.rank.sure.draws import Draws, draw
from cx_workbench.rank.sure.spread import drawn_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.model import Criterion
    from cx_workbench.rank.sure.acceptability import Ranks

SCHEMA = "cx-workbench/simulation/1"


@dataclass(frozen=True, eq=False)
class Simulation:
    """Ranks of the improvements over many draws of all that is uncertain.

    Made by `cx_workbench.simulate`, or along with a ranking. D draws, I improvements in the
    order of the ranking, K criteria. The figures of the criteria are kept, so that other
    weights cost only a product and a partial sort (`reweighted`).

    Attributes
    ----------
    study, method, top
        Title of the study, method, and how many make the TOP N.
    improvements, titles
        In the order of the ranking.
    criteria
        Yardsticks with anchors and weights.
    spread
        How far the weights may move (see ``cx_workbench.rank.sure.spread.SPREADS``).
    seed
        Start of the random numbers.
    figures
        Figure of each criterion, shape (D, I), in the criterion's unit.
    parts
        What the method needs beyond the criteria, by name, shape (D, I).
    weights
        Weights that were used, summing to 1: shape (K,), or (D, K) where they were drawn.
    inputs
        The draws of scores and estimates behind the figures.
    warnings
        What is odd about the ranking, and what could not be ranked.
    pinned
        Improvements that hold a place in the TOP N whatever their rank.

    Examples
    --------
    >>> from cx_workbench import example, simulate
    >>> sure = simulate(example(), draws=1_000)
    >>> bool((sure.p_top.sum() - sure.top) < 1e-9)
    True
    """

    study: str
    method: str
    top: int
    improvements: tuple[str, ...]
    titles: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    spread: str
    seed: int
    figures: Mapping[str, NDArray[np.float64]]
    parts: Mapping[str, NDArray[np.float64]]
    weights: NDArray[np.float64]
    inputs: Draws
    warnings: tuple[str, ...] = ()
    pinned: frozenset[str] = frozenset()

    @property
    def draws(self) -> int:
        """How many draws."""
        return self.inputs.count

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """Score of each improvement in each draw, shape (D, I)."""
        return self._scored(self.weights)

    def _scored(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.method == "additive":
            return _weighted_sum(self.criteria, self.figures, weights)
        spans = ((self.figures[c.name] - c.worst) / (c.best - c.worst) for c in self.criteria)
        needed = {**self.figures, **self.parts}
        return METHODS[self.method].score(np.stack(list(spans), axis=-1), weights, needed)

    @cached_property
    def ranks(self) -> Ranks:
        """Rank of each improvement in each draw, from 1, shape (D, I)."""
        return self._ranked(self.scores)

    def _ranked(self, scores: NDArray[np.float64]) -> Ranks:
        """Rank by score, then impact, then lower effort, then the order of the ranking."""
        return ranks_of(scores, self.figures["impact"], -self.figures["effort"])

    @cached_property
    def pins(self) -> NDArray[np.bool_]:
        """Whether each improvement is pinned, shape (I,)."""
        return np.array([name in self.pinned for name in self.improvements], dtype=bool)

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """Whether each improvement is in the TOP N in each draw, shape (D, I).

        The pinned always are; of the others those that are best among themselves, as many as
        there are places left.
        """
        return in_top(self.ranks, self.top, self.pins)

    @cached_property
    def p_top(self) -> NDArray[np.float64]:
        """Share of the draws in which each improvement is in the TOP N, shape (I,)."""
        if self.pinned or "ranks" in self.__dict__:
            first = self.first
        else:
            first = among_first(self.scores, self.top)
            if np.count_nonzero(first) > min(self.top, len(self.improvements)) * self.draws:
                first = self.first
        shares: NDArray[np.float64] = first.mean(axis=0)
        return shares

    @cached_property
    def acceptability(self) -> NDArray[np.float64]:
        """Share of the draws in which each improvement takes each rank, shape (I, I)."""
        return acceptability(self.ranks)

    @cached_property
    def expected_rank(self) -> NDArray[np.float64]:
        """Mean rank, shape (I,)."""
        mean: NDArray[np.float64] = self.ranks.mean(axis=0)
        return mean

    @property
    def rank_low(self) -> Ranks:
        """Best rank of the middle 90 % of the draws, shape (I,)."""
        return rank_range(self.acceptability)[0]

    @property
    def rank_high(self) -> Ranks:
        """Worst rank of the middle 90 % of the draws, shape (I,)."""
        return rank_range(self.acceptability)[1]

    @cached_property
    def wins(self) -> NDArray[np.float64]:
        """Share of the draws in which the row is ahead of the column, shape (I, I)."""
        return win_shares(self.ranks)

    @cached_property
    def central_weights(self) -> NDArray[np.float64]:
        """Typical weights of those who would put an improvement first, shape (I, K).

        Where the weights are fixed, any weights are tried. NaN for an improvement that never
        comes first, and for all under a method in which the weights play no part.
        """
        if not METHODS[self.method].weighted:
            return np.full((len(self.improvements), len(self.criteria)), np.nan)
        weights, ranks = self.weights, None
        if weights.ndim == 1:
            given = np.array([criterion.weight for criterion in self.criteria])
            weights = drawn_weights(given, "any", self.draws, self.seed)
            ranks = self._ranked(self._scored(weights))
        return central_weights(self.ranks if ranks is None else ranks, weights)

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """Share of the draws in which an improvement is first under its central weights.

        Shape (I,); NaN for an improvement that never comes first under any.
        """
        shares = np.full(len(self.improvements), np.nan)
        for place, weights in enumerate(self.central_weights):
            if np.isfinite(weights).all():
                ranks = self._ranked(self._scored(weights))
                shares[place] = (ranks[:, place] == 1).mean()
        return shares

    @cached_property
    def table(self) -> pd.DataFrame:
        """How sure each improvement's place is, in the order of the ranking.

        ``rank``, ``improvement``, ``title``, ``p_top``, ``expected_rank``, ``rank_low``,
        ``rank_high``, ``in_top``.
        """
        rank = np.arange(1, len(self.improvements) + 1)
        return pd.DataFrame(
            {
                "rank": rank,
                "improvement": self.improvements,
                "title": self.titles,
                "p_top": self.p_top,
                "expected_rank": self.expected_rank,
                "rank_low": self.rank_low,
                "rank_high": self.rank_high,
                "in_top": in_top(rank[None], self.top, self.pins)[0],
            }
        )

    def reweighted(self, weights: Mapping[str, float]) -> Simulation:
        """Return the same draws under other weights; criteria not named get 0.

        Raises
        ------
        SettingError
            With every name that is no criterion of the ranking and every weight below 0, or
            where all weights are 0.
        """
        if problems := list(_wrong(weights, [criterion.name for criterion in self.criteria])):
            raise SettingError("The draws were not weighted anew.", problems)
        criteria = tuple(replace(c, weight=float(weights.get(c.name, 0.0))) for c in self.criteria)
        given = np.array([criterion.weight for criterion in criteria])
        moved = drawn_weights(given, self.spread, self.draws, self.seed)
        return replace(self, criteria=criteria, weights=moved)

    def some(self, draws: slice) -> Simulation:
        """Keep the figures of some draws; the inputs stay those of all."""
        figures, parts = (
            {name: figure[draws] for name, figure in kept.items()}
            for kept in (self.figures, self.parts)
        )
        fixed = self.weights.ndim == 1
        weights = self.weights if fixed else self.weights[draws]
        return replace(self, figures=figures, parts=parts, weights=weights)

    def to_dict(self) -> dict[str, Any]:
        """Return what ``simulate --json`` prints; what there is not is ``None``."""
        names = [criterion.name for criterion in self.criteria]
        rows = self.table.drop(columns="in_top").to_dict("records")
        central, sure = self.central_weights, self.confidence
        return {
            "schema": SCHEMA,
            "study": self.study,
            "top": self.top,
            "method": self.method,
            "draws": self.draws,
            "seed": self.seed,
            "spread": self.spread,
            "weights": {criterion.name: criterion.weight for criterion in self.criteria},
            "pinned": [name for name in self.improvements if name in self.pinned],
            "warnings": list(self.warnings),
            "improvements": [
                {
                    **row,
                    "acceptability": self.acceptability[place].tolist(),
                    "wins": self.wins[place].tolist(),
                    "central_weights": dict(zip(names, central[place].tolist(), strict=True))
                    if np.isfinite(sure[place])
                    else None,
                    "confidence": float(sure[place]) if np.isfinite(sure[place]) else None,
                }
                for place, row in enumerate(rows)
            ],
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)

    def to_text(self) -> str:
        """Return how sure each place is, and the close calls, as plain text."""
        from cx_workbench.rank.sure.words import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return how sure each place is as a piece of HTML; every text is escaped."""
        from cx_workbench.rank.sure.words import to_html

        return to_html(self)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def _wrong(weights: Mapping[str, float], known: Sequence[str]) -> Iterator[Problem]:
    for name, weight in weights.items():
        if name not in known:
            hint = did_you_mean(name, known)
            yield Problem(f"'{name}' is no criterion of this ranking.", value=name, hint=hint)
        elif not (np.isfinite(weight) and weight >= 0):
            hint = "Give a number of 0 or more."
            yield Problem(f"The weight of {name} is {weight}.", value=str(weight), hint=hint)
    if not any(weight > 0 for name, weight in weights.items() if name in known):
        yield Problem("All weights are 0.", hint="Give at least one criterion a weight.")


def _weighted_sum(
    criteria: tuple[Criterion, ...],
    figures: Mapping[str, NDArray[np.float64]],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Additive score without a copy of all values: this is what a moving slider waits for."""
    slopes = weights / [criterion.best - criterion.worst for criterion in criteria]
    first, *others = (figures[criterion.name] for criterion in criteria)
    total = first * slopes[..., 0, None]
    part = np.empty_like(total)
    for place, figure in enumerate(others, start=1):
        total += np.multiply(figure, slopes[..., place, None], out=part)
    total -= (slopes @ [criterion.worst for criterion in criteria])[..., None]
    return total


def simulation(basis: Basis, ranked: pd.DataFrame, criteria: tuple[Criterion, ...]) -> Simulation:
    """Draw all that is uncertain about a ranking, and keep the figures.

    Parameters
    ----------
    basis
        What the ranking rests on; its options say how many draws.
    ranked
        The ranked improvements as they stand in the study, in the order of the ranking.
    criteria
        Yardsticks of the ranking.
    """
    options = basis.options
    weights = np.array([criterion.weight for criterion in criteria])
    return reckoned(
        basis,
        ranked,
        criteria,
        inputs=draw(basis, ranked, options.draws, options.seed),
        weights=drawn_weights(weights, options.spread, options.draws, options.seed),
    )


def reckoned(
    basis: Basis,
    ranked: pd.DataFrame,
    criteria: tuple[Criterion, ...],
    *,
    inputs: Draws,
    weights: NDArray[np.float64],
) -> Simulation:
    """Compute the figures of inputs, drawn or set one by one, and keep them.

    Parameters
    ----------
    basis, ranked, criteria
        As for `simulation`.
    inputs
        One column of cells and one row of estimates for each draw.
    weights
        Summing to 1, shape (K,) or (D, K).
    """
    options = basis.options
    impacts = drawn.path_impacts if options.impact == "path" else drawn.impacts
    known = {"gap": drawn.gaps(inputs), "impact": impacts(inputs), "effort": inputs.effort}
    closes, reality = inputs.closes, inputs.reality.T
    shape = inputs.effort.shape
    return Simulation(
        study=basis.study.title,
        method=options.method,
        top=options.top,
        improvements=inputs.improvements,
        titles=tuple(ranked["title"]),
        criteria=criteria,
        spread=options.spread,
        seed=options.seed,
        figures=known
        | {
            c.name: np.broadcast_to(ranked[c.name].to_numpy(dtype=float), shape)
            for c in criteria
            if c.name not in known
        },
        parts=parts(options.method, basis, ranked, criteria, known, closes=closes, reality=reality),
        weights=weights,
        inputs=inputs,
        pinned=frozenset(basis.decisions.pinned),
    )
