"""What is true of a synthetic study: the formulas of docs/method.md on its planted figures.

Written out once more, apart from the product; only the anchors are those of the study's own
ranking, and only cells that were measured count, as the method says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from tests.benchmarks.synthetic import Synthetic


@dataclass(frozen=True, eq=False)
class Truth:
    """True figures of the improvements of a ranking, in its order, each (improvements,)."""

    gap: NDArray[np.float64]
    impact: NDArray[np.float64]
    effort: NDArray[np.float64]
    score: NDArray[np.float64]

    def best(self, top: int) -> NDArray[np.bool_]:
        """Which improvements make the true TOP N."""
        return best(self.score, top)


def best(score: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Mark the highest scores; the first of equal ones."""
    marked = np.zeros(len(score), dtype=bool)
    marked[np.argsort(-score, kind="stable")[:top]] = True
    return marked


def truth(study: Synthetic, ranking: Ranking) -> Truth:
    """Compute what the ranking would say if every figure were known."""
    ranked = improvement_numbers(ranking)
    touched = study.touched[ranked]
    measured = ranking.cells["measured"].to_numpy().reshape(study.reach.shape)
    lacking = np.where(measured, np.maximum(study.reference - study.reality, 0), 0.0)
    reach = np.where(measured, study.reach, 0.0)
    weight = study.share * study.value / np.sum(study.share * study.value)
    mass = weight[:, None] * reach
    passed = reach.sum(axis=1, keepdims=True)
    importance = np.divide(reach, passed, out=np.zeros_like(reach), where=passed > 0)
    gain = weight[:, None] * importance * lacking
    figures = {
        "gap": np.einsum("ipt,pt->i", touched, mass * lacking)
        / np.einsum("ipt,pt->i", touched, mass),
        "impact": study.true_closes[ranked] * np.einsum("ipt,pt->i", touched, gain),
        "effort": study.true_effort[ranked],
    }
    parts = [c.weight * (figures[c.name] - c.worst) / (c.best - c.worst) for c in ranking.criteria]
    score = np.sum(parts, axis=0) / sum(c.weight for c in ranking.criteria)
    return Truth(**figures, score=score)


def improvement_numbers(ranking: Ranking) -> NDArray[np.intp]:
    """Number in the study of each ranked improvement, in the order of the ranking."""
    return np.array([int(name[1:]) for name in ranking.table["improvement"]])
