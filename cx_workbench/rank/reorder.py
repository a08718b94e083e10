"""The answer while somebody drags: the same order as `rank`, from arrays that are at hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.rank.criteria import values
from cx_workbench.rank.decisions import decide
from cx_workbench.rank.estimates import with_estimates
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.options import resettled
from cx_workbench.rank.scoring import best_first, criteria, held, placed, scored
from cx_workbench.rank.sure.places import places_of
from cx_workbench.rank.sure.spread import drawn_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.contenders import Contenders
    from cx_workbench.rank.decisions import Decisions
    from cx_workbench.rank.model import Criterion, Ranking
    from cx_workbench.rank.options import Options
    from cx_workbench.rank.sure.places import HowSure
    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]

HEADLINE = "The improvements were not put in another order."


@dataclass(frozen=True, eq=False)
class Order:
    """An order of I improvements under K criteria, best first, in arrays.

    Attributes
    ----------
    improvements
        Ids, best first.
    rank
        1 to I.
    score
        By the method in force, shape (I,).
    in_top
        Which make the TOP N, shape (I,); a pinned one may stand far down.
    contribution
        What each criterion adds to a score, shape (I, K).
    criteria
        Names, in the order of the contributions.
    figures
        Figure of each criterion, in its unit, shape (I,).
    p_top, rank_low, rank_high
        As in `Ranking.table`, shape (I,); ``None`` where that takes new draws.
    """

    improvements: tuple[str, ...]
    rank: NDArray[np.intp]
    score: Array
    in_top: NDArray[np.bool_]
    contribution: Array
    criteria: tuple[str, ...]
    figures: Mapping[str, Array]
    p_top: Array | None = None
    rank_low: Array | None = None
    rank_high: Array | None = None


def reorder(  # noqa: PLR0913  every setting is one argument
    ranking: Ranking,
    *,
    weights: Mapping[str, float] | None = None,
    top: int | None = None,
    method: str | None = None,
    estimates: Mapping[str, Mapping[str, float]] | None = None,
    pinned: Mapping[str, str] | None = None,
    draws: int | None = None,
) -> Order:
    """Put the improvements of a ranking in order under other settings, in milliseconds.

    What is not given is as in the ranking. The order, the scores and the contributions are those
    that `rank` gives with the same settings. How sure it is comes from the draws of the ranking
    as long as they hold: new estimates, or another method, take new ones.

    Parameters
    ----------
    ranking
        Any; its filters and vetoes hold.
    weights, top, method, estimates, pinned
        As for `rank`.
    draws
        How many of the ranking's draws to read; all of them. With fewer, how sure it is comes
        sooner and is less exact.

    Raises
    ------
    SettingError
        With every argument that names what there is not.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> ranking = rank(example(), draws=0)
    >>> reorder(ranking, weights={"effort": 1}).improvements[:2]
    ('quiet_hours', 'short_order')
    """
    basis = ranking.basis
    options, unsettled = resettled(
        basis.given, basis.options, top=top, method=method, weights=weights
    )
    decisions = basis.decisions
    undecided: list[Problem] = []
    if estimates is not None or pinned is not None or top is not None:
        decisions, undecided = decide(
            basis.given,
            options.top,
            estimates=decisions.estimates if estimates is None else estimates,
            pinned=decisions.pinned if pinned is None else pinned,
            vetoed=decisions.vetoed,
        )
    if problems := [*unsettled, *undecided]:
        raise SettingError(HEADLINE, problems)
    return _ordered(ranking, options, decisions, draws)


def _ordered(ranking: Ranking, options: Options, decisions: Decisions, draws: int | None) -> Order:
    basis = ranking.basis
    contenders, anchors = basis.contenders, _anchors(ranking, options)
    worth, table = _worth(basis, options, decisions)
    scores = scored(replace(basis, options=options), anchors, worth, table)
    order = best_first(scores, worth, contenders.by_id)
    ids, given = contenders.ids[order], np.array([criterion.weight for criterion in anchors])
    kept, sure = ranking.simulation, None
    if kept is not None and _same_draws(basis, options, decisions):
        asked = replace(kept, top=options.top, pinned=frozenset(decisions.pinned))
        sure = _sureness(asked, contenders, anchors, order, draws)
    return Order(
        improvements=tuple(ids),
        rank=np.arange(1, len(ids) + 1),
        score=scores[order],
        in_top=placed(len(ids), options.top, held(ids, decisions.pinned)),
        contribution=(values(anchors, worth) * given / given.sum())[order],
        criteria=tuple(criterion.name for criterion in anchors),
        figures={name: figure[order] for name, figure in worth.items()},
        p_top=None if sure is None else sure.p_top,
        rank_low=None if sure is None else sure.rank_low,
        rank_high=None if sure is None else sure.rank_high,
    )


def _anchors(ranking: Ranking, options: Options) -> tuple[Criterion, ...]:
    """Weigh the criteria anew; one that had no weight before has anchors of its own."""
    known = {criterion.name: criterion for criterion in ranking.criteria}
    if options.weights.keys() <= known.keys():
        return tuple(
            replace(known[name], weight=weight) for name, weight in options.weights.items()
        )
    basis = ranking.basis
    before = basis.unfiltered.figures(options.impact, options.weights)
    return criteria(basis.given, options, before)


def _worth(
    basis: Basis, options: Options, decisions: Decisions
) -> tuple[dict[str, Array], pd.DataFrame]:
    """Return the figures of the contenders, and their rows, under other estimates."""
    contenders = basis.contenders
    if decisions.estimates == basis.decisions.estimates:
        return contenders.figures(options.impact, options.weights), contenders.table
    estimates = basis.own_estimates.revised(contenders.places, decisions.estimates)
    worth = contenders.figures(options.impact, options.weights, estimates)
    if METHODS[options.method].parts:
        return worth, with_estimates(contenders.table, estimates)
    return worth, contenders.table


def _same_draws(basis: Basis, options: Options, decisions: Decisions) -> bool:
    same_method = options.method == basis.options.method
    return same_method and decisions.estimates == basis.decisions.estimates


def _sureness(
    kept: Simulation,
    contenders: Contenders,
    anchors: tuple[Criterion, ...],
    order: NDArray[np.intp],
    draws: int | None,
) -> HowSure:
    """Read the kept draws under other weights; best first."""
    places = [contenders.places[name] for name in kept.improvements]
    new = {
        criterion.name: np.broadcast_to(
            contenders.column(criterion.name)[places], kept.figures["effort"].shape
        )
        for criterion in anchors
        if criterion.name not in kept.figures
    }
    given = np.array([criterion.weight for criterion in anchors])
    sure = replace(
        kept,
        criteria=anchors,
        figures={**kept.figures, **new},
        weights=drawn_weights(given, kept.spread, kept.draws, kept.seed),
    )
    # The draws stand in the order of the ranking that they were made for.
    columns = np.argsort(places)[order]
    found = places_of(sure.some(slice(draws)), columns)
    return type(found)(*(figure[columns] for figure in found))


def closes_for_impact(ranking: Ranking, improvement: str, impact: float) -> float:
    """Share of the gap that an improvement would have to close for its impact to be a figure.

    Parameters
    ----------
    ranking
        Any; the improvement is one that it ranks.
    improvement
        Its id.
    impact
        In the unit of the ranking's impact.

    Returns
    -------
    float
        0..1: the nearest share where no share has such an impact; the share as it stands where
        closing a gap gains nothing.

    Raises
    ------
    SettingError
        Where the ranking has no such improvement, or the impact is no number.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> ranking = rank(example(), draws=0)
    >>> now = ranking.table.set_index("improvement")["impact"]["plain_bill"]
    >>> round(closes_for_impact(ranking, "plain_bill", now / 2), 3)
    0.2
    """
    contenders, model = ranking.basis.contenders, ranking.impact
    if improvement not in contenders.places:
        what = f"'{improvement}' is not ranked."
        hint = did_you_mean(improvement, contenders.ids)
        raise SettingError(HEADLINE, [Problem(what, value=str(improvement), hint=hint)])
    if not np.isfinite(impact):
        problem = Problem(f"The impact is {impact}.", value=str(impact), hint="Give a number.")
        raise SettingError(HEADLINE, [problem])
    place = contenders.places[improvement]
    alone = contenders.only(place)

    def beyond(closes: float) -> float:
        return float(alone.impact(np.array([closes]), model)[0]) - impact

    if beyond(1.0) == beyond(0.0):
        return float(contenders.estimates.closes[1, place])
    if beyond(0.0) >= 0:
        return 0.0
    if beyond(1.0) <= 0:
        return 1.0
    if model != "path":
        return float(impact / alone.full_gain[0])
    from scipy.optimize import brentq

    return float(brentq(beyond, 0.0, 1.0, xtol=1e-12))
