"""Drivers, derived from sums over pairs of answers: shares, intervals, what is odd."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, StudyError
from cx_workbench.measure import driver_words
from cx_workbench.measure.associations import (
    LEAST_TOGETHER,
    drawn_correlations,
    mended,
    resampled_correlations,
)
from cx_workbench.measure.lmg import (
    EXACT_UP_TO,
    ORDERS,
    exact_lmg,
    sampled_lmg,
    variance_inflation,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.measure.driver_sample import Sample

UNDERIVED = "The drivers cannot be derived."
#: Fewer respondents than this for each driver are too few.
LEAST_PER_DRIVER = 3
#: Replicates where every subset counts, and where orders are drawn; then so many of them.
_REPLICATES, _FEWER_REPLICATES, _FEWER_ORDERS = 1000, 400, 100
#: What rounding leaves of an R^2 of nothing.
_NOTHING = 1e-9
#: Bounds of a 95 % interval.
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True, eq=False)
class Drivers:
    """What share of an outcome's explained variance each touchpoint accounts for.

    Associations, not causes. Made by `drivers`; everything is in the order of the shares,
    largest first.

    Attributes
    ----------
    study
        Title of the study.
    persona
        Name of the persona whose answers these are; empty where all are pooled.
    outcome
        Metric of the outcome: ``nps``, ``csat`` or ``ces``.
    cases
        ``complete``: respondents who rated every driver. ``pairwise``: each association from
        all who answered both questions.
    n
        Respondents; with pairwise cases the median number behind an association.
    r2
        Share of the outcome's variance that all drivers explain together, 0..1.
    table
        ``touchpoint``, ``name``, ``share`` (of R^2; sums to 1), ``low``, ``high`` (its 95 %
        interval), ``error`` (standard error from drawing orders; 0 where all were counted),
        ``n`` (respondents who rated it and answered the outcome question), ``correlation``
        (with the outcome), ``inflation`` (variance inflation factor).
    replicates
        Shares in resamples of the respondents, shape (replicates, drivers); each row sums
        to 1.
    assumptions, warnings
        What was assumed, and what is odd, in sentences.
    """

    study: str
    persona: str
    outcome: str
    cases: str
    n: int
    r2: float
    table: pd.DataFrame
    replicates: NDArray[np.float64]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]

    @cached_property
    def shares(self) -> dict[str, float]:
        """Share of each driver by touchpoint."""
        return {
            str(touchpoint): float(share)
            for touchpoint, share in zip(self.table["touchpoint"], self.table["share"], strict=True)
        }

    def to_text(self) -> str:
        """Return the drivers, what was assumed and the warnings as plain text."""
        return driver_words.to_text(self)

    def __repr__(self) -> str:
        """Show the text form: a bare prompt gets the answer too."""
        return self.to_text()


def derive(sample: Sample, replicates: int | None = None, seed: int = 1) -> Drivers:
    """Derive the drivers from a sample of answers.

    Parameters
    ----------
    sample
        Sums over pairs of answers.
    replicates
        Resamples for the intervals: 1,000 up to 14 drivers and 400 beyond if ``None``; with 0
        there are no intervals.
    seed
        The same seed draws the same.

    Raises
    ------
    StudyError
        Where there are too few answers, or the outcome has nothing to do with any rating.
    """
    if problems := _too_few(sample):
        raise StudyError(UNDERIVED, problems)
    raw = sample.pooled.correlation[0]
    joint = mended(raw)
    count = len(joint) - 1
    explained, error = _explained(joint, ORDERS, seed)
    r2 = float(explained.sum())
    if r2 <= _NOTHING:
        raise StudyError(UNDERIVED, [_unrelated(sample)])
    drawn = _replicated(sample, joint, explained, replicates, seed)
    table = _table(sample, joint, explained / r2, error / r2, drawn)
    order = np.argsort(-table["share"].to_numpy(), kind="stable")
    changed = float(np.nanmax(np.abs(joint - raw)))
    found = driver_words.Found(
        outcome=sample.outcome,
        complete=sample.blocks.complete,
        n=sample.n,
        answered=sample.answered,
        together=sample.together,
        table=table,
        replicates=len(drawn),
        in_blocks=sample.in_blocks,
        orders=0 if count <= EXACT_UP_TO else ORDERS,
        mended=changed if changed > 0.0005 else 0.0,  # noqa: PLR2004  (less is not printed)
        aside=tuple(
            (sample.names.get(left.question.touchpoint, left.question.touchpoint), left.reason)
            for left in sample.aside
        ),
    )
    return Drivers(
        study=sample.study,
        persona=sample.persona,
        outcome=sample.outcome,
        cases="complete" if sample.blocks.complete else "pairwise",
        n=sample.n,
        r2=min(r2, 1.0),
        table=table.iloc[order].reset_index(drop=True),
        replicates=drawn[:, order],
        assumptions=driver_words.assumptions(found),
        warnings=driver_words.warnings(found),
    )


def _too_few(sample: Sample) -> list[Problem]:
    """Say what the sample lacks."""
    count = len(sample.asked)
    needed = max(LEAST_TOGETHER, LEAST_PER_DRIVER * count)
    hint = "Use the importance 'equal' or 'stated', or ask more respondents."
    whose = f" of {sample.persona}" if sample.persona else ""
    if not count:
        what = (
            f"No touchpoint{whose} was rated by {LEAST_TOGETHER} respondents or more who also "
            "answered the outcome question, with answers that differ."
        )
        return [Problem(what, hint=hint)]
    if sample.n < needed:
        ratings = "1 touchpoint" if count == 1 else f"{count} touchpoints"
        what = (
            f"{sample.n:,} respondents{whose} are too few to derive the importance of {ratings}: "
            f"{needed} are needed."
        )
        return [Problem(what, value=str(sample.n), hint=hint)]
    return []


def _unrelated(sample: Sample) -> Problem:
    whose = f" of {sample.persona}" if sample.persona else ""
    what = f"No rating{whose} has anything to do with the outcome: there is nothing to share."
    return Problem(what, value=sample.outcome, hint="Use the importance 'equal' or 'stated'.")


def _explained(
    joint: NDArray[np.float64], orders: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share R^2 among the drivers, with the error of drawn orders; shape (..., drivers)."""
    among, with_outcome = joint[..., :-1, :-1], joint[..., :-1, -1]
    if with_outcome.shape[-1] > EXACT_UP_TO:
        return sampled_lmg(among, with_outcome, orders=orders, seed=seed)
    shares = exact_lmg(among, with_outcome)
    return shares, np.zeros(shares.shape)


