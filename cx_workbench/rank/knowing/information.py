"""What matters: which missing figure is most worth getting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, SettingError
from cx_workbench.rank.frames import as_ranked
from cx_workbench.rank.knowing.advice import in_words, promised
from cx_workbench.rank.knowing.further_answers import STEPS, Asked, asked, told
from cx_workbench.rank.knowing.settling import (
    doubt,
    most_decided,
    settled,
    settled_by_answers,
    settled_together,
    slices,
)
from cx_workbench.rank.knowing.unknowns import GROUPS, Unknowns, at_mean, drawn_anew, unknowns
from cx_workbench.rank.knowing.value import expected_given, in_order, partial, perfect
from cx_workbench.rank.sure.simulation import reckoned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]

#: Further answers are enough when they settle this part of what knowing exactly would: beyond
#: half, an answer tells less than a quarter of what the first one told.
ENOUGH = 0.5
#: So many sentences say what to find out next.
_MOST_SENTENCES = 5
#: An input that settles less is no reason to ask anybody.
_LEAST_SETTLED = 0.005


@dataclass(frozen=True, eq=False)
class WhatMatters:
    """How much knowing each uncertain input would settle the TOP N.

    Attributes
    ----------
    top
        How many make the TOP N.
    doubt
        By how many members the TOP N of two draws differ on average; 0 where every draw gives
        the same.
    evpi
        Expected value of perfect information: by how much the scores of the TOP N together
        would rise if everything were known before choosing.
    inputs
        One uncertain input a row, the one that settles most first: ``what`` (in words),
        ``group``, ``persona``, ``touchpoint``, ``improvement`` (ids, empty where they do not
        apply), ``evppi`` (by how much the scores of the TOP N together would rise if it alone
        were known), ``settles`` (share of the doubt that knowing it takes away, 0..1), ``n``
        (answers so far), ``answers`` (further answers that would settle half of that),
        ``sentence``. NaN where nobody is to be asked.
    groups
        The same for all inputs of a kind together, and for everything: ``group``, ``what``,
        ``inputs`` (how many), ``evppi``, ``settles`` (never less than the most that one of
        them settles).
    next
        What to find out next, first what settles most with the answers that it asks for.
    unknown
        What cannot be known from this study.
    said
        What it comes to, in one sentence.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> matters = what_matters(rank(example(), draws=2_000))
    >>> matters.groups["group"].tolist()
    ['scores', 'closes', 'effort', 'everything']
    """

    top: int
    doubt: float
    evpi: float
    inputs: pd.DataFrame
    groups: pd.DataFrame
    next: tuple[str, ...]
    unknown: tuple[str, ...]
    said: str = field(default="")

    def to_text(self) -> str:
        """Return what to find out next, how much each group matters and what is not known."""
        from cx_workbench.rank.knowing.display import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return the same as lists in a piece of HTML; every text is escaped."""
        from cx_workbench.rank.knowing.display import to_html

        return to_html(self)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def what_matters(ranking: Ranking, *, enough: float = ENOUGH) -> WhatMatters:
    """Say how much knowing each uncertain input would settle the TOP N.

    Reckoned from the draws of the ranking. Nothing here is part of a plain `rank`.

    Parameters
    ----------
    ranking
        With a simulation.
    enough
        Further answers are enough when they settle this part of what knowing exactly would,
        above 0 and below 1.

    Raises
    ------
    SettingError
        Where nothing was drawn, or ``enough`` is no such share.

    References
    ----------
    Raiffa, H. and Schlaifer, R. (1961). Applied Statistical Decision Theory. Harvard
    University. The estimators and their sources are in `cx_workbench.rank.knowing.value`.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> what_matters(rank(example(), draws=2_000, top=3)).inputs["what"].iloc[0]
    '...'
    """
    _must_be_enough(enough)
    sure = ranking.simulation
    if sure is None:
        return _without_draws(ranking)
    first, free, left = sure.first, ~sure.pins, ranking.top - int(sure.pins.sum())
    options = ranking.basis.options
    pooled = ranking.importance == "derived" and not options.derived_by_persona
    found = unknowns(sure, ranking.impact, pooled=pooled)
    open_doubt = doubt(first)
    order = in_order(found.drawn)
    shares = slices(order, first)
    settles = settled(shares, sure.draws)
    people = asked(found, ranking)
    answers, part = _further(shares, settles, people, enough)
    inputs = found.named.assign(
        evppi=partial(found.felt, order, sure.scores[:, free], left, found.moves[:, free]),
        settles=settles,
        n=people.n,
        held=people.held,
        answers=answers,
        part=part,
        low=np.quantile(found.drawn, 0.05, axis=1) if len(found.drawn) else [],
        high=np.quantile(found.drawn, 0.95, axis=1) if len(found.drawn) else [],
        decides=most_decided(shares, found.moves),
    )
    inputs = in_words(inputs, ranking)
    groups = _at_least_the_largest(_groups(ranking, sure, found, first), inputs)
    return _gathered(ranking, inputs, groups, open_doubt)


def _must_be_enough(enough: float) -> None:
    if not 0 < enough < 1:
        what = f"enough is {enough}."
        hint = "Give a share above 0 and below 1, such as 0.5."
        raise SettingError("What matters was not reckoned.", [Problem(what, hint=hint)])


