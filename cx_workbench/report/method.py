"""How a ranking was computed, in words that a reader can check with a pencil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.rank.methods import METHODS
from cx_workbench.report import words

if TYPE_CHECKING:
    from cx_workbench.rank.model import Criterion, Ranking

_REFERENCES = {
    "expectation": "what customers said that they expect",
    "company": "what the company believes that it delivers",
    "competitor": "what customers get from a competitor",
    "employee": "how staff see it",
    "target": "the target that the study sets for each touchpoint",
}
_IMPORTANCE = {
    "equal": "within a persona every touchpoint counts alike, by the share of journeys that "
    "pass there",
    "stated": "within a persona touchpoints count by how important customers said that they are",
    "derived": "touchpoints count by how much of the outcome their scores explain "
    "(LMG shares of R²)",
}
_IMPACTS = {
    "index": "what the index of the whole journey gains: the sum over personas and touchpoints of "
    "persona weight × importance × share of the gap that it closes × gap",
    "path": "how much more of the journey's customers come through all its steps satisfied: "
    "100 × the sum over personas of weight × (joint satisfaction after − before), where joint "
    "satisfaction is the product of the steps' shares",
}
_STEPS = {
    "Index": "Every answer becomes 100 × (score − lowest) / (highest − lowest) of its scale. A "
    "cell is one persona at one touchpoint; its reality is the weighted mean of its answers, "
    "with a 95 % interval. Cells without answers count nowhere.",
    "Gap": "Reference minus reality, in index points. An improvement's gap is the mean of the gaps "
    "it works on, by persona weight and reach; where reality is above the reference, the gap "
    "counts as 0.",
}
_LAST_STEPS = {
    "Effort": "Person-days: (low + 4 × likely + high) / 6; a missing low or high is the likely.",
    "Value": "(figure − worst) / (best − worst) for each criterion. Anchors (worst and best) that "
    "the study fixes never move, so what one improvement is worth does not depend on which others "
    "are in the list. A default anchor is a round figure no smaller than the largest of all "
    "ranked improvements, before any filter; it can move when one is added or taken away.",
}
_CRITERIA = {"gap": "Gap", "impact": "Impact", "effort": "Effort"}
_ANCHORS_FROM = {
    "argument": "as asked",
    "default": "by default, wide enough for every improvement of the study; fix it there to keep "
    "scores comparable",
}


def how_computed(ranking: Ranking) -> list[tuple[str, str]]:
    """Say in words how a ranking came about.

    Parameters
    ----------
    ranking
        Any ranking.

    Returns
    -------
    list of (str, str)
        What is explained, and the explanation, in the order of the computation.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> how_computed(cx.rank(cx.example()))[0][0]
    'Index'
    """
    return [*steps(ranking), *(("Criterion", criterion_line(c)) for c in ranking.criteria)]


def steps(ranking: Ranking) -> list[tuple[str, str]]:
    """Say how a ranking came about, without the anchors and weights."""
    reference = _REFERENCES.get(ranking.reference, ranking.reference)
    importance = _IMPORTANCE.get(ranking.importance, ranking.importance)
    impact = _IMPACTS.get(ranking.impact, ranking.impact)
    return [
        *_STEPS.items(),
        ("Reference", f"{ranking.reference.capitalize()}: {reference}."),
        ("Importance", f"{ranking.importance.capitalize()}: {importance}."),
        ("Impact", f"{impact[0].upper()}{impact[1:]}."),
        *_LAST_STEPS.items(),
        ("Score", _score(ranking)),
        ("Order", "By score, then by impact, then by lower effort, then by name of the id."),
    ]


def criterion_name(name: str) -> str:
    """Write a criterion's name; another column of the improvements keeps its own."""
    return _CRITERIA.get(name, name)


def anchors_from(criterion: Criterion) -> str:
    """Say where a criterion's anchors come from."""
    where = criterion.anchors_from.replace("study.toml", "the study's settings")
    return _ANCHORS_FROM.get(criterion.anchors_from, f"from {where}")


def criterion_line(criterion: Criterion) -> str:
    """Say a criterion's anchors and weight in one sentence.

    Examples
    --------
    >>> from cx_workbench.rank.model import Criterion
    >>> criterion_line(Criterion("gap", 0, 50, 0.3, "index points", "argument"))
    'Gap: 0 index points are worth 0 and 50 index points are worth 1, as asked; weight 0.3.'
    """
    worst, best = (
        f"{words.anchor(end)} {criterion.unit}" for end in (criterion.worst, criterion.best)
    )
    return (
        f"{criterion_name(criterion.name)}: {worst} are worth 0 and {best} are worth 1, "
        f"{anchors_from(criterion)}; weight {criterion.weight:g}."
    )


def _score(ranking: Ranking) -> str:
    method = METHODS[ranking.method]
    return f"{method.title}. {method.how} Source: {method.source}"
