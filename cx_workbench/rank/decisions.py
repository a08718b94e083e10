"""What people decide beyond the study: other estimates, and improvements pinned or vetoed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.rank.estimates import estimates_of
from cx_workbench.rank.model import Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from cx_workbench.rank.basis import Basis
    from cx_workbench.study.model import Study

#: What can be estimated anew, the most that it can be, and what to give.
_ESTIMATES = {
    "effort": (math.inf, "Give person-days, 0 or more."),
    "closes": (1.0, "Give a share from 0 to 1, such as 0.4 for 40 %."),
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided; ids of the study.

    Attributes
    ----------
    estimates
        Figures that differ from the study's: ``{"plain_bill": {"effort": 20.0}}``.
    pinned, vetoed
        By improvement the reason, which may be empty.
    """

    estimates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    vetoed: Mapping[str, str] = field(default_factory=dict)


def decide(
    study: Study,
    top: int,
    *,
    estimates: Mapping[str, Mapping[str, float]] | None = None,
    pinned: Mapping[str, str] | None = None,
    vetoed: Mapping[str, str] | None = None,
) -> tuple[Decisions, list[Problem]]:
    """Settle what was decided, and name all that cannot be.

    Parameters
    ----------
    study
        As it came.
    top
        How many make the TOP N.
    estimates
        By improvement ``effort`` (person-days, the mean of the three points) and ``closes`` (the
        likely share of the gap, 0..1).
    pinned, vetoed
        By improvement the reason.
    """
    table = study.improvements
    known = [str(name) for name in table["improvement"]]
    problems = [
        *_bad_estimates(estimates, known),
        *_unknown("pinned", pinned, known),
        *_unknown("vetoed", vetoed, known),
    ]
    if not problems:
        problems = [*_at_odds(pinned or {}, vetoed or {}), *_too_many(pinned or {}, top)]
    if problems:
        return Decisions(), problems
    moved = moved_estimates(table, estimates or {})
    reasons = ({name: _reason(why) for name, why in (of or {}).items()} for of in (pinned, vetoed))
    return Decisions(moved, *reasons), []


def moved_estimates(
    table: pd.DataFrame, estimates: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Keep the figures that are not what the study says anyway."""
    if not estimates:
        return {}
    now = estimates_of(table).by_name(table["improvement"])
    found = {
        name: {what: float(figure) for what, figure in figures.items() if figure != now[name][what]}
        for name, figures in estimates.items()
    }
    return {name: figures for name, figures in found.items() if figures}


def revisions(study: Study, decisions: Decisions) -> tuple[Revision, ...]:
    """List the figures that people changed, from what to what; in the order given."""
    if not decisions.estimates:
        return ()
    table = study.improvements
    titles = dict(zip(table["improvement"], table["title"], strict=True))
    before = estimates_of(table).by_name(table["improvement"])
    return tuple(
        Revision(name, titles[name], what, before[name][what], after)
        for name, figures in decisions.estimates.items()
        for what, after in figures.items()
    )


def decided_in_words(basis: Basis, changed: Iterable[Revision]) -> tuple[str, ...]:
    """Say what people decided beyond the study, one sentence each."""
    table, decisions = basis.given.improvements, basis.decisions
    titles = dict(zip(table["improvement"], table["title"], strict=True))
    ways = (
        (f"Pinned in the TOP {basis.options.top}, whatever its score", decisions.pinned),
        ("Taken out by veto", decisions.vetoed),
    )
    return (
        *(_revised_in_words(each) for each in changed),
        *(
            f"{way}: {titles[name]}{f' ({why})' if why else ''}."
            for way, given in ways
            for name, why in given.items()
        ),
    )


def _revised_in_words(revision: Revision) -> str:
    if revision.estimate == "effort":
        after, before = f"{revision.after:,.6g}", f"{revision.before:,.6g}"
        days = "person-day" if after == "1" else "person-days"
        return f"The effort of {revision.title} is {after} {days} instead of {before} (as asked)."
    after, before = f"{100 * revision.after:.4g}", f"{100 * revision.before:.4g}"
    return f"{revision.title} closes {after} % of the gap instead of {before} % (as asked)."


def _reason(why: object) -> str:
    return "" if why is None else str(why).strip()


def _unknown(way: str, given: object, known: list[str]) -> Iterator[Problem]:
    if given is None:
        return
    if not isinstance(given, Mapping):
        hint = 'Give the reason by improvement: {"ID": "why"}.'
        yield Problem(f"{way} is no mapping but a {type(given).__name__}.", hint=hint)
        return
    for name in given:
        if name not in known:
            yield _no_improvement(name, known)


def _no_improvement(name: object, known: list[str]) -> Problem:
    what = f"'{name}' is not an improvement of this study."
    return Problem(what, value=str(name), hint=did_you_mean(name, known))


def _bad_estimates(given: object, known: list[str]) -> Iterator[Problem]:
    if given is None:
        return
    if not isinstance(given, Mapping):
        hint = 'Give figures by improvement: {"ID": {"effort": 20, "closes": 0.5}}.'
        yield Problem(f"estimates is no mapping but a {type(given).__name__}.", hint=hint)
        return
    for name, figures in given.items():
        if name not in known:
            yield _no_improvement(name, known)
        if not isinstance(figures, Mapping):
            hint = 'Give what is estimated by name: {"effort": 20, "closes": 0.5}.'
            yield Problem(f"The estimates of '{name}' are {figures}.", value=str(name), hint=hint)
            continue
        for what, figure in figures.items():
            yield from _bad_estimate(name, what, figure)


def _bad_estimate(name: object, what: object, figure: Any) -> Iterator[Problem]:  # noqa: ANN401
    if what not in _ESTIMATES:
        hint = did_you_mean(what, _ESTIMATES)
        yield Problem(f"'{what}' of '{name}' is no estimate.", value=str(what), hint=hint)
        return
    most, hint = _ESTIMATES[str(what)]
    number = isinstance(figure, Real) and not isinstance(figure, bool)
    if not (number and math.isfinite(figure) and 0 <= float(figure) <= most):
        yield Problem(f"The {what} of '{name}' is {figure}.", value=str(figure), hint=hint)


def _at_odds(pinned: Mapping[str, str], vetoed: Mapping[str, str]) -> Iterator[Problem]:
    for name in pinned:
        if name in vetoed:
            hint = "Take one of the two back."
            yield Problem(f"'{name}' is both pinned and vetoed.", value=name, hint=hint)


def _too_many(pinned: Mapping[str, str], top: object) -> Iterator[Problem]:
    if isinstance(top, Integral) and 0 < int(top) < len(pinned):
        what = f"{len(pinned)} improvements are pinned, but the TOP {top} has room for {top}."
        yield Problem(what, hint="Take a pin back, or let more make the TOP N.")
