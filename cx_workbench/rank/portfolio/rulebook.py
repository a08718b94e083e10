"""From what is asked to rules over the candidates, with what is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.portfolio import rules as make
from cx_workbench.rank.portfolio.words import amount, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.asked import Asked
    from cx_workbench.rank.portfolio.candidates import Candidates
    from cx_workbench.rank.portfolio.coverage import Flags
    from cx_workbench.rank.portfolio.rules import Rule


def budget_rule(asked: Asked, found: Candidates) -> Rule:
    """Keep the set within the budget."""
    return make.within(asked.budget, found.use, f"within {amount(asked.budget, asked.unit)}")


def standing_rules(ranking: Ranking, asked: Asked, found: Candidates) -> list[Rule]:
    """Make every rule but the budget."""
    size, place = len(found), {name: number for number, name in enumerate(found.ids)}
    title = dict(zip(found.ids, found.titles, strict=True))
    rules = [] if asked.at_most is None else [make.at_most(asked.at_most, size)]
    rules += [
        make.at_least_one(mask, f"at least one for the {asked.at_least_one_per} '{name}'")
        for name, mask in members(ranking, asked.at_least_one_per, found).items()
        if mask.any()
    ]
    rules += [make.include(place[n], size, f"{title[n]} in the set") for n in asked.include]
    rules += [
        make.exclude(place[n], size, f"{title[n]} left out") for n in asked.exclude if n in place
    ]
    rules += [
        make.requires(place[a], place[b], size, f"{title[a]} only with {title[b]}")
        for a, b in asked.requires
        if a in place
    ]
    rules += [
        make.excludes(place[a], place[b], size, f"{title[a]} never with {title[b]}")
        for a, b in asked.excludes
        if a in place and b in place
    ]
    return rules


def members(ranking: Ranking, dimension: str | None, found: Candidates) -> dict[str, Flags]:
    """Return which candidates touch a measured cell of each persona, stage ... in play."""
    if dimension is None:
        return {}
    if dimension == "persona":
        names, place = _apart(ranking), found.person
    else:
        names, place = [str(name or "") for name in ranking.touchpoints[dimension]], found.place
    of_cell = np.array(names, dtype=object)[place]
    return {
        name: np.any(found.touched[:, of_cell == name], axis=1)
        for name in dict.fromkeys(names)
        if name
    }


def required(asked: Asked, found: Candidates) -> Flags:
    """Return which candidates must be in the set: asked for, or required by one that is; (I,)."""
    reached = set(asked.include)
    while more := {b for a, b in asked.requires if a in reached and b not in reached}:
        reached |= more
    return np.isin(np.array(found.ids, dtype=object), list(reached))


def why_left_out(
    rules: Sequence[Rule], asked: Asked, found: Candidates, chosen: Flags
) -> list[str]:
    """Say of each candidate why it is not in the best set, in half a sentence; "" if it is."""
    beside = chosen | np.eye(len(found), dtype=bool)
    fits = budget_rule(asked, found).kept(beside)
    allowed = make.kept(rules, beside)
    return [
        ""
        if taken
        else "it does not fit beside the others within the budget"
        if not within
        else "the rules do not allow it beside the others"
        if not may
        else "it adds nothing to the others"
        for taken, within, may in zip(chosen, fits, allowed, strict=True)
    ]


def _apart(ranking: Ranking) -> list[str]:
    """Name the personas in play, two of one name by their ids too."""
    names = list(ranking.personas["name"])
    return [
        f"{name} ({persona})" if names.count(name) > 1 else str(name)
        for name, persona in zip(names, ranking.personas["persona"], strict=True)
    ]


def in_words(ranking: Ranking, asked: Asked, found: Candidates) -> tuple[str, ...]:
    """Say what the set keeps to, one sentence each."""
    said = [f"The set takes {amount(asked.budget, asked.unit)} at most."]
    said += [
        f"{rule.words[:1].upper()}{rule.words[1:]}."
        for rule in standing_rules(ranking, asked, found)
        if rule.kind != "at_least_one"
    ]
    of = members(ranking, asked.at_least_one_per, found)
    if kept_for := [name for name, mask in of.items() if mask.any()]:
        said.append(f"At least one for every {asked.at_least_one_per}: {listed(kept_for)}.")
    return tuple(said)


def oddities(ranking: Ranking, asked: Asked, found: Candidates) -> list[str]:
    """Say what rules could not be applied as they stand."""
    title = dict(zip(found.ids, found.titles, strict=True))
    said = []
    of = members(ranking, asked.at_least_one_per, found)
    if idle := [name for name, mask in of.items() if not mask.any()]:
        said.append(
            f"No ranked improvement touches a measured cell of the {asked.at_least_one_per} "
            f"{listed(idle)}: the rule of at least one leaves it out."
        )
    for name in found.ids[found.ranked :]:
        by = [title[a] for a, b in asked.requires if b == name and a in title]
        why = f"{listed(by)} cannot go without it" if by else "it was asked for"
        said.append(
            f"{title[name]} is not ranked (no measured cell in play), but {why}: it counts with "
            "what it takes, and with no value, which is not known."
        )
    return said
