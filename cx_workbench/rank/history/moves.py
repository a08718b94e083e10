"""Who moved since an earlier ranking, and how much of it each cause made."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.rank.history.snapshot import Candidate, Snapshot, can_be_reckoned, ranks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What can move a rank, and how it is called in a sentence.
CAUSES = {
    "scores": "what customers said",
    "estimates": "estimates",
    "settings": "weights and settings",
    "candidates": "candidates that came or went",
}


@dataclass(frozen=True, slots=True)
class Move:
    """An improvement then and now.

    Attributes
    ----------
    improvement, title
        What it is called.
    before, after
        Its rank; ``None`` where it was not ranked.
    was_in, is_in
        Whether it was, and is, in the TOP N.
    places
        By cause, how many places up (down, if negative) it moved by it; they add up to
        ``before - after``. Empty where that cannot be reckoned.
    """

    improvement: str
    title: str
    before: int | None
    after: int | None
    was_in: bool
    is_in: bool
    places: Mapping[str, float]

    @property
    def up(self) -> int:
        """Places up; 0 for one that came or went."""
        return 0 if self.before is None or self.after is None else self.before - self.after

    def share(self, cause: str) -> float:
        """Share of a cause in all that moved it, up or down, 0..1."""
        moved = sum(abs(places) for places in self.places.values())
        return abs(self.places.get(cause, 0.0)) / moved if moved else 0.0


@dataclass(frozen=True, eq=False)
class Moves:
    """What moved between two rankings of a study.

    Attributes
    ----------
    before, after
        The two.
    moves
        All improvements of either: by rank now, then those that are not ranked any more.
    why_no_causes
        Why it is not said how much each cause made; empty where it is.
    """

    before: Snapshot
    after: Snapshot
    moves: tuple[Move, ...]
    why_no_causes: str = ""

    @property
    def came_in(self) -> tuple[Move, ...]:
        """What is in the TOP N and was not."""
        return tuple(move for move in self.moves if move.is_in and not move.was_in)

    @property
    def fell_out(self) -> tuple[Move, ...]:
        """What was in the TOP N and is not."""
        return tuple(move for move in self.moves if move.was_in and not move.is_in)


def moves_between(before: Snapshot, after: Snapshot) -> Moves:
    """Say what moved between two rankings, and why.

    How much each cause made of a move is its Shapley value: its effect on the rank, averaged
    over all orders in which the causes could have come about one after the other. So the causes
    add up to the move, whatever they do together.

    Parameters
    ----------
    before, after
        Of the same study.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2,
    307-317.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.rank.history.snapshot import recall
    >>> study = cx.example()
    >>> then, now = (
    ...     recall(cx.rank(study, weights=weights, draws=0).to_dict(cells=True))
    ...     for weights in (None, {"effort": 1})
    ... )
    >>> moved = moves_between(then, now)
    >>> {cause for move in moved.moves for cause, places in move.places.items() if places}
    {'settings'}
    """
    why_not = _why_no_causes(before, after)
    places = {} if why_not else _places(before, after)
    ids = [*after.by_id, *(name for name in before.by_id if name not in after.by_id)]
    moves = (_move(name, before, after, places.get(name, {})) for name in ids)
    return Moves(before, after, tuple(moves), why_not)


def _move(name: str, before: Snapshot, after: Snapshot, places: Mapping[str, float]) -> Move:
    then, now = before.by_id.get(name), after.by_id.get(name)
    known = now or then
    return Move(
        improvement=name,
        title=known.title if known else name,
        before=then.rank if then else None,
        after=now.rank if now else None,
        was_in=bool(then and then.in_top),
        is_in=bool(now and now.in_top),
        places=places,
    )


def _why_no_causes(before: Snapshot, after: Snapshot) -> str:
    for snapshot, when in ((before, "the earlier"), (after, "this")):
        if not can_be_reckoned(snapshot):
            return (
                f"How much each cause made is not reckoned: the method {snapshot.settings.method} "
                f"of {when} ranking goes by more than its file holds."
            )
    return ""


def _places(before: Snapshot, after: Snapshot) -> dict[str, dict[str, float]]:
    """Share the moves out among the causes."""
    both = [name for name in after.by_id if name in before.by_id]
    ranks = {
        new: _hybrid(before, after, frozenset(new))
        for size in range(len(CAUSES) + 1)
        for new in itertools.combinations(CAUSES, size)
    }
    known = {frozenset(new): found for new, found in ranks.items()}
    # One that some mixture leaves unmeasured has no rank there.
    whole = [name for name in both if all(name in found for found in known.values())]
    return {
        name: {
            cause: _shapley(cause, lambda new, name=name: known[new][name])  # type: ignore[misc]
            for cause in CAUSES
        }
        for name in whole
    }


def _shapley(cause: str, rank: Callable[[frozenset[str]], int]) -> float:
    """Places up that a cause made, on average over all orders of the causes."""
    others = [name for name in CAUSES if name != cause]
    total = 0.0
    for size in range(len(others) + 1):
        weight = math.factorial(size) * math.factorial(len(others) - size)
        for some in itertools.combinations(others, size):
            already = frozenset(some)
            total += weight * (rank(already) - rank(already | {cause}))
    return total / math.factorial(len(CAUSES))


def _hybrid(before: Snapshot, after: Snapshot, new: frozenset[str]) -> dict[str, int]:
    """Rank with some causes as they are now and the others as they were."""

    def of(cause: str) -> Snapshot:
        return after if cause in new else before

    candidates = [
        _estimated(name, before, after, of("estimates")) for name in of("candidates").by_id
    ]
    return ranks_of(candidates, of("scores").cells, of("settings").settings)


def _estimated(name: str, before: Snapshot, after: Snapshot, wanted: Snapshot) -> Candidate:
    """Take an improvement as it was estimated at one time, or at the only time that it was."""
    found = wanted.by_id.get(name) or before.by_id.get(name)
    return found or after.by_id[name]
