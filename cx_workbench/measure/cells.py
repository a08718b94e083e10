"""Cells: reality, reference and gap for each persona at each touchpoint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.intervals import mean_interval
from cx_workbench.measure.tally import Moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.tally import Tally


@dataclass(frozen=True, eq=False)
class Cells:
    """What is measured at each cell, arrays of shape (personas, touchpoints).

    Attributes
    ----------
    personas, touchpoints
        Ids, in the order of the axes.
    metric
        Metric used at each touchpoint, ``None`` where there is no reality answer.
    moments
        Reality answers in that metric.
    held
        Answers of the reference in that metric; ``None`` for a target, which is no matter of
        answers.
    reference
        What reality is held against, index 0..100; NaN where there is none.
    reach
        Share of a persona's journeys that pass, 0..1.
    """

    personas: tuple[str, ...]
    touchpoints: tuple[str, ...]
    metric: tuple[str | None, ...]
    moments: Moments
    held: Moments | None
    reference: NDArray[np.float64]
    reach: NDArray[np.float64]

    @cached_property
    def reality(self) -> NDArray[np.float64]:
        """Weighted mean index of the reality answers, 0..100; NaN without answers."""
        return 100 * self.moments.mean

    @property
    def n(self) -> NDArray[np.float64]:
        """Reality answers."""
        return self.moments.n

    @cached_property
    def gap(self) -> NDArray[np.float64]:
        """Reference minus reality in index points, signed; NaN where not measured."""
        return self.reference - self.reality

    @cached_property
    def measured(self) -> NDArray[np.bool_]:
        """Where there is reality and something to hold it against."""
        return np.isfinite(self.gap)

    @cached_property
    def positive_gap(self) -> NDArray[np.float64]:
        """``max(gap, 0)``; 0 where not measured, so that it adds up."""
        return np.where(self.measured, np.maximum(np.nan_to_num(self.gap), 0), 0.0)

    @cached_property
    def interval(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """95 % interval of reality, index 0..100."""
        moments = self.moments
        low, high = mean_interval(
            moments.mean, moments.square, moments.effective_n, moments.even_square
        )
        return 100 * low, 100 * high

    def only(self, personas: NDArray[np.bool_], touchpoints: NDArray[np.bool_]) -> Cells:
        """Keep the cells of some personas and touchpoints (masks along the axes)."""
        grid = np.ix_(personas, touchpoints)
        return Cells(
            tuple(np.array(self.personas, dtype=object)[personas]),
            tuple(np.array(self.touchpoints, dtype=object)[touchpoints]),
            tuple(np.array(self.metric, dtype=object)[touchpoints]),
            self.moments.at(grid),
            None if self.held is None else self.held.at(grid),
            self.reference[grid],
            self.reach[grid],
        )


def cells(
    tally: Tally,
    *,
    reference: str,
    metrics: Sequence[str],
    target: Mapping[str, float],
    reach: NDArray[np.float64],
) -> Cells:
    """Measure every cell.

    Parameters
    ----------
    tally
        The answers.
    reference
        A kind of answer, or ``target``.
    metrics
        Order of preference: the metric used at a touchpoint is the first that has reality
        answers there, whoever gave them.
    target
        Target index by touchpoint, and ``default``.
    reach
        Shape (personas, touchpoints), 0..1.
    """
    shape = (len(tally.personas), len(tally.touchpoints))
    chosen: list[str | None] = [None] * shape[1]
    reality, held = tally.of("", ""), tally.of("", "")
    for metric in metrics:
        answers = tally.of(metric, "reality")
        free = np.array([name is None for name in chosen])
        here = free & answers.measured.any(axis=0)
        reality = _where(here, answers, reality)
        held = _where(here, tally.of(metric, reference), held)
        chosen = [metric if use else name for use, name in zip(here, chosen, strict=True)]
    goals = [target.get(name, target.get("default", np.nan)) for name in tally.touchpoints]
    by_target = reference == "target"
    against = np.broadcast_to(np.array(goals, dtype=float), shape) if by_target else 100 * held.mean
    against = np.where(np.array([name is not None for name in chosen]), against, np.nan)
    places = (tally.personas, tally.touchpoints, tuple(chosen))
    return Cells(*places, reality, None if by_target else held, against, reach)


def _where(here: NDArray[np.bool_], yes: Moments, no: Moments) -> Moments:
    return Moments(
        *(
            np.where(here, getattr(yes, name), getattr(no, name))
            for name in Moments.__dataclass_fields__
        )
    )
