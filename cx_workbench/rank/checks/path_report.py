"""The way of each persona: what is left at its end, where most is lost, what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import visible
from cx_workbench.measure.intervals import Z95
from cx_workbench.measure.paths import path_bounds, path_interval, point_gains, steps_kept
from cx_workbench.rank.checks.path_words import in_words
from cx_workbench.rank.checks.respondents import counted_ways, crossed_cells, step_correlation
from cx_workbench.rank.criteria import path_gains, touches
from cx_workbench.rank.frames import as_ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking

#: Columns of the steps that ``Ranking.cells`` has already.
_OF_CELLS = ("persona", "touchpoint", "n", "reality", "reach")


@dataclass(frozen=True, eq=False)
class PathReport:
    """Path satisfaction of a ranking's personas, in percent of their journeys.

    Attributes
    ----------
    personas
        One a row: ``persona``, ``name``, ``weight``, ``steps`` (measured and passed), ``left``
        (share of journeys without a disappointment, if steps are independent), ``low``,
        ``high`` (its 95 % interval), ``bound_low``, ``bound_high`` (whatever goes together,
        from the averages alone), ``weakest`` (touchpoint that leaves least), ``pays_most``
        (touchpoint where one more index point adds most), ``per_point`` (how much, in points
        of path satisfaction), ``joint``, ``joint_low``, ``joint_high`` (over the customers who
        rated every step), ``joint_n`` (how many those are; NaN where that is not known).
        Figures are NaN, and touchpoints empty, where there is nothing to say them of.
    steps
        Measured steps that somebody passes, by persona in journey order (see `path_steps`).
    gains
        Each ranked improvement for each persona: ``rank``, ``improvement``, ``title``,
        ``persona``, ``gain`` (points of path satisfaction).
    sentences
        What it comes to, one sentence a persona, and what is assumed.
    """

    personas: pd.DataFrame
    steps: pd.DataFrame
    gains: pd.DataFrame
    sentences: tuple[str, ...]

    def to_text(self) -> str:
        """Return one sentence a persona, and what is assumed."""
        return "\n".join(visible(sentence) for sentence in self.sentences)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()


def path_report(ranking: Ranking) -> PathReport:
    """Follow each persona through its measured steps.

    Parameters
    ----------
    ranking
        Its measured cells are the steps; what reality is held against plays no part but in the
        gains of improvements, which close a share of the gap.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> report = path_report(rank(example(), draws=0))
    >>> report.personas["weakest"].tolist()[:2]
    ['roaming', 'bill']
    """
    steps = path_steps(ranking)
    ends = _ends(ranking, steps)
    gains = _gains(ranking)
    return PathReport(ends, steps, gains, in_words(ranking, ends, steps, gains))


def path_steps(ranking: Ranking) -> pd.DataFrame:
    """Every step that is measured and passed, from the ranking's cells alone.

    Returns
    -------
    pandas.DataFrame
        By persona in journey order: ``persona``, ``touchpoint``, ``name``, ``n`` (answers),
        ``reality`` (index), ``reach`` (0..1), ``kept`` (percent of journeys that the step
        leaves), ``error`` (standard error of that), ``left`` (percent that is left after it),
        ``bound_low``, ``bound_high`` (at least and at most, whatever goes together),
        ``per_point`` (points of path satisfaction that one more index point adds).
    """
    names = dict(zip(ranking.touchpoints["touchpoint"], ranking.touchpoints["name"], strict=True))
    cells = ranking.cells.set_index(["persona", "touchpoint"], drop=False)
    order = pd.MultiIndex.from_product([ranking.personas["persona"], list(names)])
    cells = cells.loc[order[order.isin(cells.index)]].reset_index(drop=True)
    cells = cells[cells["measured"] & (cells["reach"] > 0)]
    ways = [_way(way) for _, way in cells.groupby("persona", sort=False)]
    columns = [*_OF_CELLS, "kept", "error", "left", "bound_low", "bound_high", "per_point"]
    found = pd.concat(ways, ignore_index=True) if ways else pd.DataFrame(columns=columns)
    found.insert(2, "name", found["touchpoint"].map(names))
    return found


def _way(way: pd.DataFrame) -> pd.DataFrame:
    """Follow one persona from step to step."""
    reality, reach, low, high = (
        way[name].to_numpy(dtype=float) for name in ("reality", "reach", "low", "high")
    )
    kept = steps_kept(reality, reach)
    after = [path_bounds(kept[: step + 1]) for step in range(len(kept))]
    return way[list(_OF_CELLS)].assign(
        kept=100 * kept,
        error=reach * (high - low) / (2 * Z95),
        left=100 * np.cumprod(kept),
        bound_low=[100 * float(bounds[0]) for bounds in after],
        bound_high=[100 * float(bounds[1]) for bounds in after],
        per_point=point_gains(kept, reach),
    )


def _ends(ranking: Ranking, steps: pd.DataFrame) -> pd.DataFrame:
    """Say what each persona's way comes to."""
    basis = ranking.basis
    together = crossed_cells(basis, "reality")
    rows = []
    for persona in ranking.personas["persona"]:
        way = steps[steps["persona"] == persona]
        touchpoints = list(way["touchpoint"])
        correlation = step_correlation(basis, together, persona, touchpoints)
        rows.append(_end(way, correlation))
    who = ranking.personas[["persona", "name", "weight"]]
    found = pd.concat([who, pd.DataFrame(rows)], axis=1)
    return found.merge(counted_ways(basis), on="persona", validate="one_to_one")


def _end(way: pd.DataFrame, correlation: NDArray[np.float64] | None) -> dict[str, object]:
    if way.empty:
        unknown = dict.fromkeys(("left", "low", "high", "bound_low", "bound_high"), np.nan)
        return {"steps": 0, **unknown, "weakest": "", "pays_most": "", "per_point": np.nan}
    last, kept = way.iloc[-1], way["kept"].to_numpy(dtype=float) / 100
    variance = (way["error"].to_numpy(dtype=float) / 100) ** 2
    low, high = path_interval(kept, variance, correlation)
    places = way["touchpoint"].to_numpy(dtype=object)
    points = way["per_point"].to_numpy(dtype=float)
    lossless = bool((kept >= 1).all())
    return {
        "steps": len(way),
        "left": last["left"],
        "low": 100 * float(low),
        "high": 100 * float(high),
        "bound_low": last["bound_low"],
        "bound_high": last["bound_high"],
        "weakest": "" if lossless else places[kept.argmin()],
        "pays_most": "" if lossless else places[points.argmax()],
        "per_point": points.max(),
    }


def _gains(ranking: Ranking) -> pd.DataFrame:
    """Points of path satisfaction that each ranked improvement adds for each persona."""
    world, ranked = ranking.basis.world, as_ranked(ranking)
    people = list(ranking.personas["persona"])
    closes = ranked["closes_likely"].to_numpy(dtype=float)
    gained = path_gains(touches(ranked, world.cells), closes, world)
    named = ranking.table[["rank", "improvement", "title"]]
    repeated = named.loc[named.index.repeat(len(people))].reset_index(drop=True)
    return repeated.assign(persona=people * len(named), gain=gained.ravel())
