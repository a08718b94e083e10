"""The gap, honestly: its interval, whose answers it compares, and how reliable it is."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.measure.intervals import Z95, difference_interval, mean_interval
from cx_workbench.measure.pairs import paired_interval, pairs_of
from cx_workbench.measure.reliability import ONE_QUESTION, difference_reliability
from cx_workbench.measure.shrinkage import LEAST_CELLS, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.crossed import Crossed
    from cx_workbench.measure.pairs import Pairs

#: How a gap is known, and what that means.
ORIGINS = {
    "paired": "the same people answered on both sides",
    "partly paired": "some people answered on both sides, others on one only",
    "independent": "different people answered on each side, or it is not known who did",
    "target": "reality alone is answered, and held against a fixed target",
    "shrunk": "what was answered is drawn toward the mean of its touchpoint",
    "not measured": "there is no reality, or nothing to hold it against",
}
#: So many pairs, at least, have a spread that says something.
_LEAST_PAIRS = 2


def gap_interval(
    cells: Cells, pairs: Pairs | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_]]:
    """Interval of each cell's gap, and how it is known.

    - ``target``: the interval of reality, turned round.
    - ``paired``: every answer on both sides comes from the same people; Student's t on their
      differences.
    - otherwise from the intervals of both sides (`difference_interval`), with the correlation
      that the people in common give the two means (``partly paired``) or with none
      (``independent``).

    Paired differences that are all alike, or come from fewer than two people, say nothing of
    chance. Then the intervals of both sides are taken there too, so that none is empty.

    Parameters
    ----------
    cells
        The grid.
    pairs
        What the same people said; ``None`` where respondents are not known.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper bounds in index points (95 %), NaN where not measured, and one of
        `ORIGINS`, all of the grid's shape.
    """
    low, high = cells.interval
    if cells.held is None:
        return _on_the_scale(cells, cells.reference - high, cells.reference - low, "target")
    held = cells.held
    bounds = mean_interval(held.mean, held.square, held.effective_n, held.even_square)
    reference = cells.reference, 100 * bounds[0], 100 * bounds[1]
    reality = cells.reality, low, high
    if pairs is None:
        return _on_the_scale(cells, *difference_interval(reference, reality), "independent")
    below, above = difference_interval(reference, reality, pairs.of_means)
    paired = (pairs.n > 0) & (pairs.n == cells.n) & (pairs.n == held.n)
    usable = paired & (pairs.effective_n >= _LEAST_PAIRS) & (pairs.difference > 0)
    n = np.where(usable, pairs.effective_n, _LEAST_PAIRS)
    student = paired_interval(cells.gap / 100, pairs.difference, n)
    below, above = (
        np.where(usable, 100 * bound, other)
        for bound, other in zip(student, (below, above), strict=True)
    )
    some = np.where(pairs.n > 0, "partly paired", "independent")
    return _on_the_scale(cells, below, above, np.where(paired, "paired", some))


def _on_the_scale(
    cells: Cells, low: NDArray[np.float64], high: NDArray[np.float64], origin: object
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_]]:
    """Keep intervals within -100..100 points, and only where there is a gap."""
    known = cells.measured
    names = np.where(known, np.asarray(origin, dtype=object), "not measured")
    bounds = np.maximum(low, -100.0), np.minimum(high, 100.0)
    return *(np.where(known, bound, np.nan) for bound in bounds), names  # type: ignore[return-value]


def gap_table(
    cells: Cells,
    crossed: Crossed | None = None,
    reference: str = "expectation",
    part: float = ONE_QUESTION,
) -> pd.DataFrame:
    """Every cell's gap with its interval, where it comes from and how reliable it is.

    Parameters
    ----------
    cells
        The grid, with its own answers (not shrunk).
    crossed
        Sums over the respondents of each persona who answered the two questions of a cell;
        ``None`` where respondents are not known: then the gaps are independent.
    reference
        Kind of the answers that reality is held against, or ``target``.
    part
        Reliability that is assumed of one answer (see `difference_reliability`).

    Returns
    -------
    pandas.DataFrame
        One row a cell, personas first: ``persona``, ``touchpoint``, ``gap``, ``gap_low``,
        ``gap_high`` (index points, 95 %), ``from`` (one of `ORIGINS`), ``n_paired``
        (respondents who answered both), ``correlation`` (of their two answers; NaN where not
        known), ``reliability`` (of one person's difference; NaN where nobody gave both, or
        all differences are alike), ``mean_reliability`` (of the cell's gap as a way to tell
        cells apart: the share of the variance between all gaps that is no chance; NaN for
        fewer than three cells).
    """
    answered = crossed is not None and cells.held is not None
    pairs = pairs_of(cells, crossed, reference) if answered and crossed is not None else None
    low, high, origin = gap_interval(cells, pairs)
    shape = cells.gap.shape
    unknown = np.full(shape, np.nan)
    reliability = unknown
    if cells.held is None:
        # A target is without error: the difference is as reliable as the answer.
        reliability = np.where(cells.measured, part, np.nan)
    elif pairs is not None:
        reliability = difference_reliability(pairs.reality, pairs.reference, pairs.covariance, part)
    return pd.DataFrame(
        {
            "persona": np.repeat(np.array(cells.personas, dtype=object), shape[1]),
            "touchpoint": np.tile(np.array(cells.touchpoints, dtype=object), shape[0]),
            "gap": cells.gap.ravel(),
            "gap_low": low.ravel(),
            "gap_high": high.ravel(),
            "from": origin.ravel(),
            "n_paired": np.zeros(cells.gap.size, dtype=int)
            if pairs is None
            else pairs.n.ravel().round().astype(int),
            "correlation": (unknown if pairs is None else pairs.correlation).ravel(),
            "reliability": reliability.ravel(),
            "mean_reliability": _of_means(cells.gap.ravel(), (high - low).ravel()),
        }
    )


def _of_means(gaps: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """Reliability of the cells' gaps, from the variance of each and that between them."""
    if np.isfinite(gaps).sum() < LEAST_CELLS:
        return np.full(len(gaps), np.nan)
    return shrunk(gaps, (width / (2 * Z95)) ** 2).own


