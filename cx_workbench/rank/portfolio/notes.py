"""What a portfolio assumes and what is odd about it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.paths import path_satisfaction
from cx_workbench.rank.caveats import derivation
from cx_workbench.rank.options import measured_by
from cx_workbench.rank.portfolio.robust import NEAR
from cx_workbench.rank.portfolio.rulebook import oddities
from cx_workbench.rank.portfolio.words import PERSON_DAYS, amount, enough

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.asked import Asked
    from cx_workbench.rank.portfolio.candidates import Candidates
    from cx_workbench.rank.portfolio.coverage import Flags
    from cx_workbench.rank.portfolio.frontier import Frontier
    from cx_workbench.rank.portfolio.robust import Robust


#: The value of a set, and which of several equally good ones counts as best.
_VALUE = (
    "Value counts points of the overall index: persona weight times importance times gap, times "
    "the share of it that the set closes."
)
_TIES = (
    "Of sets of equal value, the one that takes least counts as best, then the smaller one, then "
    "the one higher in the ranking."
)
_PATH = (
    "The ranking counts impact in points of path satisfaction. Gains along a path multiply and do "
    "not add up, so the set is chosen by points of the overall index; by the path model it raises "
    "path satisfaction from {now:.1f} % to {then:.1f} %."
)
#: A set that keeps within the budget less often is pointed out.
_LIKELY = 0.5


def assumptions(  # noqa: PLR0913  each says something
    ranking: Ranking,
    asked: Asked,
    found: Candidates,
    chosen: Flags,
    *,
    line: Frontier,
    sure: Robust | None,
) -> tuple[str, ...]:
    """Say how value, budget, frontier and draws were counted."""
    return (
        *measured_by(ranking.basis.options),
        *derivation(ranking.basis),
        _VALUE,
        "Two improvements on the same cell close 1 - (1 - c1)(1 - c2) of its gap together.",
        _budget_counts(asked),
        _TIES,
        _frontier_counts(line),
        *_path(ranking, found, chosen),
        *_drawn(ranking, asked, sure),
    )


def _budget_counts(asked: Asked) -> str:
    if asked.column is None:
        return "Effort is the mean of the three-point estimate, (low + 4 likely + high) / 6."
    return f"Cost is the column {asked.column} of the improvements, taken as certain."


def _frontier_counts(line: Frontier) -> str:
    first = f"The frontier holds the best set for each of {len(line.budgets)} budgets;"
    if line.nested:
        return f"{first} every larger one keeps what the smaller ones buy."
    return f"{first} a larger budget does not always keep all that a smaller one buys."


def _path(ranking: Ranking, found: Candidates, chosen: Flags) -> list[str]:
    """Say what the set does along the path, where the ranking counts impact so."""
    if ranking.impact != "path":
        return []
    world = ranking.basis.world
    cells = world.cells
    closed = np.zeros(cells.gap.shape)
    left = np.prod(np.where(found.touched & chosen[:, None], 1 - found.closes[:, None], 1), axis=0)
    closed[found.person, found.place] = 1 - left
    reality = np.where(cells.measured, cells.reality, np.nan)
    now = path_satisfaction(reality, cells.reach) @ world.weight
    then = path_satisfaction(reality + closed * cells.positive_gap, cells.reach) @ world.weight
    return [_PATH.format(now=100 * now, then=100 * then)]


def _drawn(ranking: Ranking, asked: Asked, sure: Robust | None) -> list[str]:
    if sure is None:
        return ["Nothing was drawn: how sure the set is stays open."]
    what = "cost is the same in every draw" if asked.column else "effort is drawn too"
    how = f"In each of {sure.draws:,} draws of gaps and shares closed the best set was looked for"
    seed = ranking.basis.options.seed
    return [f"{how} anew, to within {100 * NEAR:g} % of its value; {what}; seed {seed}."]


def warnings(
    ranking: Ranking, asked: Asked, found: Candidates, chosen: Flags, sure: Robust | None
) -> tuple[str, ...]:
    """Say what is odd about the set, and then about the ranking that it is chosen from."""
    said = (
        *oddities(ranking, asked, found),
        *_bought_nothing(asked, found, chosen),
        *_many_idle(found),
        *_impossible(sure),
        *_cut_short(sure),
        *_unlikely(asked, sure),
        *_without_effort(asked, found),
        *ranking.warnings,
        *_not_measured(ranking, found),
    )
    return tuple(dict.fromkeys(said))


def _not_measured(ranking: Ranking, found: Candidates) -> list[str]:
    """Name what could not be chosen; what comes along all the same is named as such."""
    return [
        f"Not measured, so not to be chosen: {left.title}: {left.reason}."
        for left in ranking.not_measured
        if left.improvement not in found.ids
    ]


def _bought_nothing(asked: Asked, found: Candidates, chosen: Flags) -> list[str]:
    if chosen.any() or found.covered.whole <= 0:
        return []
    gains = found.covered.alone() > 0
    if not gains.any():
        return []
    cheapest = float(found.use[gains].min())
    if cheapest <= asked.budget:
        return []
    takes, given = enough(cheapest, asked.unit), amount(asked.budget, asked.unit)
    what = f"The cheapest improvement that gains anything takes {takes}"
    return [f"{what}: the budget of {given} buys none."]


def _many_idle(found: Candidates) -> list[str]:
    if found.covered.whole > 0 and found.covered.alone().any():
        return []
    return ["No candidate closes any gap: every set gains 0."]


def _impossible(sure: Robust | None) -> list[str]:
    if sure is None or not sure.impossible:
        return []
    what = f"In {sure.impossible:,} of {sure.draws:,} draws no set kept to the rules"
    return [f"{what} within the budget; they count for none of the improvements."]


def _cut_short(sure: Robust | None) -> list[str]:
    if sure is None or sure.draws == sure.wanted:
        return []
    what = f"The time was up after {sure.draws:,} of {sure.wanted:,} draws"
    return [f"{what}: how often an improvement is in the best set rests on those."]


def _unlikely(asked: Asked, sure: Robust | None) -> list[str]:
    if sure is None or asked.column is not None or sure.p_within >= _LIKELY:
        return []
    what = f"The set keeps within the budget in only {100 * sure.p_within:.0f} of 100 draws"
    return [f"{what}: efforts run over more often than not. Keep some {PERSON_DAYS} in reserve."]


def _without_effort(asked: Asked, found: Candidates) -> list[str]:
    named = zip(found.titles, found.ids, found.use, strict=True)
    free = [title for title, name, use in named if use == 0 and name not in asked.exclude]
    what = "an effort" if asked.column is None else "a cost"
    return [f"Taken for free, with {what} of 0: {', '.join(free)}."] if free else []
