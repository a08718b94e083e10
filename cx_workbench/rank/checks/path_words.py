"""What the ways of the personas come to, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.model import Ranking

#: From here on, whole percentages say enough; below the last, the figure is not written out.
_WHOLE_FROM, _TINY = 9.95, 0.05
#: What a counted share says that is certainly off the product.
_MORE = (
    ", more than the product: the steps disappoint the same customers, or those who rate "
    "everything are more content than others"
)
_LESS = (
    ", less than the product: each step disappoints other customers, or those who rate "
    "everything are less content than others"
)
ASSUMED = (
    "An index of 75 is read as 75 of 100 customers satisfied, and the steps of a path are taken "
    "as independent: what is left is their product. The bounds say what the averages alone "
    "allow, from every step losing other customers to all losing the same ones; the interval may "
    "pass them, for it reckons with the chance in the averages too. Where customers rated every "
    "step, the share counted among them assumes nothing."
)
NOBODY_KNOWN = (
    "The study does not say who answered what, so no path can be counted customer by customer."
)


def in_words(
    ranking: Ranking, ends: pd.DataFrame, steps: pd.DataFrame, gains: pd.DataFrame
) -> tuple[str, ...]:
    """Say of each persona what is left at the end of its way, and what is assumed.

    Parameters
    ----------
    ranking
        Names the touchpoints.
    ends, steps, gains
        The frames of a path report.
    """
    places = ranking.touchpoints
    names = dict(zip(places["touchpoint"], places["name"], strict=True))
    said = []
    for end in ends.to_dict("records"):
        own = steps[steps["persona"] == end["persona"]]
        helps = gains[gains["persona"] == end["persona"]]
        parts = [_left(end, own), _counted(end), _weakest(end, own, names), _best(end, helps)]
        said.append(f"{end['name']}: {' '.join(part for part in parts if part)}")
    if not ends["steps"].any():
        return tuple(said)
    unknown = ends["joint_n"].isna().all()
    return (*said, ASSUMED, *([NOBODY_KNOWN] if unknown else []))


def _left(end: dict[Any, Any], own: pd.DataFrame) -> str:
    if end["steps"] == 0:
        return "no step of the path is measured and passed."
    chance = f"95 % interval {_range(end['low'], end['high'])}"
    if end["steps"] == 1:
        step = own["name"].iloc[0]
        return f"one step is measured, {step}; {_share(end['left'])} pass it content ({chance})."
    bounds = _range(end["bound_low"], end["bound_high"])
    return (
        f"{_share(end['left'])} of the journeys stay without a disappointment over all "
        f"{end['steps']} measured steps ({chance}; {bounds} whatever goes together, "
        "if the averages are exact)."
    )


def _counted(end: dict[Any, Any]) -> str:
    if end["steps"] <= 1 or math.isnan(end["joint_n"]):
        return ""
    if end["joint_n"] == 0:
        return "No customer rated every step, so it cannot be counted."
    people = f"{end['joint_n']:,.0f} customer{'' if end['joint_n'] == 1 else 's'}"
    chance = f"95 % interval {_range(end['joint_low'], end['joint_high'])}"
    apart = _MORE if end["joint_low"] > end["high"] else ""
    apart = _LESS if end["joint_high"] < end["low"] else apart
    joint = f"{_share(end['joint'])} ({chance})"
    return f"Counted over the {people} who rated every step, it is {joint}{apart}."


def _weakest(end: dict[Any, Any], own: pd.DataFrame, names: dict[Any, Any]) -> str:
    if end["steps"] == 0:
        return ""
    if not end["weakest"]:
        return "Nothing is lost on the way."
    if end["steps"] == 1:
        return ""
    kept = own.set_index("touchpoint")["kept"][end["weakest"]]
    there = "there" if end["weakest"] == end["pays_most"] else f"at {names[end['pays_most']]}"
    return (
        f"The weakest link is {names[end['weakest']]}, which disappoints {_share(100 - kept)}; one "
        f"more index point pays most {there}: {_points(end['per_point'])}."
    )


def _best(end: dict[Any, Any], helps: pd.DataFrame) -> str:
    if end["steps"] == 0 or helps.empty:
        return ""
    best = helps.iloc[int(helps["gain"].to_numpy(dtype=float).argmax())]
    if best["gain"] <= 0:
        return "No ranked improvement adds to it."
    return f"'{best['title']}' adds most: {_points(best['gain'])}."


def _range(low: float, high: float) -> str:
    return f"{_figure(low)}-{_share(high)}"


def _share(share: float) -> str:
    """Write a percentage that may be very small.

    Examples
    --------
    >>> _share(40.5), _share(2.06), _share(0.02)
    ('40 %', '2.1 %', 'less than 0.1 %')
    """
    return "less than 0.1 %" if 0 < share < _TINY else f"{_figure(share)} %"


def _points(gain: float) -> str:
    """Write a gain that may be very small.

    Examples
    --------
    >>> _points(1.28), _points(0.02)
    ('1.3 points', 'less than 0.1 points')
    """
    return "less than 0.1 points" if 0 < gain < _TINY else f"{gain:.2g} points"


def _figure(share: float) -> str:
    return f"{share:.0f}" if share >= _WHOLE_FROM or share == 0 else f"{share:.1f}"
