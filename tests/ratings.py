"""Made-up ratings, added up over respondents the slow way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.measure.crossed import Crossed
from cx_workbench.measure.driver_sample import Sample
from cx_workbench.study.crossing import Asked
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.study.model import Study

OUTCOME = Asked("", "nps")


def asked(count: int) -> tuple[Asked, ...]:
    return (*(Asked(f"t{place}", "csat") for place in range(count)), OUTCOME)


def added_up(
    ratings: NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
    blocks: int = 50,
    *,
    complete: bool = False,
) -> Crossed:
    """Add ratings up: one row a respondent, NaN = no answer, the outcome in the last column."""
    weight = np.ones(len(ratings)) if weights is None else weights
    block = np.arange(len(ratings)) % blocks
    if complete:
        full = np.isfinite(ratings).all(axis=1)
        ratings, weight, block = ratings[full], weight[full], block[full]
    given = np.isfinite(ratings).astype(float)
    score = np.nan_to_num(ratings)
    one = np.ones(len(ratings))

    def sums(
        w: NDArray[np.float64], i: NDArray[np.float64], j: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        own = [block == number for number in range(blocks)]
        return np.stack([np.einsum("r,ri,rj->ij", w[row], i[row], j[row]) for row in own])

    return Crossed(
        questions=asked(ratings.shape[1] - 1),
        groups=tuple(str(number) for number in range(blocks)),
        n=sums(one, given, given),
        weight=sums(weight, given, given),
        weight2=sums(weight**2, given, given),
        total=sums(weight, score, given),
        squares=sums(weight, score**2, given),
        products=sums(weight, score, score),
        complete=complete,
    )


def made_up(
    drivers: int, respondents: int, *, missing: float = 0.0, seed: int = 0
) -> NDArray[np.float64]:
    """Rate on five steps; the first driver counts most for the outcome, the last nothing."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(respondents, 1))
    felt = rng.normal(size=(respondents, drivers)) + 0.8 * mood
    whole = felt @ np.linspace(1, 0, drivers) + rng.normal(size=respondents)
    ratings = np.clip(np.round(2 + felt), 0, 4) / 4
    ratings[rng.uniform(size=ratings.shape) < missing] = np.nan
    return np.column_stack([ratings, np.clip(np.round(5 + 2 * whole), 0, 10) / 10])


def sample_of(
    ratings: NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
    *,
    complete: bool = False,
    blocks: int = 50,
) -> Sample:
    """Make what drivers are derived from; touchpoint t3 is called ``Touchpoint 3``."""
    names = {f"t{place}": f"Touchpoint {place}" for place in range(ratings.shape[1] - 1)}
    answered = int(np.isfinite(ratings[:, -1]).sum())
    summed = added_up(ratings, weights, blocks, complete=complete)
    return Sample(summed, (), answered, names, "Made up")


def study_of(ratings: NDArray[np.float64], **changes: object) -> Study:
    """Load a study with these ratings: even respondents are Anna's, odd ones Boris's.

    The improvement ``fix_t0`` works at touchpoint t0, and so on.
    """
    return load(tables_of(ratings) | changes)


def tables_of(ratings: NDArray[np.float64]) -> dict[str, Any]:
    """Make the tables of such a study; expectation is met nowhere."""
    people, questions = np.nonzero(np.isfinite(ratings))
    index = ratings[people, questions]
    last = ratings.shape[1] - 1
    whole = questions == last
    answers = pd.DataFrame(
        {
            "respondent": [f"r{number}" for number in people],
            "persona": np.where(people % 2 == 0, "a", "b"),
            "touchpoint": np.where(whole, "", [f"t{number}" for number in questions]),
            "metric": np.where(whole, "nps", "csat"),
            "kind": "reality",
            "score": np.where(whole, 10 * index, 1 + 4 * index).round(),
        }
    )
    places = [f"t{number}" for number in range(last)]
    return {
        "personas": pd.DataFrame({"persona": ["a", "b"], "name": ["Anna", "Boris"]}),
        "touchpoints": pd.DataFrame(
            {"touchpoint": places, "name": [f"Touchpoint {place[1:]}" for place in places]}
        ),
        "responses": answers,
        "improvements": pd.DataFrame(
            {
                "improvement": [f"fix_{place}" for place in places],
                "touchpoints": places,
                "effort_likely": 10,
                "closes_likely": 0.5,
            }
        ),
        "settings": {"target": {"default": 100}},
    }
