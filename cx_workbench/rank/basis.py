"""All that one ranking is computed from, settled and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.measure.tally import Tally
    from cx_workbench.rank.criteria import Measured
    from cx_workbench.rank.options import Options
    from cx_workbench.rank.scope import Scope
    from cx_workbench.study.model import Study


@dataclass(frozen=True, eq=False)
class Basis:
    """What a ranking rests on.

    Attributes
    ----------
    study, options, scope
        What was given, the settings in force, and what is in play.
    tally
        The answers of the whole study.
    whole, world
        The cells before any filter (default anchors come from there) and those in play.
    """

    study: Study
    options: Options
    scope: Scope
    tally: Tally
    whole: Measured
    world: Measured