def gaps_in_words(table: pd.DataFrame, part: float = ONE_QUESTION) -> tuple[str, ...]:
    """Say what a table of gaps rests on, and how far it can be trusted.

    Parameters
    ----------
    table
        From `gap_table`.
    part
        Reliability that was assumed of one answer.
    """
    known = table[table["from"] != "not measured"]
    if known.empty:
        return ("No gap is measured.",)
    counts = known["from"].value_counts()
    said = [
        f"{'One cell is' if counts[name] == 1 else f'{counts[name]} cells are'} {name}: {means}."
        for name, means in ORIGINS.items()
        if name in counts
    ]
    return (*said, _open_in_words(known), *_reliability_in_words(known, part))


def _open_in_words(known: pd.DataFrame) -> str:
    either = int(((known["gap_low"] <= 0) & (known["gap_high"] >= 0)).sum())
    if not either:
        return "In no measured cell does the 95 % interval of the gap hold 0."
    return (
        f"In {either} of {len(known)} measured cells the 95 % interval of the gap holds 0: there "
        "it is not certain on which side reality lies."
    )


def _reliability_in_words(known: pd.DataFrame, part: float) -> list[str]:
    said = []
    single = known.loc[known["n_paired"] > 0, "reliability"].dropna()
    if len(single):
        said.append(
            f"If each answer is {100 * part:.0f} % reliable, half of the cells have a single "
            f"customer's gap of {100 * median(single):.0f} % reliability or less: do not rank "
            "customers by it."
        )
    means = known["mean_reliability"].dropna()
    if len(means):
        said.append(
            f"As means over customers, gaps tell cells apart with a reliability of "
            f"{100 * median(means):.0f} % in the middle cell."
        )
    return said
