"""Path satisfaction counted: over respondents who answered every step of the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import narwhals as nw
import numpy as np

from cx_workbench.measure.intervals import kish_n
from cx_workbench.study.crossing import Asked, crossing, readable
from cx_workbench.study.engines import collected, is_here
from cx_workbench.study.respondents import in_batches
from cx_workbench.study.side_by_side import PERSONA, WEIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.study.crossing import Crossing
    from cx_workbench.study.model import Study

_SUMS = ("n", "weight", "weight2", "total", "squares")


@dataclass(frozen=True, eq=False)
class JointPath:
    """How many get through the whole way, by those who answered every step; arrays (personas,).

    What is left of a respondent is the product over the steps of ``1 - reach * (1 - index)``:
    with answers of all or nothing and forced steps, 1 for those satisfied everywhere, else 0.

    Attributes
    ----------
    personas
        Ids.
    steps
        Measured steps that the persona passes.
    n
        Respondents who answered all of them; 0 where there is no step.
    weight, weight2
        Sums of their weights and of the squared weights.
    total, squares
        Weighted sums of what is left, 0..1, and of its square.
    """

    personas: tuple[str, ...]
    steps: NDArray[np.intp]
    n: NDArray[np.float64]
    weight: NDArray[np.float64]
    weight2: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]

    @cached_property
    def effective_n(self) -> NDArray[np.float64]:
        """Kish's effective number of those respondents."""
        return kish_n(self.weight, self.weight2)

    @cached_property
    def mean(self) -> NDArray[np.float64]:
        """Weighted mean of what is left, 0..1; NaN without respondents."""
        return self._per_weight(self.total)

    @cached_property
    def variance(self) -> NDArray[np.float64]:
        """Weighted mean square deviation of what is left; NaN without respondents."""
        return np.maximum(self._per_weight(self.squares) - self.mean**2, 0.0)

    def _per_weight(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        share = np.full(len(sums), np.nan)
        np.divide(sums, self.weight, out=share, where=self.weight > 0)
        return share


def joint_path(study: Study, cells: Cells) -> JointPath:
    """Count what is left of the way over respondents who answered all of it, in one scan.

    A step is a touchpoint where the persona is measured and which it passes; its answer is that
    of reality in the metric in use.

    Parameters
    ----------
    study
        Its answers must say who gave them (see `why_not_crossed`).
    cells
        Of some or all of its personas and touchpoints.

    Raises
    ------
    StudyError
        Where the answers do not say which are of the same person.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> study = cx.example()
    >>> way = joint_path(study, cx.rank(study, draws=0).basis.world.cells)
    >>> way.n.shape == (len(study.personas),)
    True
    """
    used = [place for place, metric in enumerate(cells.metric) if metric is not None]
    asked = tuple(Asked(cells.touchpoints[place], str(cells.metric[place])) for place in used)
    reach = np.where(cells.measured, cells.reach, 0.0)[:, used]
    kept = _KEPT.setdefault(study, {})
    key = (asked, cells.personas, reach.tobytes())
    if key not in kept:
        with readable(study):
            sums = _summed(study, asked, cells.personas, reach)
        kept[key] = JointPath(cells.personas, (reach > 0).sum(axis=1), *sums)
    return kept[key]


_KEPT: WeakKeyDictionary[Study, dict[object, JointPath]] = WeakKeyDictionary()


def _summed(
    study: Study, asked: tuple[Asked, ...], personas: tuple[str, ...], reach: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return sums of shape (5, personas)."""
    people = crossing(study, asked)
    if not asked:
        return np.zeros((len(_SUMS), len(personas)))
    everybody = list(study.personas["persona"])
    passed = np.zeros((len(everybody), len(asked)))
    places = [everybody.index(persona) for persona in personas]
    passed[places] = reach
    add_up = _in_batches if is_here(people.answers) else _by_engine
    return add_up(people, passed)[:, places]


def _in_batches(people: Crossing, reach: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = np.zeros((len(_SUMS), len(reach)))
    for some in in_batches(people):
        loss = reach[some.persona] * (1 - some.answers)
        left = np.where(reach[some.persona] > 0, 1 - loss, 1.0).prod(axis=1)
        counts = ~np.isnan(left) & (reach[some.persona] > 0).any(axis=1)
        weight, left, persona = some.weight[counts], left[counts], some.persona[counts]
        of_each = (np.ones_like(weight), weight, weight**2, weight * left, weight * left**2)
        sums += [np.bincount(persona, each, len(reach)) for each in of_each]
    return sums


def _by_engine(people: Crossing, reach: NDArray[np.float64]) -> NDArray[np.float64]:
    left = nw.lit(None, dtype=nw.Float64)
    for persona, passed in enumerate(reach):
        steps = [
            1 - float(passed[place]) * (1 - nw.col(people.columns[place]))
            for place in np.flatnonzero(passed)
        ]
        if steps:
            own = steps[0]
            for step in steps[1:]:
                own = own * step
            left = nw.when(nw.col(PERSONA) == persona).then(own).otherwise(left)
    weight = nw.col(WEIGHT)
    rest = nw.col("left")
    frame = people.respondents.select(PERSONA, WEIGHT, left.alias("left"))
    of_each = (nw.lit(1.0), weight, weight * weight, weight * rest, weight * rest * rest)
    named = [each.alias(name) for name, each in zip(_SUMS, of_each, strict=True)]
    table = collected(
        frame.filter(~rest.is_null())
        .select(PERSONA, *named)
        .group_by(PERSONA)
        .agg(*(nw.col(name).sum() for name in _SUMS))
    )
    sums = np.zeros((len(_SUMS), len(reach)))
    sums[:, table[PERSONA].to_list()] = [table[name].to_list() for name in _SUMS]
    return sums
