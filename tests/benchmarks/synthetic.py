"""Synthetic studies with a planted truth: what a client's tables look like when all is known.

An answer on 1..5 is a latent normal cut by thresholds. Its mean is a level of the study plus
effects of persona, touchpoint and both together; a respondent's own mood goes into all of their
answers (halo). Who passes a touchpoint and answers there is drawn by reach. Improvements come with
three-point estimates; what they truly take and close is drawn from the PERT betas around them, so
the analyst is honest. The same seed and number make the same study.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: An answer is one step up for each threshold that the latent opinion is above.
THRESHOLDS = np.array([-1.6, -0.9, -0.1, 0.9])
TARGET = 85.0
METRIC = "csat"
#: Likely effort in person-days (log-uniform) and likely share of the gap closed.
DAYS, CLOSED = (10.0, 60.0), (0.15, 0.70)


@dataclass(frozen=True)
class Opinion:
    """How the latent means of one kind of answer come about: level and standard deviations."""

    level: float
    study: float
    persona: float
    touchpoint: float
    both: float


#: Reality lies at an index of about 66 on average, expectation at 84; a step of 1 is 26 points.
REALITY = Opinion(level=0.15, study=0.25, persona=0.25, touchpoint=0.40, both=0.25)
EXPECTATION = Opinion(level=1.0, study=0.20, persona=0.20, touchpoint=0.25, both=0.12)


@dataclass(frozen=True)
class World:
    """From what studies are drawn; pairs are lowest and highest.

    Attributes
    ----------
    respondents
        Log-uniform.
    personas, touchpoints, improvements, touched
        Uniform; ``touched`` is touchpoints an improvement.
    halo
        Share of a respondent's own mood in the variance of the latent opinion. The answers of
        one person then correlate by about nine tenths of it.
    answered
        Share of those who passed a touchpoint that answer there.
    expectation
        Share of the studies that asked for expectations; the others have a target.
    everybody
        Share of the improvements that are for all personas.
    estimated
        Whether effort and closes are uncertain; otherwise the likely figures are true.
    """

    respondents: tuple[int, int] = (100, 3000)
    personas: tuple[int, int] = (2, 6)
    touchpoints: tuple[int, int] = (8, 15)
    improvements: tuple[int, int] = (12, 50)
    touched: tuple[int, int] = (1, 3)
    halo: tuple[float, float] = (0.22, 0.55)
    answered: tuple[float, float] = (0.6, 0.95)
    expectation: float = 0.5
    everybody: float = 0.6
    estimated: bool = True


@dataclass(frozen=True, eq=False)
class Synthetic:
    """One study: what is true, and what a client would know of it.

    P personas, T touchpoints, I improvements, N respondents.

    Attributes
    ----------
    halo
        See `World`.
    share, value
        Of the personas, (P,).
    reach
        Share of a persona's journeys that pass, (P, T).
    reality, reference
        True mean index of each cell, 0..100, (P, T).
    touched
        Cells that an improvement touches, (I, P, T).
    effort, closes
        Low, likely and high of the analyst, (I, 3): person-days, share of the gap.
    true_effort, true_closes
        What it truly takes and closes, (I,).
    persona
        Persona of each respondent, (N,).
    answers
        By kind, scores 1..5 or 0 for no answer, (N, T).
    """

    halo: float
    share: NDArray[np.float64]
    value: NDArray[np.float64]
    reach: NDArray[np.float64]
    reality: NDArray[np.float64]
    reference: NDArray[np.float64]
    touched: NDArray[np.bool_]
    effort: NDArray[np.float64]
    closes: NDArray[np.float64]
    true_effort: NDArray[np.float64]
    true_closes: NDArray[np.float64]
    persona: NDArray[np.intp]
    answers: Mapping[str, NDArray[np.int8]]

    @property
    def asked(self) -> str:
        """What reality is held against: ``expectation`` or ``target``."""
        return "expectation" if "expectation" in self.answers else "target"


def synthetic(seed: int, number: int, world: World | None = None) -> Synthetic:
    """Draw one study."""
    world = world or World()
    rng = np.random.default_rng([seed, number])
    respondents = round(float(np.exp(rng.uniform(*np.log(world.respondents)))))
    personas = _whole(rng, world.personas)
    shape = (personas, _whole(rng, world.touchpoints))
    share = _shares(rng, personas)
    value = np.round(100 * rng.lognormal(0, 0.4, personas))
    reach = np.round(rng.beta(2, 1, shape), 2).clip(0.05)
    halo = float(rng.uniform(*world.halo))
    opinion = {"reality": _latent_means(rng, REALITY, shape)}
    if rng.random() < world.expectation:
        opinion["expectation"] = _latent_means(rng, EXPECTATION, shape)
    means = {kind: expected_index(latent) for kind, latent in opinion.items()}
    persona = rng.choice(personas, size=respondents, p=share)
    touched = _touched(rng, _whole(rng, world.improvements), shape, world)
    effort, closes = _estimates(rng, len(touched))
    return Synthetic(
        halo=halo,
        share=share,
        value=value,
        reach=reach,
        reality=means["reality"],
        reference=means.get("expectation", np.full(shape, TARGET)),
        touched=touched,
        effort=effort,
        closes=closes,
        true_effort=pert(rng, effort) if world.estimated else effort[:, 1],
        true_closes=pert(rng, closes) if world.estimated else closes[:, 1],
        persona=persona,
        answers=_answers(rng, opinion, persona, reach[persona], halo, rng.uniform(*world.answered)),
    )


def expected_index(latent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean index, 0..100, of answers whose latent opinion is normal with variance 1: exact."""
    from scipy.special import ndtr

    above: NDArray[np.float64] = ndtr(latent[..., None] - THRESHOLDS)
    mean: NDArray[np.float64] = 100 * above.mean(axis=-1)
    return mean


