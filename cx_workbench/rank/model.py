"""A ranking: the one frozen result that every table, picture, page and file is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from cx_workbench.measure.outcomes import Outcome
    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.checks.frameworks import Frameworks
    from cx_workbench.rank.checks.gap_report import GapReport
    from cx_workbench.rank.checks.path_report import PathReport
    from cx_workbench.rank.checks.reality_check import RealityCheck
    from cx_workbench.rank.knowing.information import WhatMatters
    from cx_workbench.rank.sure.simulation import Simulation
    from cx_workbench.rank.turning.points import TurningPoints

#: Columns of ``Ranking.table`` in reading order; further criteria follow.
TABLE_COLUMNS = (
    "rank",
    "improvement",
    "title",
    "score",
    "gap",
    "impact",
    "effort",
    "p_top",
    "rank_low",
    "rank_high",
    "in_top",
    "touchpoints",
    "personas",
    "n",
    "reality",
    "reference",
    "pain_type",
    "owner",
    "why",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One yardstick of a ranking.

    Attributes
    ----------
    name
        ``gap``, ``impact``, ``effort`` or a numeric column of the improvements.
    worst, best
        The anchors: the figure worth 0 and the figure worth 1, in ``unit``.
    weight
        Its weight as given, not normalised.
    unit
        What a figure counts: ``index points``, ``person-days`` ...
    anchors_from
        ``argument``, ``study.toml`` or ``default``.
    """

    name: str
    worst: float
    best: float
    weight: float
    unit: str
    anchors_from: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An improvement that is not ranked, and the touchpoints that it would touch."""

    improvement: str
    title: str
    touchpoints: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """An estimate that people changed.

    Attributes
    ----------
    improvement, title
        Whose it is.
    estimate
        ``effort`` (person-days, the mean of the three points) or ``closes`` (the likely share of
        the gap, 0..1).
    before, after
        What the study says, and what was ranked with.
    """

    improvement: str
    title: str
    estimate: str
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidate improvements in the order in which to pilot them, and all that explains it.

    Made by [rank][cx_workbench.rank]. Frozen: a change of weights makes a new one. All frames
    are in reading order and have a plain index.

    Attributes
    ----------
    study
        Title of the study.
    top
        How many improvements make the TOP N.
    method, reference, importance, impact
        Names of what was used (see ``cx_workbench.rank.METHODS``).
    criteria
        The yardsticks with anchors and weights.
    filters
        What was left in play, by dimension (``persona``, ``stage``, ``phase``, ``channel``,
        ``pain_type``): ``{"persona": ("families",), ...}``; only the dimensions that were
        filtered.
    personas
        In play, one a row: ``persona``, ``name``, ``weight`` (sums to 1), then the columns of
        the study's table.
    touchpoints
        In play, in journey order: ``touchpoint``, ``name``, ``stage``, ``phase``,
        ``position``, ``channel``, ``owner``, ``emotion``, ``metric`` (``None`` where nothing
        is measured).
    cells
        Every persona x touchpoint in play: ``persona``, ``touchpoint``, ``metric``, ``n``
        (answers), ``reality``, ``reference`` (index, 0..100), ``gap`` (reference minus
        reality, signed), ``low``, ``high`` (95 % interval of reality), ``importance`` (sums
        to 1 over a persona), ``reach``, ``measured`` (bool). Figures are NaN where not
        measured.
    table
        Ranked improvements, best first: ``rank``, ``improvement``, ``title``, ``score``,
        ``gap``, ``impact``, ``effort``, then any further criterion, ``p_top``, ``rank_low``,
        ``rank_high`` (NaN if nothing was drawn), ``in_top`` (bool), ``touchpoints``,
        ``personas`` (tuples of ids in play), ``n``, ``reality``, ``reference``, ``pain_type``,
        ``owner``, ``why``.
    contributions
        What each criterion adds to a score: ``improvement``, ``criterion``, ``figure`` (in the
        criterion's unit), ``value`` (0..1 between the anchors), ``contribution`` (adds up to
        the score under ``additive``).
    outcomes
        NPS, CES and CSAT of the whole journey, as reported.
    not_measured, out_of_scope
        Improvements that could not be ranked, and those that the filters took out.
    assumptions, warnings
        What was assumed (settings and where they came from), and what is odd.
    basis
        The study, the settings and the measured world that it rests on.
    simulation
        How sure it is; ``None`` if nothing was drawn.
    pinned
        Improvements that hold a place in the TOP N whatever their score, by id the reason
        (which may be empty). Their ``rank`` is the place by score, their ``p_top`` 1.
    vetoed
        Improvements that people took out, with the reason.
    estimates
        Efforts and shares closed that people changed.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> ranking = rank(example(), top=3)
    >>> ranking.top_table["improvement"].tolist()
    ['firm_invoice', 'plain_bill', 'roaming_alert']
    >>> ranking.weights
    {'gap': 0.3, 'impact': 0.4, 'effort': 0.3}
    """

    study: str
    top: int
    method: str
    reference: str
    importance: str
    impact: str
    criteria: tuple[Criterion, ...]
    filters: Mapping[str, tuple[str, ...]]
    personas: pd.DataFrame
    touchpoints: pd.DataFrame
    cells: pd.DataFrame
    table: pd.DataFrame
    contributions: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    not_measured: tuple[LeftOut, ...]
    out_of_scope: tuple[LeftOut, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    basis: Basis = field(repr=False)
    simulation: Simulation | None = field(default=None, repr=False)
    pinned: Mapping[str, str] = field(default_factory=dict)
    vetoed: tuple[LeftOut, ...] = ()
    estimates: tuple[Revision, ...] = ()

    @property
    def draws(self) -> int | None:
        """How often the simulation drew; ``None`` if nothing was drawn."""
        return self.simulation.draws if self.simulation else None

    @property
    def seed(self) -> int | None:
        """Start of the simulation's random numbers; ``None`` if nothing was drawn."""
        return self.simulation.seed if self.simulation else None

    @property
    def weights(self) -> dict[str, float]:
        """Weight of each criterion, as given."""
        return {criterion.name: criterion.weight for criterion in self.criteria}

    @property
    def top_table(self) -> pd.DataFrame:
        """The rows of the TOP N, by score; a pinned one may stand far down."""
        return self.table[self.table["in_top"]]

    @property
    def evidence(self) -> pd.DataFrame:
        """``improvement``, ``n``, ``reality``, ``reference`` of each ranked improvement."""
        return self.table[["improvement", "n", "reality", "reference"]]

    def what_matters(self) -> WhatMatters:
        """Return which input is most worth knowing better, and how many answers that takes."""
        from cx_workbench.rank.knowing.information import what_matters

        return what_matters(self)

    def turning_points(self) -> TurningPoints:
        """Return what would have to change for an improvement to leave or enter the TOP N."""
        from cx_workbench.rank.turning.points import turning_points

        return turning_points(self)

    def reality_check(self) -> RealityCheck:
        """Return the same ranking on reality alone, whatever customers expect."""
        from cx_workbench.rank.checks.reality_check import reality_check

        return reality_check(self)

    def frameworks(self) -> Frameworks:
        """Return who ranks where under RICE, ICE, WSJF, opportunity and the other methods."""
        from cx_workbench.rank.checks.frameworks import frameworks

        return frameworks(self)

    def gaps(self) -> GapReport:
        """Return the gap of every cell with its interval, and how far it can be trusted."""
        from cx_workbench.rank.checks.gap_report import gap_report

        return gap_report(self)

    def paths(self) -> PathReport:
        """Return what is left of each persona's journeys, and the weakest link."""
        from cx_workbench.rank.checks.path_report import path_report

        return path_report(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the ranked improvements as a frame of your own (see ``table``)."""
        return self.table.copy()

    def to_dict(self, *, cells: bool = False) -> dict[str, Any]:
        """Return what ``ranking.json`` holds (schema ``cx-workbench/ranking/1``)."""
        from cx_workbench.rank.export import to_dict

        return to_dict(self, cells=cells)

    def to_json(self, *, cells: bool = False) -> str:
        """Return ``ranking.json`` as text; ``cells`` adds the measured cells."""
        from cx_workbench.rank.export import to_json

        return to_json(self, cells=cells)

    def to_text(self) -> str:
        """Return the TOP N, the reasons and what was not measured as plain text."""
        from cx_workbench.rank.display import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return the TOP N as a piece of HTML; every text of the study is escaped."""
        from cx_workbench.rank.display import to_html

        return to_html(self)

    def __repr__(self) -> str:
        """Show the text form: a bare prompt gets the answer too."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()
