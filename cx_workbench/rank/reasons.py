"""Why an improvement stands where it does, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.criteria import Measured

#: How a reference reads after "against".
_AGAINST = {
    "expectation": "an expectation of {}",
    "company": "the company's own view of {}",
    "competitor": "{} at the competitor",
    "employee": "{} as employees see it",
    "target": "a target of {}",
}
_MOST_NAMES = 3
#: From here on, whole person-days say enough.
WHOLE_DAYS = 10


def reasons(
    ordered: pd.DataFrame,
    touched: NDArray[np.bool_],
    basis: Basis,
) -> list[str]:
    """Explain each ranked improvement by the persona for whom it gains most.

    Only touchpoints where that persona has a gap are named, if there are any: where customers
    get more than they expect, there is nothing to gain. Such as "Parking guidance: Parking and
    Shuttle score 62 (n 312) against a target of 85 for Business flyers, with 41 % of the weight;
    130 person-days; in the TOP 5 in 87 of 100 draws".

    Parameters
    ----------
    ordered
        The ranked improvements, best first.
    touched
        Which cells they touch, shape (improvements, personas, touchpoints).
    basis
        What the ranking rests on.
    """
    study, options, world = basis.study, basis.options, basis.world
    names = dict(zip(study.touchpoints["touchpoint"], study.touchpoints["name"], strict=True))
    people = dict(zip(study.personas["persona"], study.personas["name"], strict=True))
    pinned, columns = basis.decisions.pinned, ("improvement", "title", "effort", "p_top")
    places = np.array(world.cells.touchpoints, dtype=object)
    gain = world.weight[:, None] * world.importance * world.cells.positive_gap
    said = []
    rows = zip(*(ordered[name].tolist() for name in columns), strict=True)
    for place, (improvement, title, effort, p_top) in enumerate(rows):
        used = touched[place] & world.cells.measured
        person = _most_moved(used, gain, world)
        lacking = used[person] & (gain[person] > 0)
        here = lacking if lacking.any() else used[person]
        where = [names[name] for name in places[here]]
        sure = (
            _pinned(pinned[improvement], options.top)
            if improvement in pinned
            else _sureness(p_top, options.top)
        )
        said.append(
            f"{title}: {_listed(where)} {'score' if len(where) > 1 else 'scores'} "
            f"{_measured(world, person, here, options.reference)} for "
            f"{people[world.cells.personas[person]]}, with {100 * world.weight[person]:.0f} % of "
            f"the weight; {days(effort)}{sure}"
        )
    return said


def _sureness(p_top: float, top: int) -> str:
    return "" if np.isnan(p_top) else f"; in the TOP {top} in {of_100_draws(p_top)}"


def _pinned(reason: str, top: int) -> str:
    return f"; pinned in the TOP {top}{f' ({reason})' if reason else ''}"


def of_100_draws(share: float) -> str:
    """Share of the draws in words; what is not quite all or nothing never reads as that.

    Examples
    --------
    >>> of_100_draws(0.871), of_100_draws(0.9996), of_100_draws(0.0001), of_100_draws(1.0)
    ('87 of 100 draws', 'more than 99 of 100 draws', 'fewer than 1 of 100 draws', 'every draw')
    """
    if share in (0.0, 1.0):
        return "every draw" if share else "no draw"
    rounded = round(100 * share)
    if rounded in (0, 100):
        return f"{'more than 99' if rounded else 'fewer than 1'} of 100 draws"
    return f"{rounded} of 100 draws"


def days(effort: float) -> str:
    """Person-days in words.

    Examples
    --------
    >>> days(1773), days(2.5), days(1)
    ('1,773 person-days', '2.5 person-days', '1 person-day')
    """
    figure = f"{effort:,.0f}" if effort >= WHOLE_DAYS else f"{effort:.1f}".removesuffix(".0")
    return f"{figure} {'person-day' if figure == '1' else 'person-days'}"


def _most_moved(used: NDArray[np.bool_], gain: NDArray[np.float64], world: Measured) -> int:
    """Take the persona that gains most; without any gap, the one that weighs most there."""
    by_gain = np.where(used, gain, 0.0).sum(axis=1)
    if by_gain.any():
        return int(by_gain.argmax())
    present: NDArray[np.bool_] = np.any(used, axis=1)
    return int(np.where(present, world.weight, -1.0).argmax())


def _measured(world: Measured, person: int, here: NDArray[np.bool_], reference: str) -> str:
    """Say reality, its answers and the reference over some touchpoints of a persona."""
    cells = world.cells
    reach = cells.reach[person][here]
    reality, held = (
        _mean(figure[person][here], reach) for figure in (cells.reality, cells.reference)
    )
    n = int(cells.n[person][here].sum().round())
    # Whole figures that look alike would deny the gap that the sentence is about.
    digits = 1 if held > reality and f"{held:.0f}" == f"{reality:.0f}" else 0
    against = _AGAINST[reference].format(f"{held:.{digits}f}")
    kept = "against" if held > reality else "and so meets"
    return f"{reality:.{digits}f} (n {n:,}) {kept} {against}"


def _mean(figure: NDArray[np.float64], reach: NDArray[np.float64]) -> float:
    total = reach.sum()
    return float(np.average(figure, weights=reach)) if total > 0 else float(figure.mean())


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown.append(f"{len(names) - _MOST_NAMES} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
