"""All that one ranking is computed from, settled and measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cx_workbench.rank.contenders import Contenders
from cx_workbench.rank.criteria import reached, touches
from cx_workbench.rank.estimates import estimates_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cx_workbench.measure.tally import Tally
    from cx_workbench.rank.criteria import Measured
    from cx_workbench.rank.decisions import Decisions
    from cx_workbench.rank.estimates import Estimates
    from cx_workbench.rank.options import Options
    from cx_workbench.rank.scope import Scope
    from cx_workbench.study.model import Study


@dataclass(frozen=True, eq=False)
class Basis:
    """What a ranking rests on.

    Attributes
    ----------
    given
        The study as it came: default anchors come from its own estimates, and what is reckoned
        from its answers is kept for it.
    study
        The same with the estimates that people changed.
    options, decisions, scope
        The settings in force, what people decided beyond the study, and what is in play.
    tally
        The answers of the whole study.
    whole, world
        The cells before any filter (default anchors come from there) and those in play.
    """

    given: Study
    study: Study
    options: Options
    decisions: Decisions
    scope: Scope
    tally: Tally
    whole: Measured
    world: Measured

    @cached_property
    def contenders(self) -> Contenders:
        """The improvements that are ranked, in the order of the study."""
        table = self.study.improvements
        touched = touches(table, self.world.cells)
        kept = reached(touched, self.world.cells.measured) & self.scope.improvements
        if self.decisions.vetoed:
            kept &= ~table["improvement"].isin(self.decisions.vetoed).to_numpy(dtype=bool)
        return _kept(self.study, self.world, touched, kept)

    @cached_property
    def own_estimates(self) -> Estimates:
        """What the study itself says of the contenders."""
        ranked = self.given.improvements["improvement"].isin(self.contenders.ids)
        return estimates_of(self.given.improvements[ranked])

    @cached_property
    def unfiltered(self) -> Contenders:
        """All that could be ranked before any filter or decision, as the study estimates them."""
        if self._as_it_came:
            return self.contenders
        touched = touches(self.given.improvements, self.whole.cells)
        kept = reached(touched, self.whole.cells.measured)
        return _kept(self.given, self.whole, touched, kept)

    @cached_property
    def small_cells(self) -> frozenset[tuple[str, str]]:
        """Persona and touchpoint of the cells in which too few answered to be shown."""
        small = self.given.answers.set_apart
        few = small[small["kind"].isin(["reality", self.options.reference])]
        everybody = tuple(self.given.personas["persona"])
        return frozenset(
            (each, touchpoint)
            for persona, touchpoint in zip(few["persona"], few["touchpoint"], strict=True)
            # An answer without a persona counts for each.
            for each in ((persona,) if persona else everybody)
        )

    @property
    def _as_it_came(self) -> bool:
        """Whether nothing is filtered and nothing decided that would move a figure."""
        whole = self.world is self.whole and bool(self.scope.improvements.all())
        return whole and self.study is self.given and not self.decisions.vetoed


def _kept(
    study: Study, world: Measured, touched: NDArray[np.bool_], kept: NDArray[np.bool_]
) -> Contenders:
    table = study.improvements
    if not kept.all():
        table = table[kept].reset_index(drop=True)
    return Contenders(world, table, touched[kept], estimates_of(table))
