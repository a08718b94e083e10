"""The planted truth: what an endless sample of the example would show.

The true index of a cell is the mean of its answers *after* they became steps of a scale, by
the normal distribution function. The true TOP 5 follows from it by DESIGN.md, section 4; the
arithmetic stands here once more, short and apart from the product's, so that one can be held
against the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx_workbench.study.example.planted import (
    CELLS_NOT_ASKED,
    MEASURED_IDS,
    PERSONA_IDS,
    QUESTIONS,
    REACH,
    SPREAD,
    TOUCHPOINT_IDS,
    WAVES,
    Floats,
    planted_means,
    steps,
    wave_shift,
)
from cx_workbench.study.example.tables import (
    DEFAULT_SEED,
    IMPROVEMENTS,
    PERSONAS,
    SETTINGS,
    Improvement,
)


@dataclass(frozen=True, eq=False)
class PlantedTruth:
    """What the example's generator knows and its answers only hint at.

    Attributes
    ----------
    reality, expectation
        True mean index (0..100), personas x touchpoints, of the metric that counts there
        (csat before ces before nps), both waves together; NaN where nobody was asked.
    effort
        True effort of each improvement in person-days: the PERT mean of its range.
    closes
        True share of the gap that each improvement closes: its likely figure.
    ranking
        ``improvement``, ``gap``, ``impact``, ``effort``, ``score``, best first.
    top
        The true TOP 5, best first.
    not_measured
        Improvements none of whose touchpoints was asked about.
    """

    reality: pd.DataFrame
    expectation: pd.DataFrame
    effort: pd.Series[float]
    closes: pd.Series[float]
    ranking: pd.DataFrame
    top: tuple[str, ...]
    not_measured: tuple[str, ...]


def planted_truth(seed: int = DEFAULT_SEED) -> PlantedTruth:
    """Return the truth behind ``example_tables(seed)``, whatever the number of respondents.

    Parameters
    ----------
    seed
        The seed of the example; it moves every cell by about one index point.

    Returns
    -------
    PlantedTruth
        True indices, figures of the improvements and the TOP 5.

    Examples
    --------
    >>> truth = planted_truth()
    >>> truth.reality.shape, len(truth.top), truth.not_measured
    ((5, 14), 5, ('chat_person',))
    """
    reality, expectation = true_cells(seed)
    ranking = ranking_of(reality, expectation)
    ranked = set(ranking["improvement"])
    ids = pd.Index([row.improvement for row in IMPROVEMENTS], name="improvement")
    return PlantedTruth(
        reality=reality,
        expectation=expectation,
        effort=pd.Series([pert_mean(row) for row in IMPROVEMENTS], index=ids, name="effort"),
        closes=pd.Series([row.closes[1] for row in IMPROVEMENTS], index=ids, name="closes"),
        ranking=ranking,
        top=tuple(ranking["improvement"].head(SETTINGS["ranking"]["top"])),
        not_measured=tuple(name for name in ids if name not in ranked),
    )


def true_cells(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the true mean index of reality and of expectation, personas x touchpoints."""
    means = planted_means(seed)
    reality = sum(
        wave.share * _expected(means["reality"] + shift, "reality")
        for wave, shift in zip(WAVES, wave_shift(), strict=True)
    )
    return _as_cells(np.asarray(reality)), _as_cells(_expected(means["expectation"], "expectation"))


def expected_index(mean: Floats, spread: float, scale_steps: int) -> Floats:
    """Mean index of a normal feeling that was rounded to a scale and cut at its ends.

    The score is at least step ``k`` where the feeling is at least half a step below it, so
    the mean is the sum of those probabilities over all steps above the lowest.

    Parameters
    ----------
    mean
        Mean of the feeling in index points, any shape.
    spread
        Standard deviation of the feeling in index points.
    scale_steps
        Steps of the scale above its lowest score: 4 for csat, 6 for ces, 10 for nps.

    Returns
    -------
    numpy.ndarray
        Expected index 0..100, the shape of ``mean``.

    Examples
    --------
    >>> expected_index(np.array([50.0]), 20.0, 4).round(6).tolist()
    [50.0]
    """
    step = 100 / scale_steps
    borders = step * (np.arange(1, scale_steps + 1) - 0.5)
    z = (np.asarray(mean)[..., np.newaxis] - borders) / (spread * math.sqrt(2))
    at_least = 0.5 * (1 + np.vectorize(math.erf)(z))
    return np.asarray(step * at_least.sum(axis=-1), dtype=float)


