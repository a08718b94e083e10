"""Importance derived from the answers: what each touchpoint's share of the outcome is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

import numpy as np

from cx_workbench.measure.driver_words import ASSOCIATIONS
from cx_workbench.measure.drivers import drivers, drivers_by_persona

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.driver_shares import Drivers
    from cx_workbench.study.model import Study

#: A ranking asks again at every change of a weight; the answers of a study never change.
_KEPT: WeakKeyDictionary[Study, dict[bool, Derived]]
_KEPT = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Derived:
    """Shares that importance is derived from.

    Attributes
    ----------
    study
        Whose answers they are, held weakly: shares that are kept by study must not keep it.
    pooled
        Drivers of all respondents.
    own
        Drivers of single personas, where asked for and where there are enough answers.
    without_own
        Names of personas for which the pooled shares stand in.
    """

    study: ref[Study] = field(repr=False)
    pooled: Drivers
    own: Mapping[str, Drivers] = field(default_factory=dict)
    without_own: tuple[str, ...] = ()

    def shares(self, personas: Sequence[str], touchpoints: Sequence[str]) -> NDArray[np.float64]:
        """Lay the shares out, shape (personas, touchpoints); NaN where there is none."""
        rows = [
            [self.own.get(persona, self.pooled).shares.get(place, np.nan) for place in touchpoints]
            for persona in personas
        ]
        return np.array(rows, dtype=float).reshape(len(personas), len(touchpoints))

    def drawn(
        self, personas: Sequence[str], touchpoints: Sequence[str], draws: int, seed: int
    ) -> NDArray[np.float64]:
        """Draw the shares as the answers allow, shape (personas, touchpoints, draws).

        Each draw takes one resample of the respondents, the same for all personas that have
        the pooled shares. NaN where there is no share.

        Raises
        ------
        ReferenceError
            Where nobody holds the study any more.
        """
        found = np.full((len(personas), len(touchpoints), draws), np.nan)
        resampled = self._resampled
        rng = np.random.default_rng(seed)
        rows = {
            persona: rng.integers(0, len(each.replicates), draws)
            for persona, each in resampled.items()
        }
        for person, persona in enumerate(personas):
            whose = persona if persona in resampled else ""
            each = resampled[whose]
            for column, place in enumerate(each.shares):
                if place in touchpoints:
                    drawn = each.replicates[rows[whose], column]
                    found[person, list(touchpoints).index(place)] = drawn
        return found

    @cached_property
    def _resampled(self) -> dict[str, Drivers]:
        """The same drivers with replicates, by persona; pooled under an empty name."""
        study = self.study()
        if study is None:
            raise ReferenceError("The study is gone; hold it while its shares are drawn.")
        own = drivers_by_persona(study) if self.own else {}
        return {"": drivers(study), **own}

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed, in sentences."""
        whose = (
            "Shares are those of each persona's own answers."
            if self.own
            else "Shares are pooled over all personas."
        )
        return (*self.pooled.assumptions[:-1], whose)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd, in sentences; that drivers are associations comes first."""
        own = (
            f"{each.persona}: {said}"
            for each in self.own.values()
            for said in each.warnings
            if said != ASSOCIATIONS
        )
        stand_in = (
            f"{name}: too few answers for shares of its own; the pooled shares stand in."
            for name in self.without_own
        )
        return (*self.pooled.warnings, *stand_in, *own)


def derived(study: Study, *, by_persona: bool = False) -> Derived:
    """Derive importance from the answers of a study.

    Parameters
    ----------
    study
        From `load` or `example`.
    by_persona
        Whether each persona that has enough answers gets shares of its own.

    Raises
    ------
    StudyError
        As `cx_workbench.measure.drivers.drivers`.

    Examples
    --------
    >>> from cx_workbench import example
    >>> found = derived(example())
    >>> found.shares(["always_on"], ["coverage", "nowhere"]).round(2)
    array([[0.24, nan]])
    """
    kept = _KEPT.setdefault(study, {})
    if by_persona not in kept:
        kept[by_persona] = _derived(study, by_persona=by_persona)
    return kept[by_persona]


def _derived(study: Study, *, by_persona: bool) -> Derived:
    pooled = drivers(study, replicates=0)
    if not by_persona:
        return Derived(ref(study), pooled)
    own = drivers_by_persona(study, replicates=0)
    people = zip(study.personas["persona"], study.personas["name"], strict=True)
    without = tuple(str(name) for persona, name in people if persona not in own)
    return Derived(ref(study), pooled, own, without)
