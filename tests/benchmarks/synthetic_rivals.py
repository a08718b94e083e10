"""Other ways to choose five, each on the same raw means: a score, higher is better."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.synthetic_truth import improvement_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from tests.benchmarks.synthetic import Synthetic

#: RICE, confidence by how many answers stand behind an improvement: at least so many, so sure.
CONFIDENCE = ((0, 0.5), (30, 0.8), (100, 1.0))


def gap_impact_effort(ranking: Ranking) -> NDArray[np.float64]:
    """Gap times impact over effort: what a spreadsheet does."""
    table = ranking.table
    product = table["gap"] * table["impact"] / table["effort"]
    return product.to_numpy(dtype=float)


def topsis(ranking: Ranking) -> NDArray[np.float64]:
    """TOPSIS as pymcdm has it: each criterion from the worst to the best candidate at hand."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import minmax_normalization

    weights = np.array([criterion.weight for criterion in ranking.criteria])
    types = np.array([np.sign(criterion.best - criterion.worst) for criterion in ranking.criteria])
    figures = ranking.table[[criterion.name for criterion in ranking.criteria]].to_numpy(float)
    # Its checks warn where one candidate is worst, or best, in everything: so it happens.
    method = partial(TOPSIS(minmax_normalization), validation=False)
    scores: NDArray[np.float64] = method(figures, weights / weights.sum(), types)
    return scores


def rice(ranking: Ranking, study: Synthetic) -> NDArray[np.float64]:
    """Score as RICE does: reach times impact times confidence over effort.

    Reach is the share of all journeys that pass where the improvement works, impact the points
    that one such journey gains there, confidence 50, 80 or 100 % by the answers behind it.
    """
    table = ranking.table
    touched = study.touched[improvement_numbers(ranking)]
    journeys = np.einsum("ipt,pt->i", touched, study.share[:, None] * study.reach)
    likely = study.closes[improvement_numbers(ranking), 1]
    gained = table["gap"].to_numpy(dtype=float) * likely
    floors, sure = np.array(CONFIDENCE).T
    confidence = sure[np.searchsorted(floors, table["n"].to_numpy(dtype=float), side="right") - 1]
    scores: NDArray[np.float64] = journeys * gained * confidence / table["effort"].to_numpy(float)
    return scores
