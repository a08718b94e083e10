"""Two who work on one study at the same time: what each did is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cx_workbench.study.sessions import Kept, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.sessions import Changed

#: The scenario that holds what somebody else had set when it was written over.
ELSEWHERE = "Left off elsewhere"


@dataclass(frozen=True, slots=True)
class Merged:
    """What two wrote, in one.

    Attributes
    ----------
    kept
        What is kept now.
    told
        What came from elsewhere, one sentence each; none if nothing did.
    """

    kept: Kept
    told: tuple[str, ...] = ()


def merged(ours: Kept, theirs: Kept, since: Kept) -> Merged:
    """Put together what was done here and elsewhere since both were one.

    Parameters
    ----------
    ours
        What was done here.
    theirs
        What the file holds.
    since
        What the file held when it was last read or written here.

    Examples
    --------
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> theirs = Kept(scenarios=(Scenario("Cheap first", noon),), saved=noon)
    >>> both = merged(Kept(), theirs, since=Kept())
    >>> both.told
    ("Somebody else works on this study too. Taken over: the scenario 'Cheap first'.",)
    """
    if theirs.saved is None or theirs.saved == since.saved:
        return Merged(ours)
    pairs = list(_scenarios(ours.scenarios, theirs.scenarios, since.scenarios))
    decisions = sorted({*theirs.decisions, *ours.decisions}, key=lambda decision: decision.time)
    stays = [scenario.settings for scenario, _ in pairs]
    left_off = _left_off(theirs, [ours.settings, since.settings, *stays])
    scenarios = [scenario for scenario, _ in pairs if not left_off or scenario.name != ELSEWHERE]
    names = {scenario.name for scenario in scenarios}
    kept = replace(
        ours,
        scenario=ours.scenario if ours.scenario in names else "",
        scenarios=(*scenarios, *left_off),
        decisions=tuple(decisions),
    )
    return Merged(kept, tuple(_told(kept, ours, pairs, left_off)))


def _scenarios(
    ours: Iterable[Scenario], theirs: Iterable[Scenario], since: Iterable[Scenario]
) -> Iterator[tuple[Scenario, str]]:
    """Give what stays, each with the name that it had, where somebody else saved it."""
    mine, their, base = ({each.name: each for each in some} for some in (ours, theirs, since))
    names = dict.fromkeys([*mine, *their])
    for name in list(names):
        own, other, was = mine.get(name), their.get(name), base.get(name)
        if _same(other, was) or _same(other, own):
            found = [(own, "")]
        elif _same(own, was) or own is None:
            found = [(other, name)]
        elif other is None or name == ELSEWHERE:
            found = [(own, "")]
        else:
            free = _free(name, names)
            found = [(own, ""), (replace(other, name=free), name)]
        yield from ((each, origin) for each, origin in found if each is not None)


def _same(one: Scenario | None, other: Scenario | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.settings == other.settings


def _free(name: str, taken: dict[str, None]) -> str:
    """Return the first name that no scenario has, and take it."""
    number = 2
    while (wish := f"{name} ({number})") in taken:
        number += 1
    taken[wish] = None
    return wish


def _left_off(theirs: Kept, known: Sequence[Changed]) -> tuple[Scenario, ...]:
    """Keep what somebody else had set, where it would be written over."""
    if not theirs.settings or theirs.settings in known:
        return ()
    return (Scenario(ELSEWHERE, theirs.saved or datetime.now(UTC), theirs.settings),)


def _told(
    kept: Kept, ours: Kept, pairs: Iterable[tuple[Scenario, str]], left_off: Iterable[Scenario]
) -> Iterator[str]:
    pairs = list(pairs)
    taken = [f"the scenario '{each.name}'" for each, origin in pairs if origin == each.name]
    if decided := len({*kept.decisions} - {*ours.decisions}):
        taken.append("1 decision" if decided == 1 else f"{decided} decisions")
    renamed = [(each.name, origin) for each, origin in pairs if origin not in ("", each.name)]
    gone = {each.name for each in ours.scenarios} - {each.name for each in kept.scenarios}
    if not (taken or renamed or gone or left_off):
        return
    over = f" Taken over: {', '.join(taken)}." if taken else ""
    yield f"Somebody else works on this study too.{over}"
    for name, origin in renamed:
        yield f"Both saved the scenario '{origin}': theirs is '{name}'."
    for name in sorted(gone):
        yield f"They forgot the scenario '{name}'."
    for scenario in left_off:
        yield f"What they have set is kept as the scenario '{scenario.name}'."