def pert_mean(improvement: Improvement) -> float:
    """Effort in person-days: ``(low + 4 likely + high) / 6``, the likely where one is blank.

    Examples
    --------
    >>> row = IMPROVEMENTS[0]
    >>> row.effort, pert_mean(row)
    ((40, 70, 130), 75.0)
    """
    low, likely, high = improvement.effort
    low = likely if low is None else low
    high = likely if high is None else high
    return (low + 4 * likely + high) / 6


def ranking_of(reality: pd.DataFrame, expectation: pd.DataFrame) -> pd.DataFrame:
    """Rank the improvements on given cells by DESIGN.md, section 4, points 2 to 8.

    Parameters
    ----------
    reality, expectation
        Index of each cell, personas x touchpoints, NaN where not measured. Leave rows or
        columns out to take personas or touchpoints out of play.

    Returns
    -------
    pandas.DataFrame
        ``improvement``, ``gap``, ``impact``, ``effort``, ``score``, best first.

    Examples
    --------
    >>> ranking_of(*true_cells(2026)).columns.tolist()
    ['improvement', 'gap', 'impact', 'effort', 'score']
    """
    personas, touchpoints = list(reality.index), list(reality.columns)
    measured = (reality.notna() & expectation.notna()).to_numpy()
    gap = np.where(measured, np.fmax((expectation - reality).to_numpy(), 0), 0)
    reach = pd.DataFrame(REACH, index=TOUCHPOINT_IDS).T.loc[personas, touchpoints].to_numpy()
    reach = np.where(measured, reach, 0)
    worth = {row.persona: row.share * row.value for row in PERSONAS}
    weight = np.array([worth[persona] for persona in personas])[:, np.newaxis]
    weight = weight / weight.sum()
    importance = reach / reach.sum(axis=1, keepdims=True)
    rows = []
    for row in IMPROVEMENTS:
        touched = np.outer(
            np.isin(personas, row.personas.split(";") if row.personas else personas),
            np.isin(touchpoints, row.touchpoints.split(";")),
        )
        mass = touched * weight * reach
        if mass.sum() > 0:
            rows.append(
                {
                    "improvement": row.improvement,
                    "gap": (mass * gap).sum() / mass.sum(),
                    "impact": (touched * weight * importance * gap).sum() * row.closes[1],
                    "effort": pert_mean(row),
                }
            )
    table = pd.DataFrame(rows)
    table["score"] = _score(table)
    return table.sort_values(
        ["score", "impact", "effort", "improvement"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def _score(table: pd.DataFrame) -> Floats:
    score, total = np.zeros(len(table)), 0.0
    for name, anchor in SETTINGS["criteria"].items():
        value = (table[name].to_numpy(float) - anchor["worst"]) / (anchor["best"] - anchor["worst"])
        score += anchor["weight"] * value
        total += anchor["weight"]
    return score / total


def _expected(mean: Floats, kind: str) -> Floats:
    columns = [
        expected_index(mean[:, place], SPREAD[kind].total, steps(asked.metric))
        for place, asked in enumerate(QUESTIONS.values())
    ]
    return np.stack(columns, axis=1)


def _as_cells(index: Floats) -> pd.DataFrame:
    cells = pd.DataFrame(index, index=list(PERSONA_IDS), columns=list(MEASURED_IDS))
    for persona, touchpoint in CELLS_NOT_ASKED:
        cells.loc[persona, touchpoint] = np.nan
    cells = cells.reindex(columns=list(TOUCHPOINT_IDS))
    return cells.rename_axis(index="persona", columns="touchpoint")
