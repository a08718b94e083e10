"""The report: all that a client asks of a ranking, settled once, before any file is written.

Page, slides, workbook and PDF show the same figures in the same words because they are all made
from this, and none of them computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.charts import Drawing, Look
    from cx_workbench.rank.model import Ranking
    from cx_workbench.report.decided import Log
    from cx_workbench.report.history import History
    from cx_workbench.report.used import Used


@dataclass(frozen=True, slots=True)
class Cell:
    """A persona at a touchpoint.

    Attributes
    ----------
    touchpoint, persona
        Their names.
    metric
        As it is written: ``CSAT``; empty where nothing is measured.
    n
        Answers.
    reality, low, high, reference, gap
        Index points; reality with its 95 % interval, the gap signed. NaN where there is none.
    measured
        Whether it counts.
    fewer_than
        How many answers it would take to be shown, where it has fewer; else 0.
    """

    touchpoint: str
    persona: str
    metric: str
    n: int
    reality: float
    low: float
    high: float
    reference: float
    gap: float
    measured: bool
    fewer_than: int = 0


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A step of the journey with its cells, one for each persona in play.

    ``about`` says stage, phase, channel and owner in one line. ``reality`` and ``reference`` are
    means over its measured cells, by persona weight and reach, in index points; NaN if there are
    none.
    """

    name: str
    stage: str
    phase: str
    channel: str
    owner: str
    reality: float
    reference: float
    cells: tuple[Cell, ...]

    @property
    def about(self) -> str:
        """Stage, phase, channel and owner, as far as they are known, in one line."""
        return " · ".join(filter(None, (self.stage, self.phase, self.channel, self.owner)))


@dataclass(frozen=True, slots=True)
class Improvement:
    """A ranked improvement with what speaks for it.

    Attributes
    ----------
    rank, id, title, in_top
        Its place; a pinned one is in the TOP N whatever its rank.
    why
        One sentence, without the title in front.
    hypothesis
        What is believed, in the study's words; may be empty.
    score
        As computed.
    figures
        What it has of each criterion, in the order of ``Ranking.criteria``.
    shown
        The same as people read it, without the unit.
    adds
        What each criterion adds to the score.
    p_top, rank_low, rank_high
        Share of draws in the TOP N (0..1) and the 90 % rank range; NaN if nothing was drawn.
    n, reality, reference
        The evidence over all its personas.
    where, whom
        Touchpoints and personas by name, as an enumeration.
    owner, pain_type
        May be empty.
    decided
        What people decided about it, one sentence each.
    cells
        What it rests on: its personas at its touchpoints, also where nothing is measured.
    ranks
        In earlier rankings and in this one, the oldest first; ``None`` where it was not ranked,
        empty if there are no earlier ones.
    """

    rank: int
    id: str
    title: str
    in_top: bool
    why: str
    hypothesis: str
    score: float
    figures: tuple[float, ...]
    shown: tuple[str, ...]
    adds: tuple[float, ...]
    p_top: float
    rank_low: float
    rank_high: float
    n: int
    reality: float
    reference: float
    where: str
    whom: str
    owner: str
    pain_type: str
    decided: tuple[str, ...]
    cells: tuple[Cell, ...]
    ranks: tuple[int | None, ...] = ()

    @property
    def ranks_in_words(self) -> str:
        """Ranks in earlier rankings and in this one; empty if there were none."""
        return ", ".join("not ranked" if rank is None else str(rank) for rank in self.ranks)


@dataclass(frozen=True, slots=True)
class Unranked:
    """An improvement without a rank: its title, its touchpoints by name, and why."""

    title: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its heading and what the eye should do with it.

    ``drawing`` is the picture as it is usually drawn; ``draw`` draws it in another look.
    """

    name: str
    heading: str
    reading: str
    drawing: Drawing
    draw: Callable[[Look], Drawing]


@dataclass(frozen=True, eq=False)
class Report:
    """What is handed over, whatever the form. Made by `compose`.

    Attributes
    ----------
    ranking
        The figures that it is made from.
    study
        Title of the study.
    top
        ``TOP 5``.
    headline
        The message in one line.
    summary
        What was ranked, on how many answers.
    scope
        What the filters left in play: the dimension and the names.
    improvements
        Best first; those of the TOP N and the others.
    figures
        The pictures, the message first; none where nothing is ranked.
    touchpoints
        In journey order, with the gaps.
    personas
        Name and weight (0..1) of each.
    vetoed, not_measured, out_of_scope
        What has no rank, and why.
    steps
        How it was computed: what is explained, and the explanation.
    used
        The data behind it.
    settings
        The settings in force and where they came from, and all else that was assumed.
    warnings
        What is odd.
    log
        What people decided.
    history
        Earlier rankings and what moved since; ``None`` if there are none.
    """

    ranking: Ranking
    study: str
    top: str
    headline: str
    summary: str
    scope: tuple[tuple[str, str], ...]
    improvements: tuple[Improvement, ...]
    figures: tuple[Figure, ...]
    touchpoints: tuple[Touchpoint, ...]
    personas: tuple[tuple[str, float], ...]
    vetoed: tuple[Unranked, ...]
    not_measured: tuple[Unranked, ...]
    out_of_scope: tuple[Unranked, ...]
    steps: tuple[tuple[str, str], ...]
    used: Used
    settings: tuple[str, ...]
    warnings: tuple[str, ...]
    log: Log
    history: History | None = None

    @property
    def chosen(self) -> tuple[Improvement, ...]:
        """The TOP N, best first."""
        return tuple(each for each in self.improvements if each.in_top)

    @property
    def rest(self) -> tuple[Improvement, ...]:
        """What is ranked below the TOP N."""
        return tuple(each for each in self.improvements if not each.in_top)

    @property
    def was_drawn(self) -> bool:
        """Whether it is known how sure the places are."""
        return self.ranking.draws is not None
