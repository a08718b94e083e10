"""Turning points in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cx_workbench.rank.methods import METHODS

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.model import Ranking

#: Decimals that are tried in turn, for person-days and index points.
_DECIMALS = (0, 1, 2, 4)


def nothing_turns(ranking: Ranking) -> str:
    """Say what holds for all improvements alike; empty where nothing does."""
    count, top = len(ranking.table), ranking.top
    if count == 0:
        return "No improvement is left to rank."
    if count <= top:
        ranked = (
            "The one ranked improvement makes" if count == 1 else f"All {count} improvements make"
        )
        return f"{ranked} the TOP {top}: nothing leaves or enters it."
    if int(ranking.table["in_top"].sum()) == sum(ranking.table["improvement"].isin(ranking.pinned)):
        return f"All of the TOP {top} is pinned: nothing leaves or enters it."
    method = METHODS[ranking.method]
    if not method.weighted:
        return f"The weights play no part in the method {method.title}."
    return ""


def weight_in_words(top: int, row: dict[Any, Any]) -> str:
    """Say at which weight an improvement turns.

    Examples
    --------
    >>> weight_in_words(5, {"title": "Parking guidance", "in_top": False, "criterion": "effort",
    ...                     "said_share": 0.45, "now_share": 0.3})
    'Parking guidance enters the TOP 5 if the weight of effort is 45 % instead of 30 %.'
    """
    return f"{row['title']} {_turns(top, inside=row['in_top'])} if the weight of {_weight(row)}."


def step_in_words(ranking: Ranking, row: dict[Any, Any]) -> str:
    """Say where an improvement comes to stand after a step, and from when on it turns."""
    top, title = ranking.top, row["title"]
    if row["turns"]:
        return f"{title} {_turns(top, inside=row['in_top'])} if {_step(row, ranking)}."
    before, after = row["rank"], row["rank_then"]
    moves = f"stays on rank {before}" if after == before else f"moves from rank {before} to {after}"
    return f"{title} {moves} if {_step(row, ranking)}."


def turned_in_words(
    ranking: Ranking, row: dict[Any, Any], weights: pd.DataFrame, steps: pd.DataFrame
) -> str:
    """Gather all that turns an improvement in one sentence."""
    top, inside = ranking.top, row["in_top"]
    if row["improvement"] in ranking.pinned:
        return f"{row['title']} is pinned in the TOP {top}."
    if not row["turns"]:
        weight = "no weight, " if METHODS[ranking.method].weighted else ""
        does = "puts it out of" if inside else "brings it into"
        return (
            f"{row['title']}: {weight}no estimate and no score at either end of its range {does} "
            f"the TOP {top}."
        )
    mine = weights[weights["improvement"] == row["improvement"]]
    taken = steps[(steps["improvement"] == row["improvement"]) & steps["turns"]]
    weighed = [
        _weight(item, "" if place else " is") for place, item in enumerate(mine.to_dict("records"))
    ]
    ifs = [f"the weight of {', or that of '.join(weighed)}"] if weighed else []
    ifs += [_step(item, ranking) for item in taken.to_dict("records")]
    said = f"{row['title']} {_turns(top, inside=inside)} if {'; if '.join(ifs)}." if ifs else ""
    least = _moved(row, ranking) if math.isfinite(row["moved"]) else ""
    return f"{said} {least}".strip()


def _turns(top: int, *, inside: bool) -> str:
    return f"falls out of the TOP {top}" if inside else f"enters the TOP {top}"


def _weight(row: dict[Any, Any], verb: str = " is") -> str:
    said, now = 100 * row["said_share"], 100 * row["now_share"]
    return f"{row['criterion']}{verb} {said:.6g} % instead of {now:.4g} %"


def _moved(row: dict[Any, Any], ranking: Ranking) -> str:
    """Say how much of the weights has to move, rounded up so that it is enough."""
    part = math.ceil(round(1000 * row["moved"], 6)) / 10
    given, total = ranking.weights, sum(ranking.weights.values())
    listed = ", ".join(
        f"{name} {round(100 * weight / total, 1):g} %"
        for name, weight in row["weights"].items()
        if weight or given[name]
    )
    return f"Moving {part:.1f} % of the weights is enough: to about {listed}."


def _step(row: dict[Any, Any], ranking: Ranking) -> str:
    """Write a step up to where it turns, or up to its end."""
    then, now = outwards(row, 100 if row["field"] == "closes" else 1)
    if row["field"] == "effort":
        return f"its effort is {then} person-day{'' if then == '1' else 's'} instead of {now}"
    if row["field"] == "closes":
        return f"it closes {then} % of the gap instead of {now} %"
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    places = ranking.touchpoints
    names = dict(zip(places["touchpoint"], places["name"], strict=True))
    return f"{names[row['touchpoint']]} scores {then} instead of {now} for {people[row['persona']]}"


def outwards(row: dict[Any, Any], scale: float = 1) -> tuple[str, str]:
    """Write where a step turns, or its end, and the figure as it is now, both alike.

    Rounded away from the present figure, so that what is said does turn, but not beyond the
    end; with as few decimals as tell both apart.

    Examples
    --------
    >>> outwards({"turns": True, "at": 155.3, "now": 130.0, "then": 180.0})
    ('156', '130')
    >>> outwards({"turns": True, "at": 0.2713, "now": 0.4, "then": 0.2}, scale=100)
    ('27', '40')
    >>> outwards({"turns": False, "now": 62.4, "then": 61.8})
    ('61.8', '62.4')
    """
    now, end = scale * row["now"], scale * row["then"]
    to = scale * row["at"] if row["turns"] else end
    away = math.ceil if end > now else math.floor
    for decimals in _DECIMALS:
        # A figure that is whole but for a rounding error is whole.
        step = round(to * 10**decimals, 6)
        figure = (away(step) if row["turns"] else round(step)) / 10**decimals
        written = f"{figure:.{decimals}f}", f"{now:.{decimals}f}"
        beyond = row["turns"] and abs(figure - now) > abs(end - now) * (1 + 1e-9)
        if written[0] != written[1] and not beyond:
            return written
    return f"{to:.6g}", f"{now:.6g}"