def pert(rng: np.random.Generator, estimate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw once from the PERT beta of each (low, likely, high), shape (estimates, 3)."""
    low, likely, high = estimate.T
    span = high - low
    share = rng.beta(1 + 4 * (likely - low) / span, 1 + 4 * (high - likely) / span)
    drawn: NDArray[np.float64] = low + span * share
    return drawn


def _whole(rng: np.random.Generator, ends: tuple[int, int]) -> int:
    return int(rng.integers(ends[0], ends[1], endpoint=True))


def _shares(rng: np.random.Generator, personas: int) -> NDArray[np.float64]:
    """Unequal shares, in whole tenths of a percent, as tables have them."""
    drawn = 0.3 + rng.gamma(2, 1, personas)
    shares: NDArray[np.float64] = np.round(drawn / drawn.sum(), 3)
    shares[-1] = 1 - shares[:-1].sum()
    return shares


def _latent_means(
    rng: np.random.Generator, opinion: Opinion, shape: tuple[int, int]
) -> NDArray[np.float64]:
    level = opinion.level + opinion.study * rng.standard_normal()
    persona = opinion.persona * rng.standard_normal((shape[0], 1))
    touchpoint = opinion.touchpoint * rng.standard_normal((1, shape[1]))
    both = opinion.both * rng.standard_normal(shape)
    means: NDArray[np.float64] = level + persona + touchpoint + both
    return means


def _touched(
    rng: np.random.Generator, improvements: int, shape: tuple[int, int], world: World
) -> NDArray[np.bool_]:
    for_whom = _some(rng, rng.integers(1, shape[0], size=improvements, endpoint=True), shape[0])
    for_whom |= (rng.random(improvements) < world.everybody)[:, None]
    where = _some(rng, rng.integers(*world.touched, size=improvements, endpoint=True), shape[1])
    both: NDArray[np.bool_] = for_whom[:, :, None] & where[:, None, :]
    return both


def _some(rng: np.random.Generator, how_many: NDArray[np.int64], of: int) -> NDArray[np.bool_]:
    """Take so many of the items in each row, any alike."""
    order = rng.random((len(how_many), of)).argsort(axis=1).argsort(axis=1)
    taken: NDArray[np.bool_] = order < how_many[:, None]
    return taken


def _estimates(
    rng: np.random.Generator, improvements: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low, likely and high; effort may well turn out far above, closing rather below."""
    days = np.exp(rng.uniform(np.log(DAYS[0]), np.log(DAYS[1]), improvements))
    effort = _around(rng, days, down=(0.5, 0.9), up=(1.2, 2.5))
    share = rng.uniform(*CLOSED, improvements)
    closes = _around(rng, share, down=(0.4, 0.9), up=(1.1, 1.4))
    return effort.round(1), closes.round(3)


def _around(
    rng: np.random.Generator,
    likely: NDArray[np.float64],
    down: tuple[float, float],
    up: tuple[float, float],
) -> NDArray[np.float64]:
    low, high = (likely * rng.uniform(*factor, len(likely)) for factor in (down, up))
    return np.column_stack([low, likely, high])


def _answers(  # noqa: PLR0913, PLR0917  all that answers hang on
    rng: np.random.Generator,
    opinion: Mapping[str, NDArray[np.float64]],
    persona: NDArray[np.intp],
    reach: NDArray[np.float64],
    halo: float,
    answered: float,
) -> dict[str, NDArray[np.int8]]:
    """Scores by kind; expectation is asked of those who answered on reality."""
    mood = np.sqrt(halo) * rng.standard_normal((len(persona), 1))
    present = rng.random(reach.shape) < reach * answered
    scores = {}
    for kind, latent in opinion.items():
        own = np.sqrt(1 - halo) * rng.standard_normal(reach.shape)
        steps = np.searchsorted(THRESHOLDS, latent[persona] + mood + own) + 1
        scores[kind] = np.where(present, steps, 0).astype(np.int8)
    return scores


def tables(study: Synthetic) -> dict[str, object]:
    """Lay a study out as the tables that a client would hand over, for `cx_workbench.load`."""
    personas, touchpoints = _ids("p", study.reach.shape[0]), _ids("t", study.reach.shape[1])
    found: dict[str, object] = {
        "personas": pd.DataFrame({"persona": personas, "share": study.share, "value": study.value}),
        "touchpoints": pd.DataFrame({"touchpoint": touchpoints}),
        "reach": pd.DataFrame(
            {
                "persona": np.repeat(personas, len(touchpoints)),
                "touchpoint": np.tile(touchpoints, len(personas)),
                "reach": study.reach.ravel(),
            }
        ),
        "responses": pd.concat(
            [_responses(study, kind, personas, touchpoints) for kind in study.answers],
            ignore_index=True,
        ),
        "improvements": _improvements(study, personas, touchpoints),
    }
    if study.asked == "target":
        found["settings"] = {"target": {"default": TARGET}}
    return found


def _ids(letter: str, count: int) -> NDArray[np.object_]:
    return np.array([f"{letter}{number}" for number in range(count)], dtype=object)


def _responses(
    study: Synthetic,
    kind: str,
    personas: NDArray[np.object_],
    touchpoints: NDArray[np.object_],
) -> pd.DataFrame:
    scores = study.answers[kind]
    respondent, place = np.nonzero(scores)
    return pd.DataFrame(
        {
            "respondent": respondent,
            "persona": personas[study.persona[respondent]],
            "touchpoint": touchpoints[place],
            "metric": METRIC,
            "kind": kind,
            "score": scores[respondent, place],
        }
    )


def _improvements(
    study: Synthetic, personas: NDArray[np.object_], touchpoints: NDArray[np.object_]
) -> pd.DataFrame:
    ends = ("low", "likely", "high")
    for_whom: NDArray[np.bool_] = np.any(study.touched, axis=2)
    where: NDArray[np.bool_] = np.any(study.touched, axis=1)
    return pd.DataFrame(
        {
            "improvement": _ids("i", len(study.touched)),
            "touchpoints": [";".join(touchpoints[row]) for row in where],
            "personas": [";".join(personas[row]) for row in for_whom],
            **{f"effort_{end}": study.effort[:, at] for at, end in enumerate(ends)},
            **{f"closes_{end}": study.closes[:, at] for at, end in enumerate(ends)},
        }
    )