def _replicated(
    sample: Sample,
    joint: NDArray[np.float64],
    explained: NDArray[np.float64],
    replicates: int | None,
    seed: int,
) -> NDArray[np.float64]:
    """Shares in resamples of the respondents, shape (replicates, drivers)."""
    exact = len(explained) <= EXACT_UP_TO
    usual = _REPLICATES if exact else _FEWER_REPLICATES
    count = usual if replicates is None else replicates
    if count == 0:
        return np.empty((0, len(explained)))
    correlations = (
        resampled_correlations(sample.blocks, count, seed)
        if sample.in_blocks
        else drawn_correlations(joint, sample.effective_n, count, seed)
    )
    drawn, _ = _explained(correlations, _FEWER_ORDERS, seed)
    if not exact:
        # All resamples have the same few orders: what these do to the shares themselves is known.
        off = _explained(joint, _FEWER_ORDERS, seed)[0] - explained
        drawn = np.maximum(drawn - off, 0.0)
    total = drawn.sum(axis=1, keepdims=True)
    known = total[:, 0] > 0
    shares: NDArray[np.float64] = drawn[known] / total[known]
    return shares


def _table(
    sample: Sample,
    joint: NDArray[np.float64],
    share: NDArray[np.float64],
    error: NDArray[np.float64],
    drawn: NDArray[np.float64],
) -> pd.DataFrame:
    places = [question.touchpoint for question in sample.asked]
    low = high = np.full(len(share), np.nan)
    if len(drawn):
        low, high = np.percentile(drawn, [_LOW, _HIGH], axis=0)
    return pd.DataFrame(
        {
            "touchpoint": pd.Series(places, dtype="object"),
            "name": pd.Series([sample.names.get(place, place) for place in places], dtype="object"),
            "share": share,
            "low": np.minimum(low, share),
            "high": np.maximum(high, share),
            "error": error,
            "n": sample.together[:-1, -1].astype(int),
            "correlation": joint[:-1, -1],
            "inflation": variance_inflation(joint[:-1, :-1]),
        }
    )
