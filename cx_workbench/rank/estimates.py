"""Three-point estimates of people: low, likely, high."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.posterior import beta_draws

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.study.model import Study

_ENDS = ("low", "likely", "high")


def pert_mean(low: ArrayLike, likely: ArrayLike, high: ArrayLike) -> NDArray[np.float64]:
    """Mean of a three-point estimate, ``(low + 4 likely + high) / 6``.

    References
    ----------
    Malcolm, D. G. et al. (1959). Operations Research 7, 646-669.

    Examples
    --------
    >>> float(pert_mean(2, 4, 12))
    5.0
    """
    ends = np.asarray(low, dtype=float) + np.asarray(high, dtype=float)
    mean: NDArray[np.float64] = (ends + 4 * np.asarray(likely, dtype=float)) / 6
    return mean


def pert_shape(
    low: ArrayLike, likely: ArrayLike, high: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Beta distribution of a three-point estimate, as a share of the way from low to high.

    Returns
    -------
    tuple of numpy.ndarray
        The two parameters, alpha and beta; low and high must differ.

    References
    ----------
    Malcolm, D. G. et al. (1959). Operations Research 7, 646-669.

    Examples
    --------
    >>> tuple(round(float(value), 2) for value in pert_shape(2, 4, 12))
    (1.8, 4.2)
    """
    start = np.asarray(low, dtype=float)
    place = (np.asarray(likely, dtype=float) - start) / (np.asarray(high, dtype=float) - start)
    return 1 + 4 * place, 5 - 4 * place


def pert_draws(  # noqa: PLR0913  three points of an estimate, and how to draw
    low: NDArray[np.float64],
    likely: NDArray[np.float64],
    high: NDArray[np.float64],
    names: Sequence[str],
    *,
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    """Draw what three-point estimates allow; where low is high, there is nothing to draw.

    Parameters
    ----------
    low, likely, high
        Shape (estimates,).
    names, draws, seed
        As for `cx_workbench.measure.posterior.beta_draws`.

    Returns
    -------
    numpy.ndarray
        Shape (estimates, draws), in the unit of the estimates.

    Examples
    --------
    >>> estimate = (np.array([2.0]), np.array([4.0]), np.array([12.0]))
    >>> effort = pert_draws(*estimate, ["effort"], draws=10_000, seed=1)
    >>> round(float(effort.mean()), 1)
    5.0
    """
    unsure = high > low
    shape = pert_shape(low, likely, np.where(unsure, high, low + 1))
    drawn = beta_draws(*shape, names, draws=draws, seed=seed, low=low, high=high)
    drawn[~unsure] = likely[~unsure, None]
    return drawn


@dataclass(frozen=True, eq=False)
class Estimates:
    """Low, likely and high estimates of I improvements, each of shape (3, I).

    Attributes
    ----------
    effort
        Person-days.
    closes
        Share of the gap, 0..1.
    """

    effort: NDArray[np.float64]
    closes: NDArray[np.float64]

    @cached_property
    def effort_mean(self) -> NDArray[np.float64]:
        """Mean effort, person-days, shape (I,)."""
        return pert_mean(*self.effort)

    def by_name(self, names: Iterable[str]) -> dict[str, dict[str, float]]:
        """Return the figures that people see: mean effort, and the likely share that it closes."""
        effort, closes = self.effort_mean.tolist(), self.closes[1].tolist()
        return {
            name: {"effort": days, "closes": share}
            for name, days, share in zip(names, effort, closes, strict=True)
        }

    def revised(
        self, places: Mapping[str, int], figures: Mapping[str, Mapping[str, float]]
    ) -> Estimates:
        """Move estimates to other figures; how unsure they are stays, in proportion.

        Parameters
        ----------
        places
            Where each improvement stands; others are passed over.
        figures
            By improvement ``effort`` (the mean) and ``closes`` (the likely share).

        Examples
        --------
        >>> points = np.array([[2.0], [4.0], [12.0]])
        >>> moved = Estimates(points, points / 20).revised({"a": 0}, {"a": {"effort": 10}})
        >>> moved.effort.ravel().tolist(), float(moved.effort_mean[0])
        ([4.0, 8.0, 24.0], 10.0)
        """
        effort, closes = self.effort.copy(), self.closes.copy()
        for name, changed in figures.items():
            if (place := places.get(name)) is None:
                continue
            if "effort" in changed:
                mean = float(self.effort_mean[place])
                effort[:, place] = _scaled(effort[:, place], mean, changed["effort"])
            if "closes" in changed:
                likely = float(closes[1, place])
                moved = _scaled(closes[:, place], likely, changed["closes"])
                closes[:, place] = np.minimum(moved, 1.0)
                closes[1, place] = changed["closes"]
        return replace(self, effort=effort, closes=closes)


def _scaled(points: NDArray[np.float64], before: float, after: float) -> NDArray[np.float64]:
    """Stretch three points in proportion; from nothing, all three become the new figure."""
    return points * (after / before) if before > 0 else np.full(len(points), float(after))


def estimates_of(improvements: pd.DataFrame) -> Estimates:
    """Take the estimates of improvements from their table."""
    effort, closes = (
        np.array([improvements[f"{what}_{end}"].to_numpy(dtype=float) for end in _ENDS])
        for what in ("effort", "closes")
    )
    return Estimates(effort, closes)


def revised(study: Study, figures: Mapping[str, Mapping[str, float]]) -> Study:
    """Return a study with some estimates changed, and all else as it is.

    Parameters
    ----------
    study
        Stays as it is.
    figures
        By improvement ``effort`` (person-days, the mean of the three points) and ``closes`` (the
        likely share of the gap, 0..1). Low, likely and high are scaled by one factor, shares cut
        off at 1; where there was nothing to scale, all three become the figure.

    Examples
    --------
    >>> from cx_workbench import example
    >>> study = revised(example(), {"plain_bill": {"closes": 0.5}})
    >>> plain = study.improvements.set_index("improvement").loc["plain_bill"]
    >>> float(plain["closes_likely"])
    0.5
    """
    if not figures:
        return study
    table = study.improvements
    places = {name: place for place, name in enumerate(table["improvement"])}
    found = estimates_of(table).revised(places, figures)
    return replace(study, improvements=with_estimates(table, found))


def with_estimates(improvements: pd.DataFrame, estimates: Estimates) -> pd.DataFrame:
    """Put other estimates into a table of improvements."""
    columns = {
        f"{what}_{end}": points[place]
        for what, points in (("effort", estimates.effort), ("closes", estimates.closes))
        for place, end in enumerate(_ENDS)
    }
    return improvements.assign(**columns)
