"""What the named frameworks are made of: columns of the improvements, else what the study knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem
from cx_workbench.rank import stand_ins
from cx_workbench.rank.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.model import Criterion

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a framework.

    Attributes
    ----------
    column
        Its usual name: a column of the improvements of that name is taken as it stands.
    otherwise
        What stands in where there is no such column, shape (..., improvements).
    in_words
        What stands in, as it reads after "is".
    divides
        Whether the score is divided by it, so that it must be above 0.
    """

    column: str
    otherwise: Callable[[stand_ins.Known], NDArray[np.float64]]
    in_words: str | Callable[[Basis], str]
    divides: bool = False


_DAYS = "its person-days, one at least"
#: What a method names in `Method.parts`.
PARTS = {
    "reach": Part(
        "reach",
        stand_ins.reach,
        "how many of 100 customers in play pass the busiest of its touchpoints",
    ),
    "impact_each": Part(
        "impact",
        stand_ins.impact_each,
        "the index points that a customer who passes gains (gap x closes)",
    ),
    "impact": Part("impact", lambda known: known.figures["impact"], "the impact of this ranking"),
    "confidence": Part(
        "confidence", stand_ins.confidence, "1 minus the width of the estimate of what it closes"
    ),
    "ease": Part(
        "ease",
        lambda known: known.value("effort"),
        "10 at the best anchor of effort and 0 at the worst",
    ),
    "effort": Part("effort", stand_ins.effort, _DAYS, divides=True),
    "business_value": Part(
        "business_value",
        lambda known: known.value("impact"),
        "10 at the best anchor of impact and 0 at the worst",
    ),
    "time_criticality": Part("time_criticality", stand_ins.nothing, "not known and counts 0"),
    "risk_reduction": Part("risk_reduction", stand_ins.nothing, "not known and counts 0"),
    "job_size": Part("job_size", stand_ins.effort, _DAYS, divides=True),
    "importance": Part("importance", stand_ins.importance, stand_ins.importance_in_words),
    "satisfaction": Part(
        "satisfaction", stand_ins.satisfaction, "the reality of its touchpoints, 0 to 10"
    ),
}


def parts(  # noqa: PLR0913  what it is drawn for comes besides what it is
    method: str,
    basis: Basis,
    improvements: pd.DataFrame,
    criteria: Sequence[Criterion],
    figures: Mapping[str, NDArray[np.float64]],
    *,
    closes: NDArray[np.float64] | None = None,
    reality: NDArray[np.float64] | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Gather what a method needs beyond the criteria.

    Parameters
    ----------
    method
        Name of a method; most need nothing more.
    basis
        The measured world.
    improvements
        Rows of the study's table, in the order of the figures' last axis.
    criteria
        With the anchors in use.
    figures
        By criterion, shape (..., improvements).
    closes, reality
        Where they were drawn: shape (..., improvements), and index of the measured cells, shape
        (..., cells). Else the likely share and the measured reality.

    Returns
    -------
    dict
        By the name of the part as the score reads it, each of shape (..., improvements); empty
        for a method that needs criteria only.
    """
    cells = basis.world.cells
    likely = improvements["closes_likely"].to_numpy(dtype=float)
    known = stand_ins.Known(
        basis=basis,
        improvements=improvements,
        criteria=criteria,
        figures=figures,
        closes=likely if closes is None else closes,
        reality=cells.reality[cells.measured] if reality is None else reality,
    )
    shape = figures["impact"].shape
    return {
        part.column: np.broadcast_to(
            known.column(part.column) if part.column in improvements else part.otherwise(known),
            shape,
        )
        for part in _parts_of(method)
    }


def parts_in_words(method: str, basis: Basis) -> tuple[str, ...]:
    """Say what each part of a framework was taken from, in one sentence a framework."""
    improvements = basis.study.improvements
    said = [
        f"{part.column.replace('_', ' ')} is {_source(part, basis, improvements)}"
        for part in _parts_of(method)
    ]
    return (f"Parts of {METHODS[method].title}: {'; '.join(said)}.",) if said else ()


def unfit(method: str, improvements: pd.DataFrame) -> Iterator[Problem]:
    """Name the columns that a framework cannot reckon with."""
    for part in _parts_of(method):
        if part.column in improvements:
            fault = _fault(part, improvements)
            if fault:
                yield Problem(
                    f"The column '{part.column}' of the improvements is no good for "
                    f"{METHODS[method].title}: {fault}.",
                    value=part.column,
                    hint="Fill it in for every improvement, or give it another name.",
                )


def unjudged(method: str, improvements: pd.DataFrame) -> list[str]:
    """Name the columns that only people can fill, if the study has none of a framework's columns.

    Such a framework would say what impact and effort say already.
    """
    found = _parts_of(method)
    if any(part.column in improvements for part in found):
        return []
    return [part.column for part in found if part.otherwise is stand_ins.nothing]


def _parts_of(method: str) -> list[Part]:
    return [PARTS[name] for name in METHODS[method].parts]


def _source(part: Part, basis: Basis, improvements: pd.DataFrame) -> str:
    if part.column in improvements:
        return f"the improvements' column '{part.column}'"
    return part.in_words if isinstance(part.in_words, str) else part.in_words(basis)


def _fault(part: Part, improvements: pd.DataFrame) -> str:
    """Say what is wrong with a column; nothing where it will do."""
    column = improvements[part.column]
    if not pd.api.types.is_numeric_dtype(column):
        return "it is not a column of numbers"
    figures = column.to_numpy(dtype=float)
    for wrong, said in (
        (~np.isfinite(figures), "there is no number for"),
        (figures < 0, "it is below 0 for"),
        ((figures == 0) & part.divides, "it is 0 for"),
    ):
        if wrong.any():
            return f"{said} {_named(improvements.loc[wrong, 'title'].tolist())}"
    return ""


def _named(titles: Sequence[str]) -> str:
    shown = list(titles[:_MOST_NAMES])
    if len(titles) > _MOST_NAMES:
        shown.append(f"{len(titles) - _MOST_NAMES} more")
    return ", ".join(shown)
