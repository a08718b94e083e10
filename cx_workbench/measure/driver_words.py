"""What drivers rest on and what is odd about them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.measure.driver_shares import Drivers

#: Outcome questions, the one that is taken first in front.
OUTCOMES = {
    "nps": "how likely customers are to recommend (NPS question)",
    "csat": "how satisfied customers are over all (CSAT question)",
    "ces": "how easy it was over all (CES question)",
}
ASSOCIATIONS = (
    "Drivers are associations, not causes: who rates a touchpoint higher also rates the whole "
    "higher, which does not prove that a better touchpoint would lift the whole."
)
#: Fewer respondents than this for each driver are pointed out.
FEW_PER_DRIVER = 10
#: Fewer respondents than this behind an association are pointed out.
FEW_TOGETHER = 30
#: Variance inflation from which drivers overlap, and from which they can hardly be told apart.
_OVERLAP, _SAME = 5.0, 10.0
#: So many names stand in a sentence.
_NAMED = 6


@dataclass(frozen=True)
class Found:
    """What the words are made from.

    Attributes
    ----------
    outcome
        Metric of the outcome.
    complete
        Whether only respondents count who rated every driver.
    n, answered
        Respondents (the median behind an association where each has its own), and those who
        answered the outcome question.
    together
        Respondents behind each association, the outcome last.
    table
        As in `Drivers`, in the order of ``together``.
    replicates, in_blocks
        Replicates drawn, and whether they are resamples of the respondents.
    orders
        Orders drawn; 0 where all were counted.
    mended
        By how much a correlation was changed at most.
    aside
        Names of touchpoints left aside, and why.
    """

    outcome: str
    complete: bool
    n: int
    answered: int
    together: NDArray[np.float64]
    table: pd.DataFrame
    replicates: int
    in_blocks: bool
    orders: int
    mended: float
    aside: tuple[tuple[str, str], ...]


def assumptions(found: Found) -> tuple[str, ...]:
    """Say which outcome, which respondents, how shares and intervals came about."""
    source = "resamples of the respondents" if found.in_blocks else "draws by normal theory"
    intervals = (
        f"Intervals: 95 %, from {found.replicates:,} {source}."
        if found.replicates
        else "No intervals were drawn."
    )
    return (
        f"The outcome is {OUTCOMES[found.outcome]}.",
        _cases(found),
        _counted(found),
        intervals,
    )


def _cases(found: Found) -> str:
    if found.complete and found.n == found.answered:
        return (
            f"Complete cases: all {found.n:,} respondents who answered the outcome question rated "
            "every driver."
        )
    if found.complete:
        return (
            f"Complete cases: of the {found.answered:,} respondents who answered the outcome "
            f"question, only the {found.n:,} who rated every driver count."
        )
    above = found.together[np.triu_indices(len(found.together), 1)]
    return (
        "Pairwise cases: each association rests on all who answered both questions, "
        f"{above.min():,.0f} to {above.max():,.0f} respondents ({found.n:,} in the median)."
    )


def _counted(found: Found) -> str:
    how = (
        f"from {found.orders:,} drawn orders (standard error of a share at most "
        f"{100 * found.table['error'].max():.1f} points)"
        if found.orders
        else "over all orders, exactly"
    )
    return (
        "A share is what a driver adds to the explained variance of the outcome (R2), averaged "
        f"{how} (LMG)."
    )


def warnings(found: Found) -> tuple[str, ...]:
    """Say what is odd about the drivers; that they are associations comes first."""
    return (
        ASSOCIATIONS,
        *_few(found),
        *_aside(found),
        *_rarely_together(found),
        *_overlapping(found),
        *_negative(found),
        *_mended(found),
    )


def _few(found: Found) -> list[str]:
    count = len(found.table)
    needed = FEW_PER_DRIVER * count
    said = (
        f"{found.n:,} respondents are few for {count} drivers: below {needed:,} "
        f"({FEW_PER_DRIVER} a driver) shares are unsteady and R2 is flattered."
    )
    return [said] if found.n < needed else []


def _aside(found: Found) -> list[str]:
    return [f"{name} is left aside: {reason}." for name, reason in found.aside]


def _rarely_together(found: Found) -> list[str]:
    names = [*found.table["name"], "the outcome"]
    rows, columns = np.nonzero(np.triu(found.together < FEW_TOGETHER, 1))
    pairs = [
        f"{names[row]} with {names[column]} ({found.together[row, column]:,.0f})"
        for row, column in zip(rows, columns, strict=True)
    ]
    if found.complete or not pairs:
        return []
    return [f"Fewer than {FEW_TOGETHER} respondents rated together: {_listed(pairs)}."]


def _overlapping(found: Found) -> list[str]:
    inflation = found.table["inflation"]
    same = list(found.table.loc[inflation > _SAME, "name"])
    alike = list(found.table.loc[(inflation > _OVERLAP) & (inflation <= _SAME), "name"])
    said = [
        (same, _SAME, "can hardly be told apart from the others: read their shares together"),
        (alike, _OVERLAP, "overlap much with the others: their shares are less sure"),
    ]
    return [
        f"The ratings of {_listed(names)} {what} (variance inflation above {limit:g})."
        for names, limit, what in said
        if names
    ]


def _negative(found: Found) -> list[str]:
    names = list(found.table.loc[found.table["correlation"] < 0, "name"])
    said = (
        f"Who rates {_listed(names)} higher rates the whole lower; the share says how strong that "
        "is, not which way it goes."
    )
    return [said] if names else []


def _mended(found: Found) -> list[str]:
    said = (
        "The associations come from different respondents and did not go together; they were "
        f"changed, by {found.mended:.3f} at most, until they did."
    )
    return [said] if found.mended > 0 else []


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def to_text(drivers: Drivers) -> str:
    """Return the drivers, what was assumed and the warnings as plain text."""
    whose = f" · {drivers.persona}" if drivers.persona else ""
    complete = drivers.cases == "complete"
    cases = " · complete cases" if complete else " per pair of questions (median)"
    figures = f"n {drivers.n:,}{cases} · R2 {drivers.r2:.2f}"
    lines = [
        f"Drivers of {drivers.outcome.upper()} · {drivers.study}{whose}",
        f"{figures} · share of R2 in %, with its 95 % interval",
        "",
    ]
    wide = max(len(name) for name in drivers.table["name"])
    for _, row in drivers.table.iterrows():
        bounds = f" ({100 * row['low']:.0f}-{100 * row['high']:.0f})"
        error = f"  standard error {100 * row['error']:.1f}" if row["error"] > 0 else ""
        interval = bounds if np.isfinite(row["low"]) else ""
        lines.append(
            f"  {row['name']:<{wide}}  {100 * row['share']:3.0f}{interval}  n {row['n']:,}{error}"
        )
    lines += ["", "How it was computed:", *(f"    {said}" for said in drivers.assumptions)]
    lines += ["", "Please note:", *(f"    {said}" for said in drivers.warnings)]
    return "\n".join(visible(line) for line in lines)
