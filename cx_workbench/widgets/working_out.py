"""What takes a moment to work out about an improvement: only when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cx_workbench.rank.evidence import Evidence
    from cx_workbench.rank.knowing.information import WhatMatters
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.turning.points import TurningPoints

_MOST = 5


@dataclass(frozen=True, slots=True)
class Work:
    """Something to work out: for a whole ranking, and then in lines for one improvement."""

    do: Callable[[Ranking], Any]
    lines: Callable[[Any, Evidence], Iterator[str]]


def _turning(found: TurningPoints, evidence: Evidence) -> Iterator[str]:
    """Say what changes its side of the TOP N, then what moves it furthest."""
    if found.said:
        yield found.said
    mine = found.improvements[found.improvements["improvement"] == evidence.improvement]
    yield from mine["sentence"]
    steps = found.steps[found.steps["improvement"] == evidence.improvement]
    far = (steps["rank_then"] - steps["rank"]).abs()
    moves = steps.assign(far=far)[(far > 0) & ~steps["turns"]]
    yield from moves.sort_values("far", ascending=False, kind="stable")["sentence"].head(_MOST)


def _matters(found: WhatMatters, evidence: Evidence) -> Iterator[str]:
    """Say how large the doubt is, and which of its own inputs is most worth knowing."""
    yield found.said
    cells = set(zip(evidence.cells["persona"], evidence.cells["touchpoint"], strict=True))
    inputs = found.inputs
    named = zip(inputs["improvement"], inputs["persona"], inputs["touchpoint"], strict=True)
    own = [of == evidence.improvement or (person, place) in cells for of, person, place in named]
    mine = inputs[own]
    told = mine[(mine["settles"] > 0) & (mine["sentence"] != "")]["sentence"]
    yield from told.head(_MOST)
    if told.empty:
        yield "Knowing one of its own figures better would settle nothing of that."


#: By name what may be asked for.
WORK = {
    "turning": Work(lambda ranking: ranking.turning_points(), _turning),
    "matters": Work(lambda ranking: ranking.what_matters(), _matters),
}
