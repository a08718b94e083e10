"""Which of several equally good sets: the one that uses least, then the ranking decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.portfolio.rules import exclude, include, within
from cx_workbench.rank.portfolio.solver import other_than

if TYPE_CHECKING:
    from cx_workbench.rank.portfolio.coverage import Flags, Numbers
    from cx_workbench.rank.portfolio.rules import Rule
    from cx_workbench.rank.portfolio.search import Best, Search


def settled(search: Search, best: Best, use: Numbers, until: float) -> Flags:
    """Choose among the sets of the greatest value.

    Less use of the budget goes first, then fewer improvements, then the better placed in the
    ranking.

    Parameters
    ----------
    search
        The search that found the best.
    best
        A proven best set.
    use
        What each candidate uses of the budget, (I,); candidates are in the ranking's order.
    until
        When to stop, by the monotonic clock; then the best so far is returned.
    """
    nothing = np.zeros(search.size)
    another = [other_than(best.chosen)]
    if search.as_good(best.value, nothing, another, until) is None:
        return best.chosen
    chosen = best.chosen
    rules: list[Rule] = []
    for least in (use, np.ones(search.size)):
        found = search.as_good(best.value, least, rules, until)
        chosen = chosen if found is None else found
        rules.append(within(float(least[chosen].sum()), least))
    for place in range(search.size):
        if not chosen[place]:
            taken = [*rules, include(place, search.size, "")]
            found = search.as_good(best.value, nothing, taken, until)
            if found is None:
                rules.append(exclude(place, search.size, ""))
                continue
            chosen = found
        rules.append(include(place, search.size, ""))
    return chosen
