"""What the same people said at a ranking's cells, as far as the study knows who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.measure.crossed import crossed
from cx_workbench.measure.intervals import even_square, mean_interval
from cx_workbench.measure.joint import joint_path
from cx_workbench.measure.overlap import mean_correlation, places, questions
from cx_workbench.study.crossing import Asked, why_not_crossed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.crossed import Crossed
    from cx_workbench.rank.basis import Basis


def asked_at(basis: Basis, *kinds: str) -> list[Asked]:
    """Questions of some kinds at the touchpoints in play, each in the metric used there."""
    cells = basis.world.cells
    return [
        Asked(touchpoint, metric, kind)
        for kind in kinds
        for touchpoint, metric in zip(cells.touchpoints, cells.metric, strict=True)
        if metric is not None
    ]


def crossed_cells(basis: Basis, *kinds: str) -> Crossed | None:
    """Cross the answers of each persona; ``None`` where respondents are not known."""
    asked = asked_at(basis, *kinds)
    if not asked or why_not_crossed(basis.given.answers):
        return None
    return crossed(basis.given, asked, by="persona")


def step_correlation(
    basis: Basis, together: Crossed | None, persona: str, touchpoints: Sequence[str]
) -> NDArray[np.float64] | None:
    """Correlation of a persona's mean answers at some touchpoints, as estimates.

    Returns
    -------
    numpy.ndarray or None
        Shape (touchpoints, touchpoints); ``None`` where respondents are not known.
    """
    if together is None:
        return None
    cells = basis.world.cells
    columns = [cells.touchpoints.index(name) for name in touchpoints]
    metrics = [cells.metric[column] for column in columns]
    even = cells.moments.even_square[cells.personas.index(persona)][columns]
    step = questions(together, touchpoints, metrics, "reality")
    group = places([persona], together.groups)
    found = mean_correlation(
        together, (group[:, None], step[:, None], step[None, :]), (even[:, None], even[None, :])
    )
    np.fill_diagonal(found, 1.0)
    return found


def counted_ways(basis: Basis) -> pd.DataFrame:
    """Count path satisfaction over the customers who rated every step, in percent.

    Returns
    -------
    pandas.DataFrame
        One row a persona in play: ``persona``, ``joint``, ``joint_low``, ``joint_high`` (95 %),
        NaN where nobody rated every step, ``joint_n``, NaN where respondents are not known or
        are fewer than can be shown.
    """
    cells = basis.world.cells
    people = pd.DataFrame({"persona": list(cells.personas)})
    if why_not_crossed(basis.given.answers):
        return people.assign(joint=np.nan, joint_low=np.nan, joint_high=np.nan, joint_n=np.nan)
    found = joint_path(basis.given, cells)
    square = found.variance + found.mean**2
    # What is left of a customer may be all or nothing.
    low, high = mean_interval(found.mean, square, found.effective_n, even_square(2))
    counted = people.assign(
        joint=100 * found.mean, joint_low=100 * low, joint_high=100 * high, joint_n=found.n
    )
    few = (found.n > 0) & (found.n < basis.options.smallest_cell)
    counted.loc[few, ["joint", "joint_low", "joint_high", "joint_n"]] = np.nan
    return counted
