"""The straight line from a ranking and a budget to the best set of improvements."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import SettingError
from cx_workbench.rank.portfolio import notes
from cx_workbench.rank.portfolio.asked import HEADLINE, Asked, ask
from cx_workbench.rank.portfolio.candidates import Candidates, candidates
from cx_workbench.rank.portfolio.conflict import contradiction
from cx_workbench.rank.portfolio.frontier import Frontier, frontier
from cx_workbench.rank.portfolio.model import Portfolio
from cx_workbench.rank.portfolio.robust import Robust, drawn, robust
from cx_workbench.rank.portfolio.rulebook import (
    budget_rule,
    in_words,
    required,
    standing_rules,
    why_left_out,
)
from cx_workbench.rank.portfolio.search import Best, Search
from cx_workbench.rank.portfolio.ties import settled
from cx_workbench.rank.portfolio.words import PERSON_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.coverage import Flags

DEFAULT_DRAWS = 200
DEFAULT_SECONDS = 20.0


def portfolio(  # noqa: PLR0913  every wish is one argument
    ranking: Ranking,
    budget: float,
    unit: str = PERSON_DAYS,
    *,
    include: Iterable[str] | None = None,
    exclude: Iterable[str] | None = None,
    requires: Mapping[str, str | Iterable[str]] | None = None,
    excludes: Mapping[str, str | Iterable[str]] | None = None,
    at_most: int | None = None,
    at_least_one_per: str | None = None,
    draws: int = DEFAULT_DRAWS,
    seconds: float = DEFAULT_SECONDS,
    progress: Callable[[int, int], None] | None = None,
) -> Portfolio:
    """Choose the set of improvements that gains most under a budget.

    A set gains points of the overall index: over the cells, persona weight times importance
    times gap, times the share that the set closes of it. Two improvements on one cell close
    ``1 - (1 - c1)(1 - c2)`` of its gap together. The search is exact; if its time is up, the
    result says how far from the best it can be at most.

    Parameters
    ----------
    ranking
        From `rank`; its filters hold.
    budget
        What the set may take, in ``unit``; 0 or more.
    unit
        ``person-days`` (mean of the three-point estimate), or ``cost`` (the column ``cost`` of
        the improvements, or else ``budget``).
    include, exclude
        Improvements that must be in the set or out of it, by id or title.
    requires, excludes
        By improvement, what it cannot go without, or cannot go with; beside the study's own
        columns of these names.
    at_most
        How many improvements the set may hold.
    at_least_one_per
        ``persona``, ``stage``, ``phase`` or ``channel``: at least one improvement that touches a
        measured cell of each.
    draws
        In how many draws of the answers and estimates the best set is looked for again; 0 for
        none.
    seconds
        Time for the search; the frontier and the draws take as long again each at most.
    progress
        Called after each draw with how many are done, and of how many.

    Returns
    -------
    Portfolio
        Frozen; the set, what it gains, how sure that is, and the frontier over all budgets.

    Raises
    ------
    SettingError
        With every argument that cannot be, or with the rules that cannot all be kept.

    References
    ----------
    Nemhauser, G. L. and Wolsey, L. A. (1981). Annals of Discrete Mathematics 11, 279-301.

    Examples
    --------
    >>> from cx_workbench import example, portfolio, rank
    >>> plan = portfolio(rank(example(), draws=0), budget=200, at_most=2, draws=0)
    >>> plan.chosen["improvement"].tolist()
    ['plain_bill', 'esim_steps']
    """
    asked = ask(
        ranking,
        budget=budget,
        unit=unit,
        include=include,
        exclude=exclude,
        requires=requires,
        excludes=excludes,
        at_most=at_most,
        at_least_one_per=at_least_one_per,
        draws=draws,
        seconds=seconds,
    )
    found = candidates(ranking, asked)
    standing = standing_rules(ranking, asked, found)
    search = Search(found.covered, [budget_rule(asked, found), *standing])
    best = _searched(search, found, asked, seconds)
    line = frontier(
        found.covered,
        found.use,
        standing,
        at=(asked.budget, best),
        cuts=search.cuts,
        seconds=seconds,
    )
    sure, seed = None, None
    if draws:
        inputs = drawn(ranking, found, draws, by_cost=asked.column is not None)
        seed = inputs.seed
        sure = robust(
            inputs,
            found.touched,
            best.chosen,
            asked.budget,
            standing,
            cuts=search.cuts,
            draws=draws,
            seconds=seconds,
            progress=progress,
        )
    return _portfolio(ranking, asked, found, best=best, line=line, sure=sure, seed=seed)


def _searched(search: Search, found: Candidates, asked: Asked, seconds: float) -> Best:
    """Find the best set, or say which rules stand against each other."""
    until = time.monotonic() + seconds
    rules = list(search.rules)
    best = search.best(seconds)
    if best is None:
        problem = contradiction(rules, found.use, asked.budget, asked.unit)
        raise SettingError(HEADLINE, [problem])
    if not best.proven:
        return best
    chosen = settled(search, best, found.use, until)
    value = float(found.covered.value(chosen))
    return Best(chosen, value, value, proven=True)


def _portfolio(  # noqa: PLR0913  all that was found
    ranking: Ranking,
    asked: Asked,
    found: Candidates,
    *,
    best: Best,
    line: Frontier,
    sure: Robust | None,
    seed: int | None,
) -> Portfolio:
    possible = max(float(line.most), best.value)
    everyone = _robust_table(ranking, asked, found, best.chosen, sure)
    return Portfolio(
        study=ranking.study,
        budget=asked.budget,
        used=float(found.use[best.chosen].sum()),
        unit=asked.unit,
        value=best.value,
        possible=possible,
        share=best.value / possible if possible > 0 else 0.0,
        bound=best.bound,
        proven=best.proven,
        chosen=_chosen_table(ranking, asked, found, best.chosen, everyone),
        robust=everyone,
        draws=None if sure is None else sure.draws,
        impossible=None if sure is None else sure.impossible,
        seed=seed,
        p_within=np.nan if sure is None else sure.p_within,
        value_low=np.nan if sure is None else sure.low,
        value_high=np.nan if sure is None else sure.high,
        frontier=line.table(found.use, found.ids),
        nested=line.nested,
        rules=in_words(ranking, asked, found),
        assumptions=notes.assumptions(ranking, asked, found, best.chosen, line=line, sure=sure),
        warnings=notes.warnings(ranking, asked, found, best.chosen, sure),
    )


def _robust_table(
    ranking: Ranking, asked: Asked, found: Candidates, chosen: Flags, sure: Robust | None
) -> pd.DataFrame:
    size = len(found)
    rank = np.where(np.arange(size) < found.ranked, np.arange(1.0, size + 1), np.nan)
    return pd.DataFrame(
        {
            "rank": rank,
            "improvement": pd.Series(found.ids, dtype="object"),
            "title": pd.Series(found.titles, dtype="object"),
            "chosen": chosen,
            "p_best": np.full(size, np.nan) if sure is None else sure.p_best,
            "required": required(asked, found),
            "why_left_out": pd.Series(
                why_left_out(standing_rules(ranking, asked, found), asked, found, chosen),
                dtype="object",
            ),
        }
    )


def _chosen_table(
    ranking: Ranking, asked: Asked, found: Candidates, chosen: Flags, everyone: pd.DataFrame
) -> pd.DataFrame:
    own, adds = found.covered.alone(), found.covered.added(chosen)
    # The candidates begin with the ranked improvements, in their order.
    others = [()] * (len(found) - found.ranked)
    table = everyone[["rank", "improvement", "title"]].assign(
        effort=found.effort,
        cost=np.nan if asked.column is None else found.use,
        own=own,
        adds=adds,
        # Rounding must not tell of an overlap where there is none.
        overlap=np.where(own - adds > 1e-12 * found.covered.whole, own - adds, 0.0),
        p_best=everyone["p_best"],
        required=everyone["required"],
        touchpoints=pd.Series([*ranking.table["touchpoints"], *others], dtype="object"),
        personas=pd.Series([*ranking.table["personas"], *others], dtype="object"),
    )
    return table[chosen].reset_index(drop=True)
