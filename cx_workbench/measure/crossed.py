"""Two answers of the same person: sums over respondents for every pair of questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from cx_workbench.errors import Problem, StudyError
from cx_workbench.measure.crossed_sums import SUMS, summed_by_engine, summed_in_batches
from cx_workbench.measure.intervals import kish_n
from cx_workbench.study.blocks import BLOCKS
from cx_workbench.study.crossing import (
    NAME_THE_RESPONDENTS,
    UNCROSSED,
    crossing,
    readable,
    why_no_blocks,
)
from cx_workbench.study.engines import is_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.study.crossing import Asked
    from cx_workbench.study.model import Study

By: TypeAlias = Literal["persona", "block"]


@dataclass(frozen=True, eq=False)
class Crossed:
    """Sums over the respondents of each group who answered both questions of a pair.

    Arrays have the shape (groups, questions, questions); an answer x is its index on 0..1.
    Entry ``[g, i, j]`` runs over the respondents of group g who answered both i and j, so the
    diagonal tells of all who answered a question. A respondent whose weight is 0 counts
    nowhere.

    Attributes
    ----------
    questions
        What was asked, in the order of the two last axes.
    groups
        Ids of the personas or of the blocks, in the order of the first axis.
    n
        Respondents.
    weight, weight2
        Sums of their weights and of the squared weights.
    total
        Sum of w x_i: not symmetrical, for ``[g, j, i]`` sums w x_j over the same respondents.
    squares
        Sum of w x_i^2, likewise.
    products
        Sum of w x_i x_j.
    complete
        Whether only respondents count who answered every question.
    """

    questions: tuple[Asked, ...]
    groups: tuple[str, ...]
    n: NDArray[np.float64]
    weight: NDArray[np.float64]
    weight2: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    products: NDArray[np.float64]
    complete: bool = False

    @cached_property
    def effective_n(self) -> NDArray[np.float64]:
        """Kish's effective number of respondents of each pair."""
        return kish_n(self.weight, self.weight2)

    @cached_property
    def mean(self) -> NDArray[np.float64]:
        """Weighted mean of x_i over those who answered i and j, 0..1; NaN without any."""
        return _divided(self.total, self.weight)

    @cached_property
    def variance(self) -> NDArray[np.float64]:
        """Weighted mean square deviation of x_i over the same respondents; NaN without any."""
        spread = _divided(self.squares, self.weight) - self.mean**2
        return np.maximum(spread, 0.0)

    @cached_property
    def covariance(self) -> NDArray[np.float64]:
        """Weighted mean product of both deviations, symmetrical; NaN without respondents.

        Sums are divided by the weight; times ``n / (n - 1)``, with the effective n, for an
        estimate of what all customers would say.
        """
        mean = self.mean
        return _divided(self.products, self.weight) - mean * _turned(mean)

    @cached_property
    def correlation(self) -> NDArray[np.float64]:
        """Correlation of both answers, -1..1; NaN where one of them is always the same."""
        spread = np.sqrt(self.variance * _turned(self.variance))
        # What rounding leaves of sums of equal answers is no spread.
        least = np.minimum(self.variance, _turned(self.variance))
        spread = np.where(np.nan_to_num(least) > _NOTHING, spread, 0.0)
        return np.clip(_divided(self.covariance, spread), -1.0, 1.0)

    def place(self, question: Asked) -> int:
        """Where a question stands on the axes.

        Raises
        ------
        ValueError
            Where it is not among the questions.
        """
        return self.questions.index(question)

    def pooled(self) -> Crossed:
        """Add all groups up into one, called ``all``."""
        return self.resampled(np.ones((1, len(self.groups))), ("all",))

    def resampled(self, times: ArrayLike, groups: Sequence[str] | None = None) -> Crossed:
        """Add groups up, each as many times as is said: replicates of a bootstrap over blocks.

        Parameters
        ----------
        times
            Shape (replicates, groups): how often each group counts.
        groups
            What to call the replicates; numbered from 1 where not given.
        """
        counts = np.asarray(times, dtype=float)
        names = range(1, len(counts) + 1) if groups is None else groups
        sums: dict[str, Any] = {name: np.tensordot(counts, getattr(self, name), 1) for name in SUMS}
        return replace(self, groups=tuple(map(str, names)), **sums)

    def only(self, questions: Sequence[Asked]) -> Crossed:
        """Keep some questions, in the order given."""
        places = [self.place(question) for question in questions]
        both = np.ix_(range(len(self.groups)), places, places)
        sums: dict[str, Any] = {name: getattr(self, name)[both] for name in SUMS}
        return replace(self, questions=tuple(questions), **sums)

    def __add__(self, other: Crossed) -> Crossed:
        """Add the respondents of both, group by group.

        Raises
        ------
        ValueError
            Where they have not the same questions and groups.
        """
        if (self.questions, self.groups) != (other.questions, other.groups):
            raise ValueError("Both need the same questions and groups.")
        sums: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in SUMS}
        return replace(self, complete=self.complete and other.complete, **sums)


#: Less than any two different answers on a scale of a thousand steps could spread.
_NOTHING = 1e-12


def _turned(array: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.swapaxes(array, -1, -2)


def _divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=share, where=below > 0)
    return share


def crossed(
    study: Study, questions: Sequence[Asked], *, by: By = "persona", complete: bool = False
) -> Crossed:
    """Add up what respondents answered to every pair of questions, in one scan.

    The same sums are not added up twice for a study.

    Parameters
    ----------
    study
        Its answers must say who gave them (see `why_not_crossed`).
    questions
        What was asked; a question that nobody answered has sums of 0.
    by
        What a group is: ``persona``, in the study's order, or ``block``, one of 200 random but
        fixed parts of all respondents of any persona, for resampling. Who answered under
        several personas is a respondent of each, but one in the blocks.
    complete
        Count only respondents who answered every question.

    Raises
    ------
    StudyError
        Where the answers do not say which are of the same person.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.study.crossing import Asked
    >>> asked = [Asked("bill", "csat"), Asked("", "nps")]
    >>> pairs = crossed(cx.example(), asked).pooled()
    >>> round(float(pairs.correlation[0, 0, 1]), 2)
    0.35
    """
    asked = tuple(questions)
    kept = _KEPT.setdefault(study, {})
    key = (asked, by, complete)
    if key not in kept:
        with readable(study):
            kept[key] = _crossed(study, asked, by, complete=complete)
    return kept[key]


_KEPT: WeakKeyDictionary[Study, dict[Any, Crossed]] = WeakKeyDictionary()


def _crossed(study: Study, asked: tuple[Asked, ...], by: By, *, complete: bool) -> Crossed:
    blocks = by == "block"
    people = crossing(study, asked, pooled=blocks)
    if blocks and (reason := why_no_blocks(study.answers)):
        raise StudyError(UNCROSSED, [Problem(reason, hint=NAME_THE_RESPONDENTS)])
    names = [str(number) for number in range(BLOCKS)] if blocks else study.personas["persona"]
    if not asked:
        sums = np.zeros((len(SUMS), len(names), 0, 0))
    elif is_here(people.answers):
        sums = summed_in_batches(people, len(names), blocks=blocks, complete=complete)
    else:
        sums = summed_by_engine(people, len(names), blocks=blocks, complete=complete)
    arrays = dict(zip(SUMS, sums, strict=True))
    return Crossed(asked, tuple(names), **arrays, complete=complete)
