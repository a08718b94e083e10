"""Answers from which drivers are derived: sums over respondents, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from cx_workbench.measure.associations import LeftAside
    from cx_workbench.measure.crossed import Crossed
    from cx_workbench.study.crossing import Asked

#: Fewer blocks than this, of twice as many respondents or more, are no resamples of these.
_LEAST_BLOCKS = 30


@dataclass(frozen=True, eq=False)
class Sample:
    """Answers that drivers are derived from.

    Attributes
    ----------
    blocks
        Sums over the respondents of every block, or of one group, for the drivers and, last,
        the outcome.
    aside
        Touchpoints that cannot be used.
    answered
        Respondents who answered the outcome question.
    names
        Names of the touchpoints by id.
    study, persona
        Whose answers these are.
    """

    blocks: Crossed
    aside: tuple[LeftAside, ...]
    answered: int
    names: Mapping[str, str]
    study: str
    persona: str = ""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The questions about the drivers."""
        return self.blocks.questions[:-1]

    @property
    def outcome(self) -> str:
        """Metric of the outcome."""
        return self.blocks.questions[-1].metric

    @cached_property
    def pooled(self) -> Crossed:
        """All blocks together."""
        return self.blocks.pooled()

    @cached_property
    def together(self) -> NDArray[np.float64]:
        """Respondents behind each association, shape (questions, questions)."""
        respondents: NDArray[np.float64] = self.pooled.n[0]
        return respondents

    @cached_property
    def n(self) -> int:
        """Respondents; the median behind an association where each has its own."""
        above = self.together[np.triu_indices(len(self.together), 1)]
        return int(np.median(above)) if len(above) else 0

    @property
    def effective_n(self) -> float:
        """Kish's effective number of respondents behind an association, the median."""
        above = np.triu_indices(len(self.together), 1)
        return float(np.median(self.pooled.effective_n[0][above]))

    @property
    def in_blocks(self) -> bool:
        """Whether there are blocks of respondents to draw from.

        Ids that are too much alike for the blocks may all come into a few of them.
        """
        people = np.diagonal(self.blocks.n, axis1=1, axis2=2).max(axis=1, initial=0)
        enough = np.count_nonzero(people) >= _LEAST_BLOCKS
        return len(people) > 1 and bool(enough or people.sum() < 2 * _LEAST_BLOCKS)