def _further(shares: Array, settles: Array, people: Asked, enough: float) -> tuple[Array, Array]:
    """Find the fewest further answers that are enough, and the part that they settle."""
    answers, part = np.full((2, len(settles)), np.nan)
    for row in np.flatnonzero((settles > 0) & np.isfinite(people.n)):
        parts = settled_by_answers(shares[row], told(people, int(row)))
        place = int(np.searchsorted(parts, enough))
        if place < len(parts):
            answers[row], part[row] = STEPS[place], parts[place]
    return answers, part


def _groups(
    ranking: Ranking, sure: Simulation, found: Unknowns, first: NDArray[np.bool_]
) -> pd.DataFrame:
    """Reckon what knowing all inputs of a kind together is worth."""
    ranked, free, left = as_ranked(ranking), ~sure.pins, ranking.top - int(sure.pins.sum())
    scores, rows = sure.scores[:, free], []
    for group, held in found.named.groupby("group", sort=False):
        known, again = (
            reckoned(ranking.basis, ranked, ranking.criteria, inputs=inputs, weights=weights)
            for inputs, weights in (at_mean(sure, str(group)), drawn_anew(sure, str(group)))
        )
        worth = perfect(expected_given(known.scores[:, free], scores), left)
        share = settled_together(first, again.first)
        rows.append((group, GROUPS[str(group)], len(held), worth, share))
    everything = perfect(scores, left), float(first.any() and doubt(first) > 0)
    rows.append(("everything", "everything together", len(found.named), *everything))
    return pd.DataFrame(rows, columns=["group", "what", "inputs", "evppi", "settles"])


def _at_least_the_largest(groups: pd.DataFrame, inputs: pd.DataFrame) -> pd.DataFrame:
    """Let no group settle less than one of its inputs, which stands out of less noise."""
    largest = groups["group"].map(inputs.groupby("group")["settles"].max()).fillna(0.0)
    return groups.assign(settles=np.maximum(groups["settles"], largest.astype(float)))


def _gathered(
    ranking: Ranking, inputs: pd.DataFrame, groups: pd.DataFrame, open_doubt: float
) -> WhatMatters:
    columns = ["what", "group", "persona", "touchpoint", "improvement", "evppi", "settles"]
    inputs = inputs.sort_values(
        ["settles", "evppi"], ascending=False, kind="stable", ignore_index=True
    )
    gets = promised(inputs)
    worth = inputs[gets >= _LEAST_SETTLED]
    worth = worth.loc[gets[worth.index].sort_values(ascending=False, kind="stable").index]
    return WhatMatters(
        top=ranking.top,
        doubt=open_doubt,
        evpi=float(groups["evppi"].iloc[-1]),
        inputs=inputs[[*columns, "n", "answers", "sentence"]],
        groups=groups,
        next=tuple(worth["sentence"].head(_MOST_SENTENCES)),
        unknown=_unknown(ranking),
        said=_said(ranking, open_doubt, nothing=inputs.empty),
    )


def _said(ranking: Ranking, open_doubt: float, *, nothing: bool) -> str:
    count, top = len(ranking.table), ranking.top
    if count <= top:
        ranked = (
            "The one ranked improvement makes" if count == 1 else f"All {count} improvements make"
        )
        return f"{ranked} the TOP {top}: there is nothing to settle."
    if nothing:
        return f"Nothing that the TOP {top} rests on is uncertain: there is nothing to settle."
    if open_doubt == 0:
        return f"Every draw gives the same TOP {top}: there is nothing to settle."
    differ = "fewer than 0.1" if open_doubt < 0.05 else f"{open_doubt:.1f}"  # noqa: PLR2004
    return (
        f"Between two draws of all that could be true, {differ} of the TOP {top} differ on "
        "average: that is the doubt."
    )


def _unknown(ranking: Ranking) -> tuple[str, ...]:
    """Name what was never measured: no further answer to a question asked can tell of it."""
    names = dict(zip(ranking.touchpoints["touchpoint"], ranking.touchpoints["name"], strict=True))
    return tuple(
        f"{left.title} ({', '.join(names.get(name, name) for name in left.touchpoints)}): "
        f"{left.reason}."
        for left in ranking.not_measured
    )


def _without_draws(ranking: Ranking) -> WhatMatters:
    """Refuse a ranking that drew nothing, unless there is nothing to draw for."""
    if len(ranking.table):
        hint = "Rank with draws: rank(study, draws=10_000)."
        problem = Problem("The ranking was made without draws.", hint=hint)
        raise SettingError("What matters was not reckoned.", [problem])
    columns = ["what", "group", "persona", "touchpoint", "improvement", "evppi", "settles"]
    return WhatMatters(
        top=ranking.top,
        doubt=0.0,
        evpi=0.0,
        inputs=pd.DataFrame(columns=[*columns, "n", "answers", "sentence"]),
        groups=pd.DataFrame(columns=["group", "what", "inputs", "evppi", "settles"]),
        next=(),
        unknown=_unknown(ranking),
        said="No improvement is left to rank.",
    )
