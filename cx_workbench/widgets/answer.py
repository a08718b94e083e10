"""What follows from the inputs of a session, as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.reorder import Order

#: More moves than this are a shuffle: a sentence for each would bury the message.
_TOLD = 3


@dataclass(frozen=True, eq=False)
class Answer:
    """An order with all that belongs to it; replaced as one, so that nothing stale is mixed in.

    Attributes
    ----------
    number
        Rises with each answer.
    order
        Scores and places, best first.
    ranking
        The last whole ranking.
    settled
        Whether order and ranking belong together; not while somebody drags.
    moved
        Places that each improvement rose since the settled answer before; negative if it fell.
    said
        What moved, as a sentence for those who do not see it.
    """

    number: int
    order: Order
    ranking: Ranking
    settled: bool
    moved: Mapping[str, int]
    said: str


def moves(before: Order, after: Order) -> dict[str, int]:
    """Return how many places each improvement rose; only those in both that moved."""
    ranks = dict(zip(before.improvements, before.rank.tolist(), strict=True))
    rose = (
        (improvement, ranks.get(improvement, rank) - rank)
        for improvement, rank in zip(after.improvements, after.rank.tolist(), strict=True)
    )
    return {improvement: places for improvement, places in rose if places}


def moves_in_words(before: Order, after: Order, titles: Mapping[str, str], top: int) -> str:
    """Say what a change did to the TOP N, the most important first."""
    was, now = _chosen(before), _chosen(after)
    ranks = dict(zip(after.improvements, after.rank.tolist(), strict=True))
    changes = moves(before, after)
    told = [f"{titles[each]} entered the TOP {top} at {ranks[each]}" for each in now - was]
    told += [f"{titles[each]} left the TOP {top}" for each in was - now if each in titles]
    among = sorted(now & was & changes.keys(), key=lambda each: -abs(changes[each]))
    told += [
        f"{titles[each]} {'rose' if changes[each] > 0 else 'fell'} to {ranks[each]}"
        for each in among
    ]
    if not told:
        return f"The TOP {top} stays as it is."
    more = len(told) - _TOLD
    rest = f", and {more} more moved" if more > 0 else ""
    return f"{', '.join(told[:_TOLD])}{rest}."


def _chosen(order: Order) -> set[str]:
    return {order.improvements[place] for place in np.flatnonzero(order.in_top)}
